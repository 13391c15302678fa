/** Looking and listening for tests: colours of areas, tones in sound. */
import { createHash } from 'node:crypto';
import type { Frame } from 'node-av/lib';
import { expect } from 'vitest';
import { CHANNELS, planesOf, SAMPLE_RATE } from '../core/av.ts';
import type { Yuv } from './rtp-media.ts';

export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Mean luma and chroma of an area (the whole picture by default), rounded. */
export function meanColour(frame: Frame, area: Area = { x: 0, y: 0, width: frame.width, height: frame.height }): Yuv {
  const strides = frame.linesize;
  const mean = (index: 0 | 1 | 2): number => {
    const plane = planesOf(frame)[index];
    const shift = index === 0 ? 0 : 1;
    const [left, top] = [area.x >> shift, area.y >> shift];
    const [width, height] = [Math.max(1, area.width >> shift), Math.max(1, area.height >> shift)];
    let sum = 0;
    for (let row = top; row < top + height; row += 1) {
      for (let column = left; column < left + width; column += 1) {
        sum += plane?.[row * (strides[index] ?? 0) + column] ?? 0;
      }
    }
    return Math.round(sum / (width * height));
  };
  return [mean(0), mean(1), mean(2)];
}

/** Amplitude (0–1) of one tone in the left channel of interleaved sound, by Goertzel's algorithm. */
export function toneLevel(sound: Float32Array, hz: number): number {
  const count = sound.length / CHANNELS;
  const angle = (2 * Math.PI * hz) / SAMPLE_RATE;
  let real = 0;
  let imaginary = 0;
  for (let i = 0; i < count; i += 1) {
    const value = sound[i * CHANNELS] ?? 0;
    real += value * Math.cos(angle * i);
    imaginary += value * Math.sin(angle * i);
  }
  return (2 * Math.hypot(real, imaginary)) / count;
}

/** Largest step from one sample to the next in the left channel: a click shows as a large one. */
export function largestStep(sound: Float32Array): number {
  let largest = 0;
  for (let i = CHANNELS; i < sound.length; i += CHANNELS) {
    largest = Math.max(largest, Math.abs((sound[i] ?? 0) - (sound[i - CHANNELS] ?? 0)));
  }
  return largest;
}

/** For `toEqual`: a colour to within 4 steps of 255, which is what coding at low bitrates leaves of it. */
export function about(colour: Yuv): unknown[] {
  return colour.map((value) => expect.closeTo(value, -1));
}

/** Of all pixels: two pictures with the same are the same. */
export function fingerprint(frame: Frame): string {
  const hash = createHash('sha1');
  for (const plane of planesOf(frame)) hash.update(plane);
  return hash.digest('hex');
}

/** The greatest luma of all, 0 to 255. */
export function brightest(frame: Frame): number {
  return (planesOf(frame)[0] ?? Buffer.alloc(0)).reduce((most, value) => Math.max(most, value), 0);
}
