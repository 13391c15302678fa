import type { Database } from '@antenne/prisma';
import type { FeedState, LinkQuality, PageCondition, ReceivedQuality, StudioContributor } from '../contract/index.ts';
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
const NUMBERS_EVERY = 3_000;

/** What the studio's tiles say, kept current and told to the control room. */
export class ContributorBoard {
  readonly #database: Database;
  readonly #changes: Changes;
  readonly #publishing: Coalescer;
  readonly #now = new Map<string, Now>();
  readonly #told = new Map<string, { view: string; at: number }>();

  constructor(database: Database, changes: Changes, log: Log) {
    this.#database = database;
    this.#changes = changes;
    this.#publishing = new Coalescer((broadcastId) => this.#publish(broadcastId), log);
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
    this.#now.set(contributorId, { ...before, ...news, ...gone });
    void this.#publishing.mark(broadcastId);
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
    const news = (await this.list(broadcastId)).filter((view) => this.#isNews(view));
    if (news.length === 0) return;
    await this.#changes.run(broadcastId, async (change) => {
      for (const contributor of news) change.control({ type: 'contributor', contributor });
    });
    for (const view of news) this.#told.set(view.id, { view: JSON.stringify(view), at: performance.now() });
  }

  #isNews(view: StudioContributor): boolean {
    const told = this.#told.get(view.id);
    if (!told) return true;
    if (told.view === JSON.stringify(view)) return false;
    const before: StudioContributor = JSON.parse(told.view);
    const stateOf = ({ presence, feed, quality, picture, page }: StudioContributor) =>
      JSON.stringify([presence, feed, quality?.level, quality?.returns, picture, page]);
    return stateOf(before) !== stateOf(view) || performance.now() - told.at >= NUMBERS_EVERY;
  }

  /** Safe twice. */
  close(): Promise<void> {
    return this.#publishing.close();
  }
}
