import { closeSync, openSync, readSync } from 'node:fs';
import { assetFiles } from '../core/asset-files.ts';
import { CHANNELS } from '../core/av.ts';

const BYTES_PER_SAMPLE = 2 * CHANNELS;

/** The sound of a clip by the number of its samples. Owns its file. */
export class ClipSamples {
  readonly #file: number;
  #bytes = Buffer.alloc(0);
  #closed = false;

  constructor(folder: string) {
    this.#file = openSync(assetFiles(folder).sound, 'r');
  }

  /** Fills `out` (interleaved stereo, −1 to 1) from sample `from` on; silence beyond the end. */
  read(from: number, samples: number, out: Float32Array, at = 0): void {
    const length = samples * BYTES_PER_SAMPLE;
    if (this.#bytes.length < length) this.#bytes = Buffer.alloc(length);
    const read = length > 0 ? readSync(this.#file, this.#bytes, 0, length, from * BYTES_PER_SAMPLE) : 0;
    this.#bytes.fill(0, read, length);
    for (let i = 0; i < samples * CHANNELS; i += 1) out[at * CHANNELS + i] = this.#bytes.readInt16LE(i * 2) / 32_768;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    closeSync(this.#file);
  }
}
