import type { Frame } from 'node-av/lib';
import { type HouseSource, type HouseSourceRef, houseSourcesIn } from '../core/house-source.ts';
import type { ProgramAsset, ProgramDesired, ProgramSource } from '../core/program-link.ts';
import { Countdown, type CountdownTexts } from './countdown.ts';
import type { Artist } from './drawing-orders.ts';
import { FlatColour } from './flat-colour.ts';
import type { Size } from './scene.ts';
import { Still } from './still.ts';
import { TestPattern } from './test-pattern.ts';

export interface HouseSourcesOptions {
  size: Size;
  artist: Artist;
  /** Wall clock, ms since the epoch. */
  wallClock(): number;
  openClip: OpenClip;
}

/** Opens a clip; null when it cannot be. `resuming`: the programme begins anew, and it has played on meanwhile. */
export type OpenClip = (asset: ProgramAsset, resuming: boolean) => HouseSource | null;

/** A mixer's fade is over within one tick. */
const FADE_TICKS = 1;

/** What the countdown and its like depend on besides the source itself. */
type Surroundings = Pick<ProgramDesired, 'accent' | 'plannedStart' | 'assets'>;

interface Entry {
  ref: HouseSourceRef;
  source: HouseSource;
  /** Ticks that it stays though nobody wants it: its sound fades out in the first. Null: it is wanted. */
  leaving: number | null;
}

/** The sources that the house makes itself, each open while somebody wants it. Owns them. */
export class HouseSources {
  readonly #options: HouseSourcesOptions;
  readonly #open = new Map<string, Entry>();
  /** What is wanted the first time was so before this process began. */
  #resuming = true;
  #closed = false;

  constructor(options: HouseSourcesOptions) {
    this.#options = options;
  }

  /** Opens what is wanted; what is not wanted closes once its sound has faded. */
  want(sources: readonly (ProgramSource | null)[], surroundings: Surroundings): void {
    const wanted = new Map(
      sources.flatMap((source) => (source ? houseSourcesIn(source) : [])).map((ref) => [keyOf(ref), ref]),
    );
    for (const [key, entry] of this.#open) {
      if (!wanted.has(key)) entry.leaving ??= FADE_TICKS;
      else entry.leaving = null;
    }
    for (const [key, ref] of wanted) {
      const known = this.#open.get(key)?.source;
      if (!known) {
        const source = this.#make(ref, surroundings);
        if (source) this.#open.set(key, { ref, source, leaving: null });
      } else if (ref.type === 'clip') {
        const asset = surroundings.assets.find(({ id }) => id === ref.assetId);
        if (asset) known.follow?.(asset);
      } else if (known instanceof Countdown && ref.type === 'countdown') known.texts = textsOf(ref, surroundings);
    }
    this.#resuming = false;
  }

  /** It can be taken: what is not the house's always can. */
  isReady(source: ProgramSource): boolean {
    return houseSourcesIn(source).every((ref) => this.#open.get(keyOf(ref))?.source.ready ?? false);
  }

  /** Ticks to come that have a picture of its own, until it ends by itself; null: it does not. */
  ticksLeft(ref: HouseSourceRef): number | null {
    return this.#open.get(keyOf(ref))?.source.ticksLeft ?? null;
  }

  /** Has it play as soon as it is on air. */
  play(ref: HouseSourceRef): void {
    this.#open.get(keyOf(ref))?.source.play?.();
  }

  /** Settles when it can be taken, or never will be. */
  async opened(source: ProgramSource): Promise<void> {
    await Promise.all(houseSourcesIn(source).map((ref) => this.#open.get(keyOf(ref))?.source.opened));
  }

  /** Brings all of them to `tick`. */
  step(tick: number, isOnAir: (ref: HouseSourceRef) => boolean): void {
    for (const [key, entry] of this.#open) {
      if (entry.leaving === 0) {
        this.#open.delete(key);
        entry.source.close();
        continue;
      }
      if (entry.leaving !== null) entry.leaving -= 1;
      entry.source.step(tick, isOnAir(entry.ref));
    }
  }

  /** Its picture, with a number that is another one whenever the picture is. */
  picture(ref: HouseSourceRef): { frame: Frame; number: number } | null {
    const source = this.#open.get(keyOf(ref))?.source;
    const frame = source?.picture();
    return source && frame ? { frame, number: source.pictures } : null;
  }

  /** Every source that is open, with a name for the mixer's gains. */
  *[Symbol.iterator](): Iterator<{ id: string; ref: HouseSourceRef; source: HouseSource }> {
    for (const [id, { ref, source }] of this.#open) yield { id, ref, source };
  }

  #make(ref: HouseSourceRef, surroundings: Surroundings): HouseSource | null {
    const { size, artist, wallClock, openClip } = this.#options;
    switch (ref.type) {
      case 'colour':
        return new FlatColour(size, ref.colour);
      case 'testPattern':
        return new TestPattern(size);
      case 'countdown':
        return new Countdown({ size, artist, wallClock, ...textsOf(ref, surroundings) });
      case 'still':
      case 'clip': {
        const asset = surroundings.assets.find(({ id, kind }) => id === ref.assetId && kind === ref.type);
        if (!asset) return null;
        return ref.type === 'clip' ? openClip(asset, this.#resuming) : new Still(size, artist, asset.folder);
      }
      default:
        return ref satisfies never;
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const { source } of this.#open.values()) source.close();
    this.#open.clear();
  }
}

function keyOf(ref: HouseSourceRef): string {
  return JSON.stringify(ref);
}

function textsOf(ref: HouseSourceRef & { type: 'countdown' }, { accent, plannedStart }: Surroundings): CountdownTexts {
  return { title: ref.title, accent, until: Date.parse(ref.until ?? plannedStart) };
}
