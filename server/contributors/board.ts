import { isDeepStrictEqual } from 'node:util';
import type { Database } from '@antenne/prisma';
import type {
  FeedState,
  LinkNumbers,
  LinkQuality,
  PageCondition,
  ReceivedQuality,
  StudioContributor,
} from '../contract/index.ts';
import type { Changes } from '../platform/changes.ts';
import { Coalescer } from '../platform/coalesce.ts';
import type { Log } from '../platform/logging.ts';
import { soundOf } from './channel-sound.ts';
import { type ContributorRow, listContributors } from './store.ts';

/** Where the person's page stands, as the page itself says. */
export type Step = 'away' | 'checking' | 'greenRoom';

/** What is known of a contributor right now. Nothing of it outlives the process: media and pages say it again. */
interface Now {
  step: Step;
  feed: FeedState;
  picture: { width: number; height: number } | null;
  quality: LinkQuality | null;
  page: PageCondition | null;
  received: ReceivedQuality | null;
}

const UNKNOWN: Now = { step: 'away', feed: 'absent', picture: null, quality: null, page: null, received: null };

/** Milliseconds between two tellings of numbers that changed without a change of state. */
const NUMBERS_EVERY = 2_000;

/** Tells pages of numbers that changed while the states behind them did not. */
export type TellLinks = (broadcastId: string, links: LinkNumbers) => void;

/**
 * What the studio's tiles say, kept current and told to the control room. A change of state is an event of the log; the
 * numbers behind it, which change every second, are told beside it and cost the database nothing.
 */
export class ContributorBoard {
  readonly #database: Database;
  readonly #changes: Changes;
  readonly #tellLinks: TellLinks;
  readonly #publishing: Coalescer;
  readonly #now = new Map<string, Now>();
  /** The state of each contributor as the log has it. */
  readonly #told = new Map<string, string>();
  /** Whose numbers changed since they were told, by broadcast. */
  readonly #moved = new Map<string, Set<string>>();
  readonly #timer: NodeJS.Timeout;

  constructor(database: Database, changes: Changes, tellLinks: TellLinks, log: Log) {
    this.#database = database;
    this.#changes = changes;
    this.#tellLinks = tellLinks;
    this.#publishing = new Coalescer((broadcastId) => this.#publish(broadcastId), log);
    this.#timer = setInterval(() => this.#tellNumbers(), NUMBERS_EVERY);
  }

  quality(contributorId: string): LinkQuality | null {
    return this.#now.get(contributorId)?.quality ?? null;
  }

  feed(contributorId: string): FeedState {
    return this.#now.get(contributorId)?.feed ?? 'absent';
  }

  /** Takes news about one contributor in and tells it, at once when a state changed. */
  update(broadcastId: string, contributorId: string, news: Partial<Now>): void {
    const before = this.#now.get(contributorId) ?? UNKNOWN;
    // Without a page there is nobody to say how it is.
    const gone = news.step === 'away' ? { page: null, received: null } : null;
    const after = { ...before, ...news, ...gone };
    this.#now.set(contributorId, after);
    if (stateOf(before) !== stateOf(after)) void this.#publishing.mark(broadcastId);
    else if (!isDeepStrictEqual(before, after)) {
      const moved = this.#moved.get(broadcastId) ?? new Set();
      this.#moved.set(broadcastId, moved.add(contributorId));
    }
  }

  /** The media plane is gone: nothing arrives from anyone. */
  forgetMedia(broadcastIds: readonly string[]): void {
    for (const [id, now] of this.#now) this.#now.set(id, { ...UNKNOWN, step: now.step, page: now.page });
    for (const broadcastId of broadcastIds) void this.#publishing.mark(broadcastId);
  }

  async list(broadcastId: string): Promise<StudioContributor[]> {
    const rows = await listContributors(this.#database.client, broadcastId);
    return rows.map((row) => this.view(row));
  }

  /** One tile, from what is stored and what is known right now. */
  view(row: ContributorRow): StudioContributor {
    const now = this.#now.get(row.id) ?? UNKNOWN;
    return {
      id: row.id,
      number: row.number,
      name: row.name,
      role: row.role,
      place: row.place,
      continent: row.continent,
      zone: row.zone,
      presence: now.feed === 'absent' ? now.step : 'linked',
      feed: now.feed,
      picture: now.picture,
      quality: now.quality,
      page: now.page,
      received: now.received,
      sound: soundOf(row),
    };
  }

  async #publish(broadcastId: string): Promise<void> {
    const news = (await listContributors(this.#database.client, broadcastId)).flatMap((row) => {
      const state = stateOf(this.#now.get(row.id) ?? UNKNOWN);
      return this.#told.get(row.id) === state ? [] : [{ contributor: this.view(row), state }];
    });
    if (news.length === 0) return;
    await this.#changes.run(broadcastId, async (change) => {
      for (const { contributor } of news) change.control({ type: 'contributor', contributor });
    });
    for (const { contributor, state } of news) this.#told.set(contributor.id, state);
  }

  #tellNumbers(): void {
    for (const [broadcastId, moved] of this.#moved) {
      const links: LinkNumbers = {};
      for (const id of moved) {
        const { quality, received } = this.#now.get(id) ?? UNKNOWN;
        links[id] = { quality, received };
      }
      this.#tellLinks(broadcastId, links);
    }
    this.#moved.clear();
  }

  /** Safe twice. */
  close(): Promise<void> {
    clearInterval(this.#timer);
    return this.#publishing.close();
  }
}

/** What a person acts on; everything else is numbers. */
function stateOf({ step, feed, picture, quality, page }: Now): string {
  return JSON.stringify([step, feed, picture, page, quality?.level, quality?.returns]);
}
