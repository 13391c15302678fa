import type { ProgramDesired, ProgramSlot, ProgramSource } from '../core/program-link.ts';
import type { MixerFeed } from './mixer-feed.ts';

/** The most places of the scene. */
const MOST = 6;

type Feeds = ReadonlyMap<string, Pick<MixerFeed, 'state'>>;

/**
 * The scene that fills itself: all contributors whose feed is live, in the order of the rundown. Who arrives joins it; who
 * was lost in it (two seconds after their last picture) leaves it, and joins again with a take. On air it changes at most
 * once a second; what happened in between comes together.
 */
export class Everybody {
  readonly #frameRate: number;
  readonly #areNamed: (members: readonly string[]) => boolean;
  #members: readonly string[] = [];
  /** Ticks until it may change on air. */
  #rest = 0;
  /** Ticks that somebody has been waited for whose name is not drawn. */
  #waited = 0;
  #excusedTicks = 0;
  /** A producer took since the last step. */
  #isTaken = false;

  /**
   * @param frameRate ticks a second
   * @param areNamed has the names drawn of those who will be in it, and tells whether all of them are; who comes into the
   *   scene on air waits for theirs, for a second at most
   */
  constructor(frameRate: number, areNamed: (members: readonly string[]) => boolean) {
    this.#frameRate = frameRate;
    this.#areNamed = areNamed;
  }

  /** Who is in it, by contributor. */
  get members(): readonly string[] {
    return this.#members;
  }

  /** The same as places. */
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

  /** A producer took: what the next step changes waits for nothing. */
  settle(): void {
    this.#isTaken = true;
  }

  /** Goes on by one tick. @param held who stays away until the next take */
  step(
    { contributors, order = [] }: Pick<ProgramDesired, 'contributors' | 'order'>,
    feeds: Feeds,
    onAir: boolean,
    held: ReadonlySet<string>,
  ): void {
    this.#excusedTicks = Math.max(0, this.#excusedTicks - 1);
    this.#rest = Math.max(0, this.#rest - 1);
    const isBound = onAir && !this.#isTaken;
    this.#isTaken = false;
    const known = contributors.map(({ id }) => id);
    const ids = [...order.filter((id) => known.includes(id)), ...known.filter((id) => !order.includes(id))];
    const isIn = (id: string) =>
      !held.has(id) && (feeds.get(id)?.state === 'live' || (this.#excusedTicks > 0 && this.#members.includes(id)));
    const members = ids.filter(isIn).slice(0, MOST);
    if (members.join() === this.#members.join()) return;
    const areNamed = this.#areNamed(members);
    if (isBound && this.#rest > 0) return;
    const isJoined = this.#members.length > 0 && members.length > this.#members.length;
    if (isBound && isJoined && !areNamed && this.#waited < this.#frameRate) {
      this.#waited += 1;
      return;
    }
    this.#waited = 0;
    this.#members = members;
    this.#rest = this.#frameRate;
  }
}
