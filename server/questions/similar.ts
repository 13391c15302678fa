/** Finds the questions of a broadcast that may ask the same as a text. */
import type { Database } from '@antenne/prisma';
import { PUBLIC_QUESTION_STATES, type QuestionState, type StaffQuestion } from '../contract/index.ts';
import type { Outbox } from '../platform/outbox.ts';
import { type Like, TextIndex } from './likeness.ts';
import { findInOrder } from './search-store.ts';
import { listTexts } from './store.ts';
import { lengthOf } from './text.ts';
import type { QuestionRow } from './views.ts';

/** States in which a question can be supported, or merged into. */
const COMPARED: readonly QuestionState[] = ['held', 'pending', ...PUBLIC_QUESTION_STATES];
/** Questions read at once while an index is made: others have their turn in between. */
const PAGE = 500;
/** Broadcasts whose index is kept; the one that was asked for longest ago goes. */
const KEPT = 4;

/** What is asked by people who moderate, by others of the control room, and by those who are still writing. */
const ASKING = {
  moderator: { states: COMPARED, atLeast: 0.3, begun: false },
  staff: { states: PUBLIC_QUESTION_STATES, atLeast: 0.3, begun: false },
  viewer: { states: PUBLIC_QUESTION_STATES, atLeast: 0.45, begun: true },
} as const;
/** Letters of a text that begins to say something. */
const FEWEST_LETTERS = 12;
/** The likest, of which some may be in other states. */
const CANDIDATES = 60;

interface Corpus {
  index: TextIndex;
  /** The version of each question that it knows of, also of those that are no longer compared. */
  versions: Map<string, number>;
  ready: Promise<void>;
}

/**
 * An index in memory per broadcast, made when somebody first asks and kept true by the event log: at 10,000 questions it
 * answers in milliseconds on one thread, where pg_trgm in the embedded database takes more than a second of everybody's time.
 * It only proposes ids: what is answered is read from the database.
 */
export class SimilarQuestions {
  readonly #database: Database;
  readonly #corpora = new Map<string, Corpus>();
  readonly #unsubscribe: () => void;

  constructor(database: Database, outbox: Outbox) {
    this.#database = database;
    this.#unsubscribe = outbox.subscribe(({ broadcastId, event }) => {
      const corpus = this.#corpora.get(broadcastId);
      if (corpus && event.type === 'staffQuestion') take(corpus, event.question);
      // Many at once, or some whose words must not be kept: it is made anew when somebody asks.
      if (event.type === 'questionsArchived' || event.type === 'questionsPurged') this.#corpora.delete(broadcastId);
    });
  }

  /** The likest first. `except`: the question that is compared itself. */
  async find(
    broadcastId: string,
    text: string,
    { by, limit, except }: { by: keyof typeof ASKING; limit: number; except?: string | undefined },
  ): Promise<{ row: QuestionRow; likeness: number }[]> {
    if (lengthOf(text) < FEWEST_LETTERS) return [];
    const { states, atLeast, begun } = ASKING[by];
    const corpus = await this.#corpus(broadcastId);
    const likes = new Map<string, Like>();
    for (const like of corpus.index.find(text, { atLeast, begun })) {
      if (like.id !== except && likes.size < CANDIDATES) likes.set(like.id, like);
    }
    const rows = await findInOrder(this.#database.client, broadcastId, [...likes.keys()]);
    return rows
      .filter((row) => states.some((state) => state === row.state))
      .slice(0, limit)
      .map((row) => ({ row, likeness: likes.get(row.id)?.likeness ?? 0 }));
  }

  /** Safe twice. */
  close(): void {
    this.#unsubscribe();
    this.#corpora.clear();
  }

  async #corpus(broadcastId: string): Promise<Corpus> {
    let corpus = this.#corpora.get(broadcastId);
    if (!corpus) {
      corpus = { index: new TextIndex(), versions: new Map(), ready: Promise.resolve() };
      corpus.ready = this.#fill(corpus, broadcastId);
      corpus.ready.catch(() => this.#corpora.delete(broadcastId));
    }
    // The newest use is last.
    this.#corpora.delete(broadcastId);
    this.#corpora.set(broadcastId, corpus);
    const [oldest] = this.#corpora.keys();
    if (this.#corpora.size > KEPT && oldest) this.#corpora.delete(oldest);
    await corpus.ready;
    return corpus;
  }

  /** Reads what there is; what changes meanwhile arrives as events, whose versions are higher. */
  async #fill(corpus: Corpus, broadcastId: string): Promise<void> {
    for (let after: string | undefined; ; ) {
      const page = await listTexts(this.#database.client, broadcastId, { after, take: PAGE });
      for (const question of page) take(corpus, question);
      after = page.at(-1)?.id;
      if (page.length < PAGE) return;
    }
  }
}

function take(
  { index, versions }: Corpus,
  { id, version, state, edited, original }: Pick<StaffQuestion, 'id' | 'version' | 'state' | 'edited' | 'original'>,
): void {
  if ((versions.get(id) ?? 0) >= version) return;
  versions.set(id, version);
  if (COMPARED.includes(state)) index.put(id, edited ?? original);
  else index.remove(id);
}
