import { CHANNELS, SAMPLE_RATE } from '../core/av.ts';
import { DriftFollower } from './drift-follower.ts';
import { LOOK_AHEAD, readBetween, TAPS } from './fractional-reader.ts';

/** Samples per channel kept, 2.7 s; a power of two. */
const CAPACITY = 2 ** 17;
const FADE = SAMPLE_RATE / 400;
const CROSSFADE = SAMPLE_RATE / 200;
/** The playing position may differ from the wanted one by this much before it jumps: 30 ms. */
const TOLERANCE = (SAMPLE_RATE * 30) / 1000;

/**
 * A feed's sound by position (its RTP clock, 48 kHz, unwrapped). Blocks are written where they belong, gaps stay silent
 * with short fades at their edges.
 *
 * Reading is resampling: where the wanted position moves away (the sender's clock is not ours, the delay changed), the
 * speed changes by up to 500 ppm until it is met again. Only a difference of more than 30 ms, which no drift makes, is
 * jumped over, with a short cross-fade.
 */
export class AudioTimeline {
  /** Jumps of the playing position so far, the first start not counted. */
  jumps = 0;
  /** Reads that found less sound than they wanted while sound was expected. */
  underruns = 0;
  readonly #ring = new Float32Array(CAPACITY * CHANNELS);
  /** End of what was written; null before the first block. */
  #end: number | null = null;
  /** Whole part of the next position to play; null before the first read. */
  #cursor: number | null = null;
  /** What the next position lies behind the whole part, 0–1. */
  #fraction = 0;
  readonly #drift = new DriftFollower();
  #scratch = new Float32Array(0);
  /** End of what was written and is not silent. */
  #soundEnd = Number.NEGATIVE_INFINITY;
  #dry = true;
  /** End of the sound that was really played: nothing before it is played again. */
  #heard = Number.NEGATIVE_INFINITY;
  /** What stands before `#end` has been faded out, so that the next block has to fade in. */
  #tailFaded = false;

  /** Position that the next read starts with, null when nothing plays. */
  get cursor(): number | null {
    return this.#dry || this.#cursor === null ? null : this.#cursor + this.#fraction;
  }

  /** Samples of the sender's clock played per sample of ours; 1 while nothing has to be made good. */
  get ratio(): number {
    return this.#drift.ratio;
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
    if (isSilent(left, skip, count) && isSilent(right, skip, count)) {
      this.#clear(start, count - skip);
    } else {
      for (let i = skip; i < count; i += 1) {
        const gain = continues ? 1 : Math.min(1, (i - skip) / FADE);
        const at = ((position + i) & (CAPACITY - 1)) * CHANNELS;
        this.#ring[at] = (left[i] ?? 0) * gain;
        this.#ring[at + 1] = (right[i] ?? 0) * gain;
      }
      this.#soundEnd = position + count;
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
      this.#begin(Math.max(target, this.#heard));
    } else {
      const difference = wanted - this.#cursor - this.#fraction;
      if (Math.abs(difference) > TOLERANCE) return this.#jump(target, out, count);
      this.#drift.observe(difference, count);
    }
    return this.#play(out, count);
  }

  #play(out: Float32Array, count: number): boolean {
    const cursor = this.#cursor ?? 0;
    const end = this.#end ?? cursor;
    const { ratio } = this.#drift;
    const next = cursor + this.#fraction + count * ratio;
    const between = this.#fraction !== 0 || ratio !== 1;
    const short = end < (between ? Math.ceil(next) + LOOK_AHEAD : next);
    if (short && !this.#dry) this.underruns += 1;
    if (short) this.#fadeOutBefore(end);
    if (this.#soundEnd <= cursor - TAPS) out.fill(0, 0, count * CHANNELS);
    else if (between) this.#resample(cursor, ratio, out, count);
    else this.#copy(cursor, out, count);
    this.#moveTo(Math.floor(next));
    this.#fraction = next - Math.floor(next);
    this.#heard = Math.min(end, Math.ceil(next));
    this.#dry = short;
    return end > cursor;
  }

  #resample(cursor: number, ratio: number, out: Float32Array, count: number): void {
    const length = Math.ceil(count * ratio) + TAPS + 2;
    if (this.#scratch.length < length * CHANNELS) this.#scratch = new Float32Array(length * CHANNELS);
    this.#copy(cursor - LOOK_AHEAD + 1, this.#scratch, length);
    readBetween(this.#scratch, this.#fraction, ratio, out, count);
  }

  /** Chooses the position anew. */
  #begin(position: number): void {
    this.#moveTo(position);
    this.#fraction = 0;
    this.#drift.reset();
  }

  #jump(target: number, out: Float32Array, count: number): boolean {
    this.jumps += 1;
    const tail = new Float32Array(CROSSFADE * CHANNELS);
    this.#copy(this.#cursor ?? target, tail, Math.min(CROSSFADE, count));
    this.#begin(target);
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
    const stale = Math.max(0, Math.min(position - from, CAPACITY / 2));
    this.#clear(position - CAPACITY / 2 - stale, stale);
    this.#cursor = position;
  }

  #clear(from: number, count: number): void {
    const start = (from & (CAPACITY - 1)) * CHANNELS;
    const end = start + count * CHANNELS;
    this.#ring.fill(0, start, end);
    if (end > this.#ring.length) this.#ring.fill(0, 0, end - this.#ring.length);
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
    this.#fraction = 0;
    this.#drift.reset();
    this.#soundEnd = Number.NEGATIVE_INFINITY;
    this.#dry = true;
    this.#heard = Number.NEGATIVE_INFINITY;
    this.#tailFaded = false;
  }
}

function isSilent(samples: Float32Array, from: number, to: number): boolean {
  for (let i = from; i < to; i += 1) if (samples[i] !== 0) return false;
  return true;
}
