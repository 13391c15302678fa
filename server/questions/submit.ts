import type { Database } from '@antenne/prisma';
import { findBroadcast, findTheme } from '../broadcasts/store.ts';
import { takesQuestions, themeWindow } from '../broadcasts/theme-window.ts';
import {
  AUTHOR_MAX_LENGTH,
  type HeldFor,
  type OwnQuestion,
  PLACE_MAX_LENGTH,
  QUESTION_MAX_LENGTH,
  WordFilter,
} from '../contract/index.ts';
import type { AddressKey } from '../platform/address.ts';
import type { Change, Changes } from '../platform/changes.ts';
import { tooMany } from '../platform/commands.ts';
import { Refusal } from '../platform/failure.ts';
import { RateLimiter } from '../platform/rate-limit.ts';
import { firstState } from './lifecycle.ts';
import { createQuestion, findByKey, sentBefore } from './store.ts';
import { cleanText, lengthOf } from './text.ts';
import { TextGuard } from './word-filter.ts';

/** Who sends: the signed voter, and where from. */
export interface Sender {
  voterId: string;
  address: AddressKey;
}

export interface Submission {
  slug: string;
  key: string;
  themeId: string;
  text: string;
  author?: string | undefined;
  place?: string | undefined;
}

/** A person asks a few questions, not a stream of them. */
const PER_VOTER = { burst: 4, perSecond: 1 / 15 };
/** One IPv6 /64 is one household or phone; an office may be a few dozen people. Rotating addresses within it gains nothing. */
const PER_IPV6_PREFIX = { burst: 60, perSecond: 1 };
/** An IPv4 address may be a whole school or a mobile network: this protects the database, not against people. */
const PER_IPV4 = { burst: 400, perSecond: 10 };

/** Takes questions in: cleaned, within limits, in the theme's window, once per key. */
export class Submissions {
  readonly #database: Database;
  readonly #changes: Changes;
  /** Of each broadcast, with the filter that it was made of. */
  readonly #guards = new Map<string, { filter: string; guard: TextGuard }>();
  readonly #perVoter = new RateLimiter(PER_VOTER);
  readonly #perAddress = { 4: new RateLimiter(PER_IPV4), 6: new RateLimiter(PER_IPV6_PREFIX) };

  constructor(database: Database, changes: Changes) {
    this.#database = database;
    this.#changes = changes;
  }

  /** @throws Refusal `badRequest`, `notFound`, `closed`, `tooMany` */
  async submit(submission: Submission, sender: Sender): Promise<OwnQuestion> {
    const { key, themeId } = submission;
    const text = checkText(submission.text);
    const author = checkName('author', submission.author, AUTHOR_MAX_LENGTH);
    const place = checkName('place', submission.place, PLACE_MAX_LENGTH);
    const broadcast = await findBroadcast(this.#database.client, submission.slug);
    // A retry whose first answer was lost costs nothing and is never refused.
    const original = await findByKey(this.#database.client, broadcast.id, sender.voterId, key);
    if (original) return original;
    this.#pay(sender);
    return this.#changes.run(broadcast.id, async (change) => {
      // A double click: the other one came first.
      const twin = await findByKey(change.tx, broadcast.id, sender.voterId, key);
      if (twin) {
        this.#perVoter.refund(sender.voterId);
        return twin;
      }
      const theme = await findTheme(change.tx, broadcast.id, themeId);
      const { state, wordFilter, questionPolicy } = await findBroadcast(change.tx, submission.slug);
      if (state === 'ended' || !takesQuestions(themeWindow(theme, change.now))) {
        throw new Refusal('closed', 'this theme takes no questions now');
      }
      const { voterId } = sender;
      const guard = this.#guard(broadcast.id, WordFilter.parse(wordFilter));
      const words = [text, author ?? '', place ?? ''];
      const struck = words.map((one) => guard.inspect(one)).find((one) => one !== null);
      const heldFor = struck ?? (await repeated(change, voterId, text));
      const question = { voterId, key, themeId, text, author, place, heldFor };
      return createQuestion(change, { ...question, state: firstState(questionPolicy, heldFor !== null) });
    });
  }

  #guard(broadcastId: string, words: WordFilter): TextGuard {
    const filter = JSON.stringify(words);
    const known = this.#guards.get(broadcastId);
    if (known?.filter === filter) return known.guard;
    const guard = new TextGuard(words);
    this.#guards.set(broadcastId, { filter, guard });
    return guard;
  }

  #pay({ voterId, address }: Sender): void {
    const wait = this.#perVoter.take(voterId) || this.#perAddress[address.family].take(address.key);
    if (wait > 0) {
      const failure = tooMany(wait);
      throw new Refusal(failure.code, failure.message, { retryAfterMs: wait });
    }
  }
}

/** Somebody who sends the same words again. */
async function repeated(change: Change, voterId: string, text: string): Promise<HeldFor | null> {
  const again = await sentBefore(change.tx, change.broadcastId, voterId, text);
  return again ? { kind: 'repetition', match: '' } : null;
}

function checkText(raw: string): string {
  const text = cleanText(raw);
  if (text === '') throw new Refusal('badRequest', 'text: empty');
  if (lengthOf(text) > QUESTION_MAX_LENGTH) throw new Refusal('badRequest', `text: longer than ${QUESTION_MAX_LENGTH}`);
  return text;
}

function checkName(field: 'author' | 'place', raw: string | undefined, longest: number): string | null {
  const name = cleanText(raw ?? '');
  if (lengthOf(name) > longest) throw new Refusal('badRequest', `${field}: longer than ${longest}`);
  return name === '' ? null : name;
}
