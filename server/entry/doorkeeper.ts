/** Lets viewers in where not everybody may watch: by the key of the broadcast's link, by its password, or as its staff. */
import { createHmac } from 'node:crypto';
import type { Database } from '@antenne/prisma';
import type { Access } from '../accounts/access.ts';
import { sameSecret } from '../accounts/tokens.ts';
import type { EntryChange, EntryMode } from '../contract/index.ts';
import type { AddressKey } from '../platform/address.ts';
import type { Change, Changes, Doer } from '../platform/changes.ts';
import { tooMany } from '../platform/commands.ts';
import { Refusal } from '../platform/failure.ts';
import { RateLimiter } from '../platform/rate-limit.ts';
import { SharedRead } from '../platform/shared-read.ts';
import { hashPassword, isPassword } from './password.ts';
import { loadEntry, type StoredEntry, saveEntry } from './store.ts';

/** What somebody brings along. */
export interface Visitor {
  key?: string | undefined;
  /** Of a cookie of ours. */
  sessionToken?: string | undefined;
}

export interface Admission {
  mode: EntryMode;
  /** Nobody changed meanwhile who may come in. */
  holds(): boolean;
}

/** Wrong passwords from one address: a room of people who mistype, and no machine. Right ones cost nothing. */
const WRONG = { burst: 20, perSecond: 0.2 };
/** Passwords that are looked at or wait for it, of one address each; each takes a processor for some 50 ms. */
const MOST_WAITING = 60;

export interface DoorkeeperParts {
  database: Database;
  changes: Changes;
  access: Access;
  /** Makes keys: the same for every server of this installation. */
  secret: string;
  /** Tells everybody of the broadcast as it is now. */
  publish(change: Change): Promise<unknown>;
  /** Those who came in by what was before must leave. */
  onClosed(broadcastId: string): void;
}

export class Doorkeeper {
  readonly #parts: DoorkeeperParts;
  /** Thousands come at once when the server is back. */
  readonly #entries: SharedRead<StoredEntry>;
  readonly #wrong: RateLimiter;
  /** How often it was changed who may come in, by broadcast. */
  readonly #changes = new Map<string, number>();
  /** Right passwords, as they were given: thousands come with the same one at once. By broadcast and generation. */
  readonly #right = new Map<string, string>();
  /** Passwords that are looked at or wait for it. */
  readonly #looks = new Map<string, Promise<void>>();
  #looking: Promise<unknown> = Promise.resolve();

  /** @param clock ms of a steady clock */
  constructor(parts: DoorkeeperParts, clock?: () => number) {
    this.#parts = parts;
    this.#entries = new SharedRead((broadcastId) => loadEntry(parts.database.client, broadcastId));
    this.#wrong = new RateLimiter(WRONG, clock);
  }

  /** @throws Refusal `locked` */
  async admit(broadcastId: string, visitor: Visitor): Promise<Admission> {
    const { access } = this.#parts;
    const change = this.#changes.get(broadcastId);
    const entry = await this.#entries.get(broadcastId);
    const admission = { mode: entry.mode, holds: () => this.#changes.get(broadcastId) === change };
    if (entry.mode === 'open') return admission;
    if (visitor.key !== undefined && sameSecret(visitor.key, this.keyOf(broadcastId, entry))) return admission;
    const session = await access.session(visitor.sessionToken);
    if (session && (await access.worksIn(session.id, broadcastId))) return admission;
    throw new Refusal('locked', `this broadcast needs its ${entry.mode}`);
  }

  /** The key for the right password. @throws Refusal `locked`, `tooMany`, `invalidState` where there is none to give */
  async enter(broadcastId: string, password: string, { key: address }: AddressKey): Promise<string> {
    const entry = await loadEntry(this.#parts.database.client, broadcastId);
    if (entry.mode !== 'password' || entry.passwordHash === null) {
      throw new Refusal('invalidState', 'this broadcast has no password');
    }
    // Who has to wait is not told whether it was right this time.
    const wait = this.#wrong.take(address);
    if (wait > 0) throw new Refusal('tooMany', tooMany(wait).message, { retryAfterMs: wait });
    if (this.#isKnown(broadcastId, entry, password)) this.#wrong.refund(address);
    else await this.#look(broadcastId, entry, password, address);
    return this.keyOf(broadcastId, entry);
  }

  /** What lets anybody in until the link or the password is another one. */
  keyOf(broadcastId: string, { mode, generation }: Pick<StoredEntry, 'mode' | 'generation'>): string {
    const text = `entry\n${broadcastId}\n${mode}\n${generation}`;
    return createHmac('sha256', this.#parts.secret).update(text).digest('base64url');
  }

  /** What is decided. */
  entry(broadcastId: string): Promise<StoredEntry> {
    return loadEntry(this.#parts.database.client, broadcastId);
  }

  async change(broadcastId: string, wanted: EntryChange, doer: Doer): Promise<StoredEntry> {
    const passwordHash = wanted.mode === 'password' ? await hashPassword(wanted.password) : null;
    const [before, after] = await this.#parts.changes.run(broadcastId, async (change) => {
      const known = await loadEntry(change.tx, broadcastId);
      const isSame = known.mode === wanted.mode && !(wanted.mode === 'link' && wanted.renew) && passwordHash === null;
      if (isSame) return [known, known];
      // Where everybody may watch from now on, who watches already goes on with the pass that they have.
      const generation = known.generation + (wanted.mode === 'open' ? 0 : 1);
      const next = { mode: wanted.mode, generation, passwordHash };
      await saveEntry(change, next);
      if (wanted.mode === 'open') await this.#parts.publish(change);
      change.audit(doer, 'entry.change', wanted.mode);
      return [known, next];
    });
    if (before !== after) {
      this.#changes.set(broadcastId, (this.#changes.get(broadcastId) ?? 0) + 1);
      if (after.mode !== 'open') this.#parts.onClosed(broadcastId);
    }
    return after;
  }

  #isKnown(broadcastId: string, entry: StoredEntry, password: string): boolean {
    const known = this.#right.get(passwordKey(broadcastId, entry));
    return known !== undefined && sameSecret(known, password);
  }

  /**
   * What was taken for it is given back where it is right. A room that comes at once with the same one waits for one look, and
   * pays for one. @throws Refusal `locked`, `tooMany`
   */
  #look(broadcastId: string, entry: StoredEntry, password: string, address: string): Promise<void> {
    const key = JSON.stringify([passwordKey(broadcastId, entry), address, password]);
    const under = this.#looks.get(key);
    if (under || this.#looks.size >= MOST_WAITING) this.#wrong.refund(address);
    if (under) return under;
    if (this.#looks.size >= MOST_WAITING) throw new Refusal('tooMany', tooMany(2_000).message, { retryAfterMs: 2_000 });
    // One after the other: who guesses shall not take every processor.
    const look = this.#looking.then(async () => {
      const isRight =
        this.#isKnown(broadcastId, entry, password) || (await isPassword(password, entry.passwordHash ?? ''));
      if (!isRight) throw new Refusal('locked', 'this is not the password');
      this.#wrong.refund(address);
      this.#right.set(passwordKey(broadcastId, entry), password);
    });
    const ended = look.finally(() => this.#looks.delete(key));
    this.#looks.set(key, ended);
    this.#looking = ended.catch(() => undefined);
    return ended;
  }
}

/** Another password makes another generation. */
function passwordKey(broadcastId: string, { generation }: StoredEntry): string {
  return `${broadcastId} ${generation}`;
}
