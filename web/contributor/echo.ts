/**
 * Hears whether the return comes back through the microphone: its loudness then follows the return's, a little later.
 * Envelopes are enough to tell, and cheap: twenty numbers a second of each, compared over the last ten seconds.
 */

/** Milliseconds between two readings of both levels. */
export const ECHO_STEP_MS = 50;
/** Readings compared: ten seconds. */
const WINDOW = 200;
/** The loudspeaker, the room and the browser's buffers take up to this many readings: 600 ms. */
const LATEST = 12;
/** dBFS under which neither says anything. */
const FLOOR = -60;
/** How alike the two are when it is an echo, as a correlation; and when it is none any more. */
const SURE = 0.75;
const OVER = 0.5;
/** The return must rise and fall by this much, dB (standard deviation): steady noise resembles everything. */
const LIVELY = 4;
/** Readings between two comparisons: once a second. */
const EVERY = 20;

export class EchoDetector {
  readonly #microphone: number[] = [];
  readonly #returned: number[] = [];
  #count = 0;
  #echo = false;

  /** Takes the levels of one moment, dBFS. @returns whether the microphone hears the return */
  push(microphoneDb: number, returnDb: number): boolean {
    add(this.#microphone, microphoneDb);
    add(this.#returned, returnDb);
    this.#count += 1;
    if (this.#count % EVERY === 0 && this.#microphone.length === WINDOW) {
      const alike = likeness(this.#microphone, this.#returned);
      this.#echo = alike >= (this.#echo ? OVER : SURE);
    }
    return this.#echo;
  }
}

function add(levels: number[], level: number): void {
  levels.push(Math.max(FLOOR, level));
  if (levels.length > WINDOW) levels.shift();
}

/** The best correlation of the microphone with the return some time before it; 0 where there is nothing to compare. */
function likeness(microphone: readonly number[], returned: readonly number[]): number {
  let best = 0;
  for (let lag = 0; lag <= LATEST; lag += 1) {
    const heard = microphone.slice(lag);
    const played = returned.slice(0, returned.length - lag);
    best = Math.max(best, correlation(heard, played));
  }
  return best;
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const meanA = mean(a);
  const meanB = mean(b);
  let product = 0;
  let squareA = 0;
  let squareB = 0;
  for (const [index, value] of a.entries()) {
    const fromA = value - meanA;
    const fromB = (b[index] ?? 0) - meanB;
    product += fromA * fromB;
    squareA += fromA * fromA;
    squareB += fromB * fromB;
  }
  if (Math.sqrt(squareB / b.length) < LIVELY || squareA === 0) return 0;
  return product / Math.sqrt(squareA * squareB);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
