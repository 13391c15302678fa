/** Clips on the buses: what producers do to them, where they are, and what follows at their end. */
import type { Actor } from '../accounts/access.ts';
import type { AssetPool } from '../assets/pool.ts';
import { type AssetRow, commandClip, factsOf, findAsset, restClip } from '../assets/store.ts';
import {
  assetsIn,
  type ClipMove,
  type ClipPosition,
  type MediaReport,
  type StudioAsset,
  scenesWith,
} from '../contract/index.ts';
import { type Change, type Changes, SYSTEM } from '../platform/changes.ts';
import { Refusal } from '../platform/failure.ts';
import type { Log } from '../platform/logging.ts';
import { takeBuses } from './bus.ts';
import { loadBuses } from './bus-store.ts';
import { loadGraphics } from './graphics.ts';
import type { Program } from './program.ts';
import { listScenes } from './scene-store.ts';

type ClipReport = Extract<MediaReport, { type: 'clip' }>;
type EndReport = Extract<MediaReport, { type: 'tookAtEnd' }>;

export class Clips {
  readonly #changes: Changes;
  readonly #pool: AssetPool;
  readonly #program: Program;
  readonly #log: Log;
  /** The last report of each clip, with when it came. Nothing of it outlives the process. */
  readonly #positions = new Map<string, { position: ClipPosition; at: number }>();

  constructor(changes: Changes, pool: AssetPool, program: Program, log: Log) {
    this.#changes = changes;
    this.#pool = pool;
    this.#program = program;
    this.#log = log;
  }

  /** @throws Refusal `notFound`, `invalidState` */
  move(broadcastId: string, actor: Actor, assetId: string, move: ClipMove): Promise<StudioAsset> {
    return this.#changes.run(broadcastId, async (change) => {
      const row = await findAsset(change.tx, broadcastId, assetId);
      const durationMs = factsOf(row)?.durationMs;
      if (row.kind !== 'clip' || row.state !== 'ready' || !durationMs) {
        throw new Refusal('invalidState', 'not a clip that is ready');
      }
      const now = change.now.getTime();
      const here = this.#positionOf(row, durationMs, now);
      const isOver = here >= durationMs;
      const moved = {
        play: { playing: true, positionMs: isOver ? row.cueMs : here, jump: isOver },
        pause: { playing: false, positionMs: here, jump: false },
        restart: { playing: row.playing, positionMs: row.cueMs, jump: true },
        seek: {
          playing: row.playing,
          positionMs: Math.min(move.type === 'seek' ? move.toMs : 0, durationMs),
          jump: true,
        },
      }[move.type];
      const commanded = await commandClip(change, row, moved);
      if (move.type !== 'seek') change.audit(actor, `clip.${move.type}`, row.title, row.id);
      change.touchMedia();
      return this.#pool.publish(change, commanded);
    });
  }

  /**
   * Saved scenes go on without it.
   * @returns their names. @throws Refusal `notFound`, `invalidState` while it is on a bus, or the logo
   */
  remove(broadcastId: string, actor: Actor, assetId: string): Promise<string[]> {
    return this.#changes.run(broadcastId, async (change) => {
      const row = await findAsset(change.tx, broadcastId, assetId);
      const { program, preview } = await loadBuses(change.tx, broadcastId);
      if ([program, preview].some((source) => assetsIn(source).includes(assetId))) {
        throw new Refusal('invalidState', 'it is on a bus');
      }
      const { logo } = await loadGraphics(change.tx, broadcastId);
      if (logo.stillId === assetId) throw new Refusal('invalidState', 'it is the logo');
      await this.#pool.remove(change, actor, row);
      this.#positions.delete(assetId);
      return scenesWith(await listScenes(change.tx, broadcastId), assetId).map(({ name }) => name);
    });
  }

  /** Takes in where a clip is. One that ended and stays on air stands at its end. */
  async report({ type: _, broadcastId, ...position }: ClipReport): Promise<void> {
    this.#positions.set(position.assetId, { position, at: Date.now() });
    if (!position.ended) return;
    try {
      await this.#changes.run(broadcastId, (change) => this.#ended(change, position));
    } catch (error) {
      this.#log.error({ err: error, broadcastId, assetId: position.assetId }, 'could not follow the end of a clip');
    }
  }

  async #ended(change: Change, { assetId, serial, durationMs }: ClipPosition): Promise<void> {
    const row = await findAsset(change.tx, change.broadcastId, assetId);
    // Said again after a reconnection, or overtaken by a command.
    if (!row.playing || row.serial !== serial) return;
    this.#pool.publish(change, await restClip(change, row, durationMs));
    change.touchMedia();
  }

  /**
   * The programme went on by itself at the end of a clip: the buses follow. Where somebody took meanwhile they were
   * quicker: media has heard of it, and their take stands. What somebody put on preview meanwhile stays there.
   */
  async followEnd({ broadcastId, takes, source, transition }: EndReport): Promise<void> {
    try {
      await this.#changes.run(broadcastId, async (change) => {
        const buses = await loadBuses(change.tx, broadcastId);
        const { program } = buses;
        if (buses.takes !== takes || program.type !== 'clip') return;
        const taken = takeBuses(buses, source, transition);
        if (!taken) return;
        const { title, id } = await findAsset(change.tx, broadcastId, program.assetId);
        change.audit(SYSTEM, 'clip.end', title, id);
        await this.#program.keepTake(change, buses, taken);
      });
    } catch (error) {
      this.#log.error({ err: error, broadcastId, takes }, 'could not follow a take at the end of a clip');
    }
  }

  /** Where the clip is by what media said last, else by what was asked for. */
  #positionOf(row: AssetRow, durationMs: number, now: number): number {
    const reported = this.#positions.get(row.id);
    const known = reported?.position.serial === row.serial ? reported : null;
    const { playing, positionMs } = known?.position ?? row;
    const elapsed = playing ? now - (known?.at ?? row.positionAt.getTime()) : 0;
    const at = positionMs + elapsed;
    return row.loop ? at % durationMs : Math.min(at, durationMs);
  }
}
