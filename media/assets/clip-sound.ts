import { closeSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { FilterAPI } from 'node-av/api';
import { type Frame, Rational } from 'node-av/lib';
import { CHANNELS, planesOf, SAMPLE_RATE } from '../core/av.ts';

const BYTES_PER_SAMPLE = 2 * CHANNELS;

/** Any sound → interleaved stereo, 48 kHz, 16 bits, that begins with the picture and is as long. Owns its file. */
export class ClipSound {
  readonly #file: number;
  readonly #firstSample: number;
  #filter: { key: string; api: FilterAPI } | null = null;
  #samples = 0;
  #closed = false;

  /** @param startSeconds when the picture begins, on the file's clock */
  constructor(path: string, startSeconds: number) {
    this.#file = openSync(path, 'w', 0o600);
    this.#firstSample = Math.round(startSeconds * SAMPLE_RATE);
  }

  push(frame: Frame): void {
    const { sampleRate, format, channelLayout } = frame;
    const key = [sampleRate, format, channelLayout.order, channelLayout.nbChannels, channelLayout.mask].join();
    if (this.#filter?.key !== key) {
      this.#drain();
      // Gaps are filled and what comes before the picture is cut off: `first_pts` counts samples of the output.
      const first = this.#firstSample + this.#samples;
      // One channel is heard at its own level in both: FFmpeg's matrix would take 3 dB off.
      const spread = channelLayout.nbChannels === 1 ? 'pan=stereo|c0=c0|c1=c0,' : '';
      const chain = `${spread}aresample=${SAMPLE_RATE}:async=1000:first_pts=${first},aformat=sample_fmts=s16:channel_layouts=stereo`;
      this.#filter = { key, api: FilterAPI.create(chain) };
    }
    frame.timeBase = new Rational(1, sampleRate);
    for (const output of this.#filter.api.processAllSync(frame)) this.#write(output);
  }

  /**
   * Brings it to the length of the picture.
   * @returns whether there was any sound
   */
  finish(seconds: number): boolean {
    this.#drain();
    const hasSound = this.#samples > 0;
    ftruncateSync(this.#file, Math.round(seconds * SAMPLE_RATE) * BYTES_PER_SAMPLE);
    fsyncSync(this.#file);
    this.close();
    return hasSound;
  }

  #drain(): void {
    if (!this.#filter) return;
    this.#filter.api.flushSync();
    for (let output = this.#filter.api.receiveSync(); output; output = this.#filter.api.receiveSync())
      this.#write(output);
    this.#filter.api.close();
    this.#filter = null;
  }

  #write(frame: Frame): void {
    const [plane] = planesOf(frame);
    const bytes = frame.nbSamples * BYTES_PER_SAMPLE;
    if (plane) writeSync(this.#file, plane, 0, bytes);
    this.#samples += frame.nbSamples;
    frame.free();
  }

  /** Safe twice. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#filter?.api.close();
    closeSync(this.#file);
  }
}
