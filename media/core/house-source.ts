import type { Frame } from 'node-av/lib';
import type { ChannelProcessing, ProgramAsset, ProgramSlot, ProgramSource } from './program-link.ts';
import { isSameSource, slotsIn } from './program-source.ts';

/** A source that is nobody's picture: the house makes it, or plays it from its disk. */
export type HouseSourceRef = Exclude<ProgramSlot, { type: 'feed' }>;

/** Null for what is somebody's, or a scene of them, or the broadcast's card, or black. */
export function asHouseSource(source: ProgramSource | null): HouseSourceRef | null {
  switch (source?.type) {
    case 'colour':
    case 'testPattern':
    case 'countdown':
    case 'still':
    case 'clip':
      return source;
    default:
      return null;
  }
}

/** Those in its places. */
export function houseSourcesIn(source: ProgramSource): readonly HouseSourceRef[] {
  return slotsIn(source).flatMap((slot) => (slot.type === 'feed' ? [] : [slot]));
}

export function hasHouseSource(source: ProgramSource, ref: HouseSourceRef): boolean {
  return houseSourcesIn(source).some((one) => isSameSource(one, ref));
}

/** One such source, open while it is on a bus. Whoever opened it closes it; its pictures are its own. */
export interface HouseSource {
  /** It has a picture: it can be taken. */
  readonly ready: boolean;
  /** Settles when it is ready, or when it will never be. */
  readonly opened: Promise<void>;
  /** Goes on to `tick`; once for every tick, in order. `onAir`: it is seen in it. */
  step(tick: number, onAir: boolean): void;
  /** A programme picture for the tick that it was brought to; good until the next. Null while it is not ready. */
  picture(): Frame | null;
  /** Another one than before: what `picture` gives has changed since. */
  readonly pictures: number;
  /** The sound of that tick, added by nobody else: interleaved stereo, 48 kHz. False: it is silent. */
  sound(out: Float32Array, samples: number): boolean;
  /** How loud it is in the programme, linear. */
  readonly gain: number;
  /** What is done to its sound before. Absent: nothing. */
  readonly processing?: ChannelProcessing | undefined;
  /** It is heard now, and the people's channels go down under it. */
  readonly ducks?: boolean;
  /** Ticks to come that have a picture of their own, until it ends by itself. Absent or null: it does not. */
  readonly ticksLeft?: number | null;
  /** Plays from where it stands, as soon as it is on air. */
  play?(): void;
  /** What should be of its clip has changed. */
  follow?(asset: ProgramAsset): void;
  /** Safe twice. */
  close(): void;
}
