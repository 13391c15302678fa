/** One track of a flat MP4 in the making: its samples' times, sizes and places, as `stbl` tells them. */
import { box } from '../core/iso-boxes.ts';
import type { Sample } from './fragments.ts';

interface Chunk {
  /** In the media that follows the head. */
  offset: number;
  samples: number;
  /** Index of its sample description, from 0. */
  description: number;
}

export class SampleTable {
  readonly #times: number[] = [];
  readonly #sizes: number[] = [];
  /** Numbers of key samples, from 1. */
  readonly #keys: number[] = [];
  readonly #chunks: Chunk[] = [];
  readonly #descriptions: Buffer[] = [];
  #lastDuration = 0;

  /** Of the first sample; null without any. */
  get begin(): number | null {
    return this.#times[0] ?? null;
  }

  /** Where the last sample ends. */
  get end(): number {
    return (this.#times.at(-1) ?? 0) + this.#lastDuration;
  }

  /** Of the last sample; null without any. */
  get last(): number | null {
    return this.#times.at(-1) ?? null;
  }

  /** @returns its index, for `add` */
  describe(description: Buffer): number {
    const known = this.#descriptions.findIndex((one) => one.equals(description));
    return known >= 0 ? known : this.#descriptions.push(description) - 1;
  }

  /** Samples side by side. `time`: of the first. */
  add(samples: readonly Sample[], time: number, offset: number, description: number): void {
    if (samples.length === 0) return;
    this.#chunks.push({ offset, samples: samples.length, description });
    let at = time;
    for (const { bytes, duration, key } of samples) {
      this.#times.push(at);
      this.#sizes.push(bytes);
      if (key) this.#keys.push(this.#times.length);
      at += duration;
      this.#lastDuration = duration;
    }
  }

  /** Leaves the last sample out: its bytes stay where they are, and nobody plays them. */
  dropLast(): void {
    const chunk = this.#chunks.at(-1);
    if (!chunk) return;
    if (this.#keys.at(-1) === this.#times.length) this.#keys.pop();
    const [gone, before] = [this.#times.pop() ?? 0, this.#times.at(-1)];
    this.#lastDuration = before === undefined ? 0 : gone - before;
    this.#sizes.pop();
    chunk.samples -= 1;
    if (chunk.samples === 0) this.#chunks.pop();
  }

  /** @param base of the media that follows the head, in the file */
  stbl(base: number): Buffer {
    const { length } = this.#times;
    const durations = this.#times.map((time, index) =>
      index + 1 < length ? (this.#times[index + 1] ?? 0) - time : this.#lastDuration,
    );
    const chunkRuns = this.#chunks.flatMap(({ samples, description }, index) => {
      const before = this.#chunks[index - 1];
      const isSame = before?.samples === samples && before.description === description;
      return isSame ? [] : [index + 1, samples, description + 1];
    });
    const places = Buffer.alloc(8 * this.#chunks.length);
    for (const [index, { offset }] of this.#chunks.entries()) places.writeBigUInt64BE(BigInt(base + offset), 8 * index);
    return box(
      'stbl',
      box('stsd', words(0, this.#descriptions.length), ...this.#descriptions),
      table('stts', 2, runLengths(durations)),
      // Without this table every sample is a key sample.
      ...(this.#keys.length < length ? [table('stss', 1, this.#keys)] : []),
      table('stsc', 3, chunkRuns),
      box('stsz', words(0, 0, this.#sizes.length), packed(this.#sizes)),
      box('co64', words(0, this.#chunks.length), places),
    );
  }
}

/** A table of entries of `width` numbers. */
function table(type: string, width: number, entries: readonly number[]): Buffer {
  return box(type, words(0, entries.length / width), packed(entries));
}

/** 1, 1, 2 → 2, 1, 1, 2. */
function runLengths(values: readonly number[]): number[] {
  const runs: number[] = [];
  for (const value of values) {
    const last = runs.length - 1;
    if (runs[last] === value) runs[last - 1] = (runs[last - 1] ?? 0) + 1;
    else runs.push(1, value);
  }
  return runs;
}

/** 32 bits each, big-endian. */
export function words(...values: readonly number[]): Buffer {
  return packed(values);
}

/** The same, of as many as there are. */
function packed(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, 4 * index);
  return bytes;
}
