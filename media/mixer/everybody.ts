import type { ProgramDesired, ProgramSlot, ProgramSource } from '../core/program-link.ts';
import type { MixerFeed } from './mixer-feed.ts';

/** The most places of the scene. */
const MOST = 6;

type Feeds = ReadonlyMap<string, Pick<MixerFeed, 'state'>>;

/**
 * The scene that fills itself: all contributors whose feed is live, in the order of the rundown. A feed counts as lost two
 * seconds after its last picture. On air the scene changes at most once a second; what happened in between comes together.
 */
export class Everybody {
  readonly #frameRate: number;
  #members: readonly string[] = [];
  /** Ticks until it may change on air. */
  #rest = 0;
  #excusedTicks = 0;

  /** @param frameRate ticks a second */
  constructor(frameRate: number) {
    this.#frameRate = frameRate;
  }

  /** Who is in it. */
  get slots(): ProgramSlot[] {
    return this.#members.map((contributorId) => ({ type: 'feed', contributorId }));
  }

  /** What stands for `source` in the picture now: one person fills it, without anybody it is the broadcast's card. */
  resolve(source: ProgramSource): ProgramSource {
    if (source.type !== 'everybody') return source;
    const [first, ...others] = this.slots;
    if (!first) return { type: 'slate' };
    return others.length === 0 ? first : { type: 'grid', slots: [first, ...others] };
  }

  /** As it is told: with who is in it. */
  named(source: ProgramSource): ProgramSource {
    return source.type === 'everybody' ? { type: 'everybody', slots: this.slots } : source;
  }

  /** For the next `ticks` nobody leaves: whose feed is missing then is on their way. */
  excuse(ticks: number): void {
    this.#excusedTicks = ticks;
  }

  /** Goes on by one tick. */
  step(
    { contributors, order = [] }: Pick<ProgramDesired, 'contributors' | 'order'>,
    feeds: Feeds,
    onAir: boolean,
  ): void {
    this.#excusedTicks = Math.max(0, this.#excusedTicks - 1);
    this.#rest = Math.max(0, this.#rest - 1);
    const known = contributors.map(({ id }) => id);
    const ids = [...order.filter((id) => known.includes(id)), ...known.filter((id) => !order.includes(id))];
    const isIn = (id: string) =>
      feeds.get(id)?.state === 'live' || (this.#excusedTicks > 0 && this.#members.includes(id));
    const members = ids.filter(isIn).slice(0, MOST);
    if (members.join() === this.#members.join() || (onAir && this.#rest > 0)) return;
    this.#members = members;
    this.#rest = this.#frameRate;
  }
}
