import type { Database } from '@antenne/prisma';
import {
  type BusState,
  contributorsIn,
  type MediaReport,
  type ProgramHealth,
  type SourceRef,
  sameSource,
  type TransitionType,
} from '../contract/index.ts';
import type { ContributorBoard } from '../contributors/board.ts';
import type { Change, Changes } from '../platform/changes.ts';
import { Coalescer } from '../platform/coalesce.ts';
import type { Log } from '../platform/logging.ts';
import type { Buses } from './bus.ts';
import { loadBuses } from './bus-store.ts';

/** What media says of one programme. Nothing of it outlives the process: media says it again on every connection. */
interface Reported {
  onAir: SourceRef | null;
  incoming: SourceRef | null;
  onAirSince: string | null;
  health: ProgramHealth;
}

const SILENT: Reported = { onAir: null, incoming: null, onAirSince: null, health: 'mediaLost' };

/** What is really on air: joins the stored buses with what the mixer reports. */
export class Air {
  readonly #database: Database;
  readonly #board: ContributorBoard;
  readonly #publishing: Coalescer;
  readonly #log: Log;
  readonly #reported = new Map<string, Reported>();
  /** Where the manual fader is held, between which version of the buses. */
  readonly #fades = new Map<string, { version: number; type: TransitionType; position: number }>();

  constructor(database: Database, changes: Changes, board: ContributorBoard, log: Log) {
    this.#database = database;
    this.#board = board;
    this.#log = log;
    this.#publishing = new Coalescer(async (broadcastId) => {
      await changes.run(broadcastId, (change) => this.publish(change));
    }, log);
  }

  /** The state of the buses as the control room sees it. */
  view(broadcastId: string, buses: Buses): BusState {
    const { onAir, incoming, onAirSince, health } = this.#reported.get(broadcastId) ?? SILENT;
    const { version, preview, program, held } = buses;
    const between = this.#fades.get(broadcastId);
    const fade = between?.version === version ? { type: between.type, position: between.position } : null;
    return { version, preview, program, onAir, incoming, fade, onAirSince, held: [...held], health };
  }

  health(broadcastId: string): ProgramHealth {
    return (this.#reported.get(broadcastId) ?? SILENT).health;
  }

  /** Where the manual fader is held now; null: at its end. A change of the buses forgets it. */
  setFade(broadcastId: string, fade: { version: number; type: TransitionType; position: number } | null): void {
    if (fade) this.#fades.set(broadcastId, fade);
    else this.#fades.delete(broadcastId);
  }

  async state(broadcastId: string): Promise<BusState> {
    return this.view(broadcastId, await loadBuses(this.#database.client, broadcastId));
  }

  /** Tells the control room of the buses; `buses`: as the change left them, where it knows. */
  async publish(change: Change, buses?: Buses): Promise<BusState> {
    const bus = this.view(change.broadcastId, buses ?? (await loadBuses(change.tx, change.broadcastId)));
    change.control({ type: 'bus', bus });
    return bus;
  }

  /** Takes one report of a media node in. Levels are not kept: they go straight on to the studios. */
  take(
    report: Exclude<
      MediaReport,
      {
        type:
          | 'levels'
          | 'held'
          | 'graphics'
          | 'recording'
          | 'asset'
          | 'clip'
          | 'tookAtEnd'
          | 'fade'
          | 'vitals'
          | 'simulcast';
      }
    >,
  ): void {
    const { broadcastId } = report;
    const before = this.#reported.get(broadcastId) ?? { ...SILENT, health: 'off' };
    switch (report.type) {
      case 'program':
        if (before.health === report.health) return;
        this.#log.info({ broadcastId, health: report.health, restarts: report.restarts }, 'programme');
        this.#report(broadcastId, { ...(report.health === 'off' ? SILENT : before), health: report.health });
        return;
      case 'onAir':
        if (sameSource(before.onAir, report.source)) {
          if (sameView(before.onAir, report.source) && sameView(before.incoming, report.incoming)) return;
          this.#report(broadcastId, { ...before, onAir: report.source, incoming: report.incoming });
          return;
        }
        this.#log.info({ broadcastId, source: report.source, at: report.at }, 'on air');
        this.#report(broadcastId, {
          ...before,
          onAir: report.source,
          incoming: report.incoming,
          onAirSince: report.at,
        });
        return;
      case 'feed':
        this.#board.update(broadcastId, report.contributorId, { feed: report.state, picture: report.picture });
        return;
      case 'quality':
        this.#board.update(broadcastId, report.contributorId, { quality: report.quality });
        return;
      default:
        report satisfies never;
    }
  }

  /** Media is connected: until it reports, its programmes are on their way. */
  connected(broadcastIds: readonly string[]): void {
    for (const id of broadcastIds) if (!this.#reported.has(id)) this.#report(id, { ...SILENT, health: 'off' });
  }

  /** The link to media is lost: what is on air is unknown, tally goes out. */
  lost(broadcastIds: readonly string[]): void {
    this.#board.forgetMedia(broadcastIds);
    for (const id of broadcastIds) {
      this.#reported.delete(id);
      void this.#publishing.mark(id);
    }
  }

  #report(broadcastId: string, reported: Reported): void {
    this.#reported.set(broadcastId, reported);
    void this.#publishing.mark(broadcastId);
  }

  /** Safe twice. */
  close(): Promise<void> {
    return this.#publishing.close();
  }
}

/** The same source with the same people in it. */
function sameView(a: SourceRef | null, b: SourceRef | null): boolean {
  return sameSource(a, b) && contributorsIn(a).join() === contributorsIn(b).join();
}
