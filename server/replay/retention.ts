/**
 * Keeps what broadcasts take on the disk within what was set: looks every ten minutes and when a recording lacks room, and
 * lets media remove what may go. Tells the owner what takes how much.
 */
import type { Database } from '@antenne/prisma';
import type { OwnerStorage, StorageUse } from '../contract/index.ts';
import { type Changes, SYSTEM } from '../platform/changes.ts';
import type { Log } from '../platform/logging.ts';
import { isRemovable, type RetentionRules, toRemove } from './retention-plan.ts';
import { listShows, loadReplay, markRemoved } from './store.ts';

const LOOK_EVERY_MS = 10 * 60_000;
/** What was measured is good enough for so long, ms. */
const FRESH_MS = 30_000;

export interface RetentionParts {
  database: Database;
  changes: Changes;
  rules: RetentionRules;
  media: {
    /** Null: media is away, or did not answer. */
    measure(): Promise<StorageUse | null>;
    /** @returns whether it is gone */
    remove(slug: string): Promise<boolean>;
  };
  log: Log;
}

export class Retention {
  readonly #parts: RetentionParts;
  #use: { at: number; use: StorageUse } | null = null;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | null = null;
  #removing: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(parts: RetentionParts) {
    this.#parts = parts;
  }

  /** Looks from now on. The owner calls `close`. */
  start(): void {
    this.#timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
  }

  /** Measures, and removes what may go. Never rejects; one look at a time. */
  look(): Promise<void> {
    if (this.#closed) return Promise.resolve();
    if (this.#looking) return this.#looking;
    const looking = this.#look()
      .catch((err: unknown) => this.#parts.log.error({ err }, 'looking at the disk failed'))
      .finally(() => {
        if (this.#looking === looking) this.#looking = null;
      });
    this.#looking = looking;
    return looking;
  }

  /** Somebody needs it now: looks, unless it just has. */
  urge(): void {
    if (performance.now() - (this.#use?.at ?? Number.NEGATIVE_INFINITY) > FRESH_MS) void this.look();
  }

  /** As media said it last; null while it has not. What is old is looked at anew for the next who asks. */
  async view(): Promise<OwnerStorage | null> {
    this.urge();
    if (!this.#use) return null;
    const { database, rules } = this.#parts;
    const { broadcasts, ...disk } = this.#use.use;
    const shows = new Map((await listShows(database.client)).map((show) => [show.slug, show]));
    return {
      ...disk,
      ...rules,
      broadcasts: broadcasts
        .flatMap(({ slug, ...bytes }) => {
          const show = shows.get(slug);
          return show ? [{ slug, title: show.title, removable: isRemovable(show), ...bytes }] : [];
        })
        .filter(({ replayBytes, recordingBytes }) => replayBytes + recordingBytes > 0)
        .toSorted((a, b) => b.replayBytes + b.recordingBytes - a.replayBytes - a.recordingBytes),
    };
  }

  /** The link to media is lost: nobody knows what its disk holds, and who was asked will not answer. */
  lost(): void {
    this.#use = null;
    this.#looking = null;
  }

  /** What media removes now is noted first. */
  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    await this.#removing;
  }

  async #look(): Promise<void> {
    const { database, rules } = this.#parts;
    const use = await this.#measure();
    if (!use || this.#closed || (rules.budgetBytes === null && rules.retentionDays === null)) return;
    const taken = new Map(use.broadcasts.map(({ slug, ...bytes }) => [slug, bytes.replayBytes + bytes.recordingBytes]));
    const shows = (await listShows(database.client)).map((show) => ({ ...show, bytes: taken.get(show.slug) ?? 0 }));
    const going = toRemove(shows, rules, use.shortBytes, new Date());
    for (const show of going) {
      if (this.#closed) return;
      this.#removing = this.#remove(show);
      await this.#removing;
    }
    if (going.length > 0) await this.#measure();
  }

  async #remove({
    id,
    slug,
    title,
    bytes,
  }: Awaited<ReturnType<typeof listShows>>[number] & { bytes: number }): Promise<void> {
    const { database, media, changes, log } = this.#parts;
    // Its owner may have decided otherwise meanwhile.
    if ((await loadReplay(database.client, id)).keep || !(await media.remove(slug))) return;
    log.info({ broadcastId: id, slug, bytes }, 'broadcast removed from the disk');
    await changes.run(id, async (change) => {
      change.audit(SYSTEM, 'replay.expire', title, id);
      await markRemoved(change);
    });
  }

  async #measure(): Promise<StorageUse | null> {
    const use = await this.#parts.media.measure();
    if (use) this.#use = { at: performance.now(), use };
    return use;
  }
}
