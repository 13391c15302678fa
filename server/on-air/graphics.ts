/** The graphics over the programme: commands of producers, and what the mixer says that it shows. */
import type { Queries } from '@antenne/prisma';
import type { Actor } from '../accounts/access.ts';
import { findAsset } from '../assets/store.ts';
import {
  type GraphicName,
  type GraphicsChange,
  GraphicsState,
  type MediaReport,
  NO_GRAPHICS,
  type StudioGraphics,
} from '../contract/index.ts';
import type { Change, Changes } from '../platform/changes.ts';
import { Coalescer } from '../platform/coalesce.ts';
import { Refusal } from '../platform/failure.ts';
import type { Log } from '../platform/logging.ts';

type GraphicsReport = Extract<MediaReport, { type: 'graphics' }>;

const NAMES = GraphicsState.keyof().options;

export async function loadGraphics(queries: Queries, broadcastId: string): Promise<GraphicsState> {
  const row = await queries.bus.findUnique({ where: { broadcastId }, select: { graphics: true } });
  return row?.graphics ? GraphicsState.parse(row.graphics) : NO_GRAPHICS;
}

export async function saveGraphics(change: Change, graphics: GraphicsState): Promise<void> {
  await change.tx.bus.update({ where: { broadcastId: change.broadcastId }, data: { graphics } });
  change.touchMedia({ graphics });
}

/** The graphics after a change. @param takes how many takes there have been */
export function changedGraphics(before: GraphicsState, change: GraphicsChange, takes: number): GraphicsState {
  const after = {
    name: { ...before.name, ...change.name },
    clock: { ...before.clock, ...change.clock },
    logo: { ...before.logo, ...change.logo },
    ticker: { ...before.ticker, ...change.ticker },
  };
  // Off means off, also for a name that stands by itself just now; on again calls it back.
  if (change.name?.on === false) after.name.dismissed = takes;
  if (change.name?.on === true) after.name.dismissed = null;
  return after;
}

export class Graphics {
  readonly #changes: Changes;
  readonly #onAir = new Map<string, GraphicName[]>();
  readonly #publishing: Coalescer;

  constructor(changes: Changes, log: Log) {
    this.#changes = changes;
    this.#publishing = new Coalescer(async (broadcastId) => {
      await changes.run(broadcastId, async (change) => {
        await this.publish(change);
      });
    }, log);
  }

  async state(queries: Queries, broadcastId: string): Promise<StudioGraphics> {
    return { state: await loadGraphics(queries, broadcastId), onAir: this.#onAir.get(broadcastId) ?? [] };
  }

  async publish(change: Change): Promise<StudioGraphics> {
    const graphics = await this.state(change.tx, change.broadcastId);
    change.control({ type: 'graphics', graphics });
    return graphics;
  }

  /** @throws Refusal `notFound`, `invalidState` for a logo that is no still of this broadcast's, or not ready */
  set(broadcastId: string, actor: Actor, wanted: GraphicsChange): Promise<StudioGraphics> {
    return this.#changes.run(broadcastId, async (change) => {
      const stillId = wanted.logo?.stillId;
      if (stillId) {
        const { kind, state } = await findAsset(change.tx, broadcastId, stillId);
        if (kind !== 'still' || state !== 'ready') throw new Refusal('invalidState', 'not a still that is ready');
      }
      const row = await change.tx.bus.upsert({
        where: { broadcastId },
        create: { broadcastId, program: { type: 'slate' } },
        update: {},
      });
      const before = row.graphics ? GraphicsState.parse(row.graphics) : NO_GRAPHICS;
      const after = changedGraphics(before, wanted, row.takes);
      if (JSON.stringify(before) === JSON.stringify(after)) return this.state(change.tx, broadcastId);
      await saveGraphics(change, after);
      for (const name of NAMES) {
        if (before[name].on !== after[name].on)
          change.audit(actor, `graphics.${name}.${after[name].on ? 'on' : 'off'}`);
      }
      return this.publish(change);
    });
  }

  /** What the mixer shows now. Nothing of it outlives the process: media says it again on every connection. */
  report({ broadcastId, shown }: GraphicsReport): void {
    if (this.#onAir.get(broadcastId)?.join() === shown.join()) return;
    this.#onAir.set(broadcastId, shown);
    void this.#publishing.mark(broadcastId);
  }

  /** The link to media is lost: what stands there is unknown, lamps go out. */
  lost(broadcastIds: readonly string[]): void {
    for (const id of broadcastIds) if (this.#onAir.delete(id)) void this.#publishing.mark(id);
  }

  /** Safe twice. */
  close(): Promise<void> {
    return this.#publishing.close();
  }
}
