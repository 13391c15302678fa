import type { Database } from '@antenne/prisma';
import type { PublicBroadcast } from '../contract/index.ts';
import type { Change, Changes } from '../platform/changes.ts';
import { Coalescer } from '../platform/coalesce.ts';
import type { Log } from '../platform/logging.ts';
import type { HlsAddresses } from './hls-addresses.ts';
import { findBroadcast, listLatestBroadcastIds, listOpenBroadcastIds, openToAll, viewBroadcast } from './store.ts';

/** Milliseconds between looks at what the clock alone changes: theme windows, expected times. */
const LOOK_EVERY = 10_000;
/** Milliseconds in which several marks become one publication: each goes to every viewer. */
const MARKED_AFTER = 1_000;
/** Broadcasts among the latest. */
const LATEST = 30;

/** Publishes the public view of broadcasts: with every change that asks for it, and when time alone changed it. */
export class LiveView {
  readonly #database: Database;
  readonly #changes: Changes;
  readonly #addresses: HlsAddresses;
  readonly #log: Log;
  readonly #clock: () => Date;
  /** What viewers were last told. */
  readonly #published = new Map<string, string>();
  /** How broadcasts stood when the clock was first looked at: told to nobody, so what is marked is news all the same. */
  readonly #found = new Map<string, string>();
  readonly #marked = new Map<string, NodeJS.Timeout>();
  readonly #publishing: Coalescer;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<unknown> = Promise.resolve();

  constructor(
    database: Database,
    changes: Changes,
    addresses: HlsAddresses,
    log: Log,
    clock: () => Date = () => new Date(),
  ) {
    this.#database = database;
    this.#changes = changes;
    this.#addresses = addresses;
    this.#log = log;
    this.#clock = clock;
    this.#publishing = new Coalescer((broadcastId) => this.#publishIfNew(broadcastId), log);
  }

  view(broadcastId: string, now = this.#clock()): Promise<PublicBroadcast> {
    return viewBroadcast(this.#database.client, broadcastId, this.#addresses, now);
  }

  /** By its slug, with a number that grows with its rundown. @throws Refusal `notFound` */
  async find(slug: string): Promise<{ broadcast: PublicBroadcast; revision: number }> {
    const { id, rundownVersion } = await findBroadcast(this.#database.client, slug);
    return { broadcast: await this.view(id), revision: rundownVersion };
  }

  /** The latest ones that anybody may watch. */
  async latest(): Promise<PublicBroadcast[]> {
    const ids = await listLatestBroadcastIds(this.#database.client, LATEST);
    const views = [];
    for (const id of await openToAll(this.#database.client, ids)) views.push(await this.view(id));
    return views;
  }

  /** Adds the event that carries the broadcast as it is inside this change. */
  async publish(change: Change): Promise<PublicBroadcast> {
    const broadcast = await viewBroadcast(change.tx, change.broadcastId, this.#addresses, change.now);
    change.audience({ type: 'broadcast', broadcast });
    change.control({ type: 'broadcast', broadcast });
    this.#published.set(change.broadcastId, JSON.stringify(broadcast));
    return broadcast;
  }

  /** Something may have changed what viewers see: they hear of it within a second or so, once for many marks. */
  mark(broadcastId: string): void {
    if (this.#marked.has(broadcastId)) return;
    const timer = setTimeout(() => {
      this.#marked.delete(broadcastId);
      void this.#publishing.mark(broadcastId);
    }, MARKED_AFTER);
    this.#marked.set(broadcastId, timer);
  }

  async #publishIfNew(broadcastId: string): Promise<void> {
    const now = JSON.stringify(await this.view(broadcastId));
    if (this.#published.get(broadcastId) !== now) {
      await this.#changes.run(broadcastId, (change) => this.publish(change));
    }
  }

  /** Looks at the clock, now and from time to time. The owner calls `close`. */
  start(): void {
    const look = () => {
      this.look().catch((error) => this.#log.error({ err: error }, 'looking at broadcasts failed'));
    };
    look();
    this.#timer = setInterval(look, LOOK_EVERY);
  }

  /** Publishes those of these (absent: of all open) broadcasts whose public view differs from the one last published. */
  look(ids?: readonly string[]): Promise<void> {
    // One after the other: two at once would find the same news, and tell it twice.
    const done = this.#looking.then(() => this.#look(ids));
    this.#looking = done.catch(() => undefined);
    return done;
  }

  async #look(ids?: readonly string[]): Promise<void> {
    for (const id of ids ?? (await listOpenBroadcastIds(this.#database.client))) {
      const now = JSON.stringify(await this.view(id));
      const before = this.#published.get(id) ?? this.#found.get(id);
      if (before === undefined) this.#found.set(id, now);
      else if (before !== now) await this.#changes.run(id, (change) => this.publish(change));
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    for (const timer of this.#marked.values()) clearTimeout(timer);
    await this.#publishing.close();
    await this.#looking;
  }
}
