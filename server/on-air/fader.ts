/** The manual fader between preview and programme: positions go straight to media, only the take at its end is kept. */
import type { Database } from '@antenne/prisma';
import type { Actor } from '../accounts/access.ts';
import {
  type BusState,
  type FadeMessage,
  type ProgramFade,
  sameSource,
  type TransitionType,
} from '../contract/index.ts';
import type { Changes } from '../platform/changes.ts';
import { Refusal } from '../platform/failure.ts';
import type { Air } from './air.ts';
import { loadBuses } from './bus-store.ts';
import type { Program } from './program.ts';

/** What is left of the way when the hand arrives is gone in so many pictures. */
const LAST_FRAMES = 4;

export interface FaderPorts {
  /** Tells media where the fader is held. */
  media(broadcastId: string, fade: ProgramFade): void;
  /** Tells the other control pages. */
  studios(broadcastId: string, message: FadeMessage): void;
}

export class Fader {
  readonly #database: Database;
  readonly #changes: Changes;
  readonly #air: Air;
  readonly #program: Program;
  readonly #ports: FaderPorts;

  constructor(database: Database, changes: Changes, air: Air, program: Program, ports: FaderPorts) {
    this.#database = database;
    this.#changes = changes;
    this.#air = air;
    this.#program = program;
    this.#ports = ports;
  }

  /** @throws Refusal `conflict` with the current state, `invalidState` without another source on preview */
  async move(
    broadcastId: string,
    actor: Actor,
    { type, position, version }: { type: TransitionType; position: number; version: number },
  ): Promise<BusState> {
    if (position >= 1) {
      const transition = { type, frames: LAST_FRAMES } as const;
      return this.#program.take(broadcastId, actor, version, { transition });
    }
    const buses = await loadBuses(this.#database.client, broadcastId);
    const { preview, program, takes } = buses;
    if (buses.version !== version) {
      throw new Refusal('conflict', 'the buses have changed meanwhile', {
        current: this.#air.view(broadcastId, buses),
      });
    }
    if (!preview || sameSource(preview, program)) throw new Refusal('invalidState', 'nothing else is on preview');
    const before = this.#air.view(broadcastId, buses).fade;
    this.#ports.media(broadcastId, { takes, to: preview, type, position });
    this.#air.setFade(broadcastId, position > 0 ? { version, type, position } : null);
    this.#ports.studios(broadcastId, { position, type, by: actor.name, version });
    // Everyone else learns from the event that the fader left its end, or is back there.
    if ((before === null) !== (position === 0)) {
      await this.#changes.run(broadcastId, async (change) => {
        await this.#air.publish(change);
      });
    }
    return this.#air.view(broadcastId, buses);
  }
}
