import { CHANNELS, SAMPLE_RATE } from '../core/av.ts';

/** Samples per channel kept, 2.7 s; a power of two. */
const CAPACITY = 2 ** 17;
const FADE = SAMPLE_RATE / 400;
const CROSSFADE = SAMPLE_RATE / 200;
/** The playing position may differ from the wanted one by this much before it jumps: 30 ms. */
const TOLERANCE = (SAMPLE_RATE * 30) / 1000;

/**
 * A feed's sound by position (its RTP clock, 48 kHz, unwrapped). Blocks are written where they belong, gaps stay silent
 * with short fades at their edges, and reading goes on sample by sample.
 *
 * Where the wanted position moves away (a drifting clock, a changed delay), `read` jumps with a short cross-fade once
 * the difference passes 30 ms. This is the one place to put a resampler that follows the drift instead.
 */
export class AudioTimeline {
  /** Jumps of the playing position so far, the first start not counted. */
  jumps = 0;
  /** Reads that found less sound than they wanted while sound was expected. */
  underruns = 0;
  readonly #ring = new Float32Array(CAPACITY * CHANNELS);
  /** End of what was written; null before the first block. */
  #end: number | null = null;
  /** Next position to play; null before the first read. */
  #cursor: number | null = null;
  #dry = true;
  /** End of the sound that was really played: nothing before it is played again. */
  #heard = Number.NEGATIVE_INFINITY;
  /** What stands before `#end` has been faded out, so that the next block has to fade in. */
  #tailFaded = false;

  /** Position that the next read starts with, null when nothing plays. */
  get cursor(): number | null {
    return this.#dry ? null : this.#cursor;
  }

  /** Takes one decoded block; `left` and `right` hold `count` samples each. */
  write(position: number, left: Float32Array, right: Float32Array, count: number): void {
    const oldest = this.#cursor ?? this.#end;
    if (oldest !== null && (position > oldest + CAPACITY / 2 || position < oldest - CAPACITY)) this.#restart();
    const start = Math.max(position, this.#end ?? position);
    const skip = start - position;
    if (skip >= count) return;
    const continues = start === this.#end && !this.#tailFaded;
    if (!continues && this.#end !== null) this.#fadeOutBefore(this.#end);
    this.#tailFaded = false;
    for (let i = skip; i < count; i += 1) {
      const gain = continues ? 1 : Math.min(1, (i - skip) / FADE);
      const at = ((position + i) & (CAPACITY - 1)) * CHANNELS;
      this.#ring[at] = (left[i] ?? 0) * gain;
      this.#ring[at + 1] = (right[i] ?? 0) * gain;
    }
    this.#end = position + count;
  }

  /**
   * Fills `out` (interleaved) with the next `count` samples, playing `wanted` where possible. False when there was
   * nothing but silence.
   */
  read(wanted: number, out: Float32Array, count: number): boolean {
    if (this.#end === null) {
      out.fill(0, 0, count * CHANNELS);
      return false;
    }
    const target = Math.round(wanted);
    if (this.#cursor === null || this.#dry) {
      this.#moveTo(Math.max(target, this.#heard));
    } else if (Math.abs(target - this.#cursor) > TOLERANCE) {
      return this.#jump(target, out, count);
    }
    return this.#play(out, count);
  }

  #play(out: Float32Array, count: number): boolean {
    const cursor = this.#cursor ?? 0;
    const end = this.#end ?? cursor;
    const short = end < cursor + count;
    if (short && !this.#dry) this.underruns += 1;
    if (short) this.#fadeOutBefore(end);
    this.#copy(cursor, out, count);
    this.#moveTo(cursor + count);
    this.#heard = Math.min(end, cursor + count);
    this.#dry = short;
    return end > cursor;
  }

  #jump(target: number, out: Float32Array, count: number): boolean {
    this.jumps += 1;
    const tail = new Float32Array(CROSSFADE * CHANNELS);
    this.#copy(this.#cursor ?? target, tail, Math.min(CROSSFADE, count));
    this.#moveTo(target);
    const audible = this.#play(out, count);
    for (let i = 0; i < Math.min(CROSSFADE, count); i += 1) {
      const gain = i / CROSSFADE;
      for (let channel = 0; channel < CHANNELS; channel += 1) {
        const at = i * CHANNELS + channel;
        out[at] = (out[at] ?? 0) * gain + (tail[at] ?? 0) * (1 - gain);
      }
    }
    return audible;
  }

  #copy(from: number, out: Float32Array, count: number): void {
    const start = (from & (CAPACITY - 1)) * CHANNELS;
    const first = Math.min(count * CHANNELS, this.#ring.length - start);
    out.set(this.#ring.subarray(start, start + first));
    if (first < count * CHANNELS) out.set(this.#ring.subarray(0, count * CHANNELS - first), first);
  }

  /** Moves the cursor and silences what lies more than half a ring behind, so that old sound never comes round again. */
  #moveTo(position: number): void {
    const from = this.#cursor ?? position;
    const stale = Math.min(position - from, CAPACITY / 2);
    for (let i = 0; i < stale; i += 1) {
      const at = ((position - CAPACITY / 2 + i - stale) & (CAPACITY - 1)) * CHANNELS;
      this.#ring[at] = 0;
      this.#ring[at + 1] = 0;
    }
    this.#cursor = position;
  }

  #fadeOutBefore(end: number): void {
    if (this.#tailFaded) return;
    this.#tailFaded = true;
    for (let i = 1; i <= FADE; i += 1) {
      if (this.#cursor !== null && end - i < this.#cursor) return;
      const at = ((end - i) & (CAPACITY - 1)) * CHANNELS;
      const gain = (i - 1) / FADE;
      this.#ring[at] = (this.#ring[at] ?? 0) * gain;
      this.#ring[at + 1] = (this.#ring[at + 1] ?? 0) * gain;
    }
  }

  #restart(): void {
    this.#ring.fill(0);
    this.#end = null;
    this.#cursor = null;
    this.#dry = true;
    this.#heard = Number.NEGATIVE_INFINITY;
    this.#tailFaded = false;
  }
}
