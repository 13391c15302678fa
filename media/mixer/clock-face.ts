/** How long before the minute its picture is drawn, ms. */
const AHEAD_MS = 3_000;

/** Reads the time of a zone: `20:41`. Asks the calendar once a second at most. */
export class ClockFace {
  #read = { second: Number.NaN, zone: '', now: '', soon: '' };
  #format: Intl.DateTimeFormat | null = null;

  /** @param at ms since the epoch. `soon` is what it will say in a moment. */
  read(at: number, zone: string): { now: string; soon: string } {
    const second = Math.floor(at / 1_000);
    if (second !== this.#read.second || zone !== this.#read.zone) {
      if (!this.#format || zone !== this.#read.zone) {
        this.#format = new Intl.DateTimeFormat('fr', {
          timeZone: zone,
          hour: '2-digit',
          minute: '2-digit',
          hourCycle: 'h23',
        });
      }
      const soon = this.#format.format(second * 1_000 + AHEAD_MS);
      this.#read = { second, zone, now: this.#format.format(second * 1_000), soon };
    }
    return this.#read;
  }
}
