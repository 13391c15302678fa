import type { MixerFeed } from './mixer-feed.ts';

type Feeds = ReadonlyMap<string, Pick<MixerFeed, 'state'>>;

/**
 * Who of those on air is held back behind their slate: whose feed was lost while they were on air, until the next take.
 * A feed that comes back may show anything; a producer looks at it first. A feed that this process has not seen live
 * yet is not lost, it is on its way: a restart shows the same scene again.
 */
export class Holds {
  readonly #seen = new Set<string>();
  #held: ReadonlySet<string>;
  #excusedTicks = 0;

  /** @param held who was held when the process before this one ended */
  constructor(held: readonly string[]) {
    this.#held = new Set(held);
  }

  /** Contributors by id. Another set whenever it changes. */
  get held(): ReadonlySet<string> {
    return this.#held;
  }

  /**
   * A producer took: nobody is held but those whom the next `step` finds gone.
   *
   * @param feeds for a scene that takes in whoever is live: who is still gone stays held then
   */
  release(feeds: Feeds | null = null): void {
    if (this.#held.size === 0) return;
    this.#held = new Set(feeds && [...this.#held].filter((id) => feeds.get(id)?.state !== 'live'));
  }

  /** For the next `ticks` nobody is lost: what is missing then is on its way, as after a start. */
  excuse(ticks: number): void {
    this.#excusedTicks = ticks;
  }

  /** Goes on by one tick. @param people who is on air */
  step(people: readonly string[], feeds: Feeds): void {
    if (this.#excusedTicks > 0) {
      this.#excusedTicks -= 1;
      this.#seen.clear();
      return;
    }
    for (const [id, { state }] of feeds) if (state === 'live') this.#seen.add(id);
    const lost = people.filter((id) => this.#seen.has(id) && !this.#held.has(id) && feeds.get(id)?.state !== 'live');
    if (lost.length > 0) this.#held = new Set([...this.#held, ...lost]);
  }
}
