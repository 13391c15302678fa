/** The programme that the benchmarks run: its format, its cameras, and what it should show. */
import { availableParallelism } from 'node:os';
import type { Frame } from 'node-av/lib';
import { planesOf, SAMPLE_RATE } from '../core/av.ts';
import type { ProgramDesired, ProgramFormat, ProgramSource } from '../core/program-link.ts';
import { presetFor } from '../encoder/ladder.ts';
import { NO_GRAPHICS } from '../testing/no-graphics.ts';

export const FORMAT: ProgramFormat = {
  width: 1280,
  height: 720,
  frameRate: 25,
  videoBitrate: 2_500_000,
  preset: presetFor('auto', availableParallelism()),
  segmentSeconds: 2,
  partSeconds: 0.2,
  audioBitrate: 128_000,
};
const QUESTION = {
  id: 'q',
  text: 'Comment les coopératives fixent-elles le prix du cacao ?',
  author: 'Zoé',
  theme: 'Le prix équitable',
};

/** A camera-like picture: soft light that moves, a figure that sways, a little noise unless it is left out. */
export function paintCamera(seed: number, noisy = true): (frame: Frame, index: number) => void {
  let noise = seed + 1;
  return (frame, index) => {
    const [luma, blue, red] = planesOf(frame);
    const stride = frame.linesize[0] ?? frame.width;
    const middle = frame.width / 2 + 40 * Math.sin(index / 12 + seed);
    for (let y = 0; y < frame.height; y += 1) {
      for (let x = 0; x < frame.width; x += 1) {
        noise = (Math.imul(noise, 1_664_525) + 1_013_904_223) >>> 0;
        const figure = Math.hypot(x - middle, (y - frame.height * 0.6) * 0.8) < frame.height * 0.3 ? 70 : 0;
        luma?.writeUInt8(60 + figure + ((x + 2 * y + index) % 640) / 16 + (noisy ? noise >>> 30 : 0), y * stride + x);
      }
    }
    blue?.fill(110 + seed * 5);
    red?.fill(140 - seed * 3);
  };
}

/**
 * Somebody who talks, as an encoder hears it: four syllables a second, each a voiced part with its harmonics and a hiss
 * at its end, about −25 dBFS. A steady tone is no measure of a programme's sound: the AAC search that the programme uses
 * takes three times as long for it, and six tones as loud as test tones are keep a limiter busy that hardly works in a
 * conversation.
 */
export function talk(seed: number): (sample: number) => number {
  const pitch = 110 + 25 * seed;
  let noise = seed + 1;
  return (sample) => {
    noise = (Math.imul(noise, 1_664_525) + 1_013_904_223) >>> 0;
    const hiss = noise / 2 ** 31 - 1;
    const seconds = sample / SAMPLE_RATE + 0.07 * seed;
    const syllable = (4 * seconds) % 1;
    const voiced = Math.max(0, Math.sin((Math.PI * syllable) / 0.7)) * (syllable < 0.7 ? 1 : 0);
    let tone = 0;
    for (let harmonic = 1; harmonic <= 16; harmonic += 1) {
      tone += Math.sin(2 * Math.PI * pitch * harmonic * seconds + harmonic * harmonic) / harmonic;
    }
    return 0.11 * voiced * tone + (syllable > 0.75 ? 0.02 : 0.002) * hiss;
  };
}

/** Contributors `feed-0` to `feed-n`, with a question in the picture where `question` says so. */
export function desiredOf(ids: readonly string[], program: ProgramSource, question = true): ProgramDesired {
  return {
    title: 'Le Tour du Monde du Commerce Équitable',
    accent: '#0f7a4f',
    contributors: ids.map((id) => ({ id, name: id, place: 'Quito, Équateur', role: null, zone: null, gain: 1 })),
    program,
    standby: null,
    assets: [],
    plannedStart: '2026-05-09T18:00:00.000Z',
    transition: { type: 'cut' },
    question: question ? QUESTION : null,
    graphics: NO_GRAPHICS,
    zone: 'Europe/Paris',
    takes: 0,
    held: [],
  };
}
