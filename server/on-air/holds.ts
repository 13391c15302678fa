/** People whose feed was lost on air: kept behind their slate, and offered on preview when they are back. */
import { contributorsIn, type MediaReport } from '../contract/index.ts';
import type { ContributorBoard } from '../contributors/board.ts';
import { listContributors } from '../contributors/store.ts';
import { type Change, type Changes, SYSTEM } from '../platform/changes.ts';
import type { Log } from '../platform/logging.ts';
import type { Air } from './air.ts';
import type { Buses } from './bus.ts';
import { loadBuses, saveBuses } from './bus-store.ts';

type HeldReport = Extract<MediaReport, { type: 'held' }>;
type FeedReport = Extract<MediaReport, { type: 'feed' }>;

export class Holds {
  readonly #changes: Changes;
  readonly #air: Air;
  readonly #board: ContributorBoard;
  readonly #log: Log;

  constructor(changes: Changes, air: Air, board: ContributorBoard, log: Log) {
    this.#changes = changes;
    this.#air = air;
    this.#board = board;
    this.#log = log;
  }

  /** The mixer put people behind their slate. What it says of a take that is no longer the last one is past. */
  report({ broadcastId, takes, contributorIds }: HeldReport): Promise<void> {
    return this.#run(broadcastId, async (change) => {
      const buses = await loadBuses(change.tx, broadcastId);
      if (buses.takes !== takes || buses.held.join() === contributorIds.join()) return;
      const held = { ...buses, held: contributorIds };
      await saveBuses(change, buses, held);
      const fresh = contributorIds.filter((id) => !buses.held.includes(id));
      const people = await listContributors(change.tx, broadcastId);
      for (const { id, name } of people) if (fresh.includes(id)) change.audit(SYSTEM, 'feed.held', name, id);
      await this.#offer(change, held);
      await this.#air.publish(change);
    });
  }

  /** A feed changed: somebody who is held may be back. */
  async feed({ broadcastId, contributorId, state }: FeedReport): Promise<void> {
    if (state !== 'live') return;
    await this.#run(broadcastId, async (change) => {
      const buses = await loadBuses(change.tx, broadcastId);
      if (!buses.held.includes(contributorId)) return;
      if (await this.#offer(change, buses)) await this.#air.publish(change);
    });
  }

  /**
   * Puts what is on air on preview once more, where all who are held are back (one of them, in the scene of everybody) and
   * nothing stands there: a preview that somebody set is never taken away.
   */
  async #offer(change: Change, buses: Buses): Promise<boolean> {
    if (buses.preview !== null) return false;
    const isBack = (id: string): boolean => this.#board.feed(id) === 'live';
    const waited = contributorsIn(buses.program).filter((id) => buses.held.includes(id));
    const areBack = waited.length > 0 && waited.every(isBack);
    const mayJoin = buses.program.type === 'everybody' && buses.held.some(isBack);
    if (!areBack && !mayJoin) return false;
    await saveBuses(change, buses, { ...buses, version: buses.version + 1, preview: buses.program });
    return true;
  }

  async #run(broadcastId: string, work: (change: Change) => Promise<void>): Promise<void> {
    try {
      await this.#changes.run(broadcastId, work);
    } catch (error) {
      this.#log.error({ err: error, broadcastId }, 'could not keep who is held');
    }
  }
}
