/** The manual fader between preview and programme: positions go straight to media, only the take at its end is kept. */
import type { Database } from '@antenne/prisma';
import type { Actor } from '../accounts/access.ts';
import {
  type BusState,
  type FadeMessage,
  type MediaReport,
  type ProgramFade,
  sameSource,
  type TransitionType,
} from '../contract/index.ts';
import type { Changes } from '../platform/changes.ts';
import { Refusal } from '../platform/failure.ts';
import type { Log } from '../platform/logging.ts';
import type { Air } from './air.ts';
import { loadBuses } from './bus-store.ts';
import type { Program } from './program.ts';

type FadeReport = Extract<MediaReport, { type: 'fade' }>;

/** What is left of the way when the hand arrives is gone in so many pictures. */
const LAST_FRAMES = 4;

export interface FaderPorts {
  /** Tells media where the fader is held. */
  media(broadcastId: string, fade: ProgramFade): void;
  /** Tells the other control pages. */
  studios(broadcastId: string, message: FadeMessage): void;
}

export interface FaderParts {
  database: Database;
  changes: Changes;
  air: Air;
  program: Program;
  log: Log;
}

export class Fader {
  readonly #parts: FaderParts;
  readonly #ports: FaderPorts;

  constructor(parts: FaderParts, ports: FaderPorts) {
    this.#parts = parts;
    this.#ports = ports;
  }

  /** @throws Refusal `conflict` with the current state, `invalidState` without another source on preview */
  async move(
    broadcastId: string,
    actor: Actor,
    { type, position, version }: { type: TransitionType; position: number; version: number },
  ): Promise<BusState> {
    const { database, changes, air, program: programs } = this.#parts;
    if (position >= 1) {
      const transition = { type, frames: LAST_FRAMES } as const;
      return programs.take(broadcastId, actor, version, { transition });
    }
    const buses = await loadBuses(database.client, broadcastId);
    const { preview, program, takes } = buses;
    if (buses.version !== version) {
      throw new Refusal('conflict', 'the buses have changed meanwhile', {
        current: air.view(broadcastId, buses),
      });
    }
    if (!preview || sameSource(preview, program)) throw new Refusal('invalidState', 'nothing else is on preview');
    const before = air.view(broadcastId, buses).fade;
    this.#ports.media(broadcastId, { takes, to: preview, type, position });
    air.setFade(broadcastId, position > 0 ? { version, type, position } : null);
    this.#ports.studios(broadcastId, { position, type, by: actor.name, version });
    // Everyone else learns from the event that the fader left its end, or is back there.
    if ((before === null) !== (position === 0)) {
      await changes.run(broadcastId, async (change) => {
        await air.publish(change);
      });
    }
    return air.view(broadcastId, buses);
  }

  /**
   * Media says where the fader was held when this process had not begun yet: it still is, unless the buses have changed or
   * a hand has moved it since.
   */
  async restore({ broadcastId, fade: { takes, to, type, position } }: FadeReport): Promise<void> {
    const { changes, air, log } = this.#parts;
    try {
      await changes.run(broadcastId, async (change) => {
        const buses = await loadBuses(change.tx, broadcastId);
        const isPast = buses.takes !== takes || !sameSource(buses.preview, to) || position === 0;
        if (isPast || air.view(broadcastId, buses).fade) return;
        air.setFade(broadcastId, { version: buses.version, type, position });
        await air.publish(change, buses);
      });
    } catch (error) {
      log.error({ err: error, broadcastId }, 'could not learn where the manual fader is held');
    }
  }
}
