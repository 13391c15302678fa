import { expect, test } from 'vitest';
import { SAMPLE_RATE } from '../core/av.ts';
import type { HouseSource } from '../core/house-source.ts';
import type { ChannelProcessing, ProgramContributor, ProgramHears } from '../core/program-link.ts';
import { largestStep, toneLevel } from '../testing/observe.ts';
import type { MixerFeed } from './mixer-feed.ts';
import { type SoundScene, SoundStage } from './sound-stage.ts';

const FRAME_RATE = 25;
const SAMPLES = SAMPLE_RATE / FRAME_RATE;
const CLIP = { type: 'clip', assetId: 'clip' } as const;
/** 15 dB down. */
const LOW = 10 ** (-15 / 20);

function tone(hz: number, amplitude: number) {
  let at = 0;
  return (out: Float32Array, samples: number): boolean => {
    for (let i = 0; i < samples; i += 1, at += 1) {
      out[2 * i] = out[2 * i + 1] = amplitude * Math.sin((2 * Math.PI * hz * at) / SAMPLE_RATE);
    }
    return true;
  };
}

function feed(hz: number): MixerFeed {
  const sound = tone(hz, 0.25);
  return {
    ...{ state: 'live', soundOnly: false, picture: null, pictures: 0 },
    advance: (_at, out, samples) => sound(out, samples),
  };
}

/** Two people at 500 and 1,000 Hz, and a clip at 2,000; what is heard of each is set by share. `c` only listens. */
function setUp(...listeners: string[]) {
  const stage = new SoundStage(FRAME_RATE, -23);
  stage.listeners = ['a', ...listeners];
  const play = tone(2_000, 0.25);
  const clip: { isPlaying: boolean; gain: number; duck: boolean; processing?: ChannelProcessing } = {
    ...{ isPlaying: true, gain: 1, duck: true },
  };
  const source: HouseSource = {
    ...{ ready: true, opened: Promise.resolve(), step: () => undefined, picture: () => null, close: () => undefined },
    pictures: 0,
    sound: (out, samples) => clip.isPlaying && play(out, samples),
    get gain() {
      return clip.gain;
    },
    get processing() {
      return clip.processing;
    },
    get ducks() {
      return clip.duck && clip.isPlaying;
    },
  };
  const feeds = new Map([
    ['a', feed(500)],
    ['b', feed(1_000)],
  ]);
  const hears: Record<string, ProgramHears> = {};
  const gain: Record<string, number> = {};
  const people = (): ProgramContributor[] =>
    ['a', 'b', 'c'].map((id) => ({
      ...{ id, name: id, role: null, place: '', zone: null, gain: gain[id] ?? 1, hears: hears[id] },
    }));
  const share: Record<string, number> = { a: 1, b: 0, clip: 0 };
  let ticks = 0;
  /** The sound of so many ticks: the programme's, what `a` hears, and what each does. */
  const run = (count: number) => {
    const heard: number[] = [];
    const ears: Record<string, number[]> = { a: [], b: [], c: [] };
    const contributors = people();
    for (let i = 0; i < count; i += 1, ticks += 1) {
      const scene: SoundScene = {
        ...{ tickAt: ticks * 40, samples: SAMPLES, desired: { contributors }, feeds },
        house: [{ id: 'house', ref: CLIP, source }],
        shareOfPerson: ({ id }) => share[id] ?? 0,
        shareOfHouse: () => share.clip ?? 0,
      };
      const { sound, mixMinus } = stage.mix(scene);
      heard.push(...sound.subarray(0, SAMPLES * 2));
      for (const [id, own] of mixMinus) ears[id]?.push(...own.subarray(0, SAMPLES * 2));
    }
    /** How loud the tone of each is in the ear of `id`: `a`, `b`, the clip. */
    const inEarOf = (id: string) => {
      const sound = Float32Array.from(ears[id] ?? []);
      return [500, 1_000, 2_000].map((hz) => Math.round(toneLevel(sound, hz) * 100) / 100);
    };
    return { heard: Float32Array.from(heard), returned: Float32Array.from(ears.a ?? []), inEarOf };
  };
  return { stage, share, clip, hears, gain, run };
}

test('a person under a clip is 15 dB lower, in the programme and to others, never to themselves; then comes back', () => {
  const { share, clip, run } = setUp();
  share.b = 1;
  run(5);
  const alone = run(25);
  expect(toneLevel(alone.heard, 500)).toBeCloseTo(0.25, 2);
  share.clip = 1;
  const down = run(5);
  const under = run(25);
  expect(toneLevel(under.heard, 2_000)).toBeCloseTo(0.25, 2);
  expect(toneLevel(under.heard, 500)).toBeCloseTo(0.25 * LOW, 2);
  expect(toneLevel(under.returned, 1_000)).toBeCloseTo(0.25 * LOW, 2);
  expect(toneLevel(under.returned, 500)).toBeLessThan(0.001);
  clip.isPlaying = false;
  const up = run(12);
  expect(toneLevel(run(25).heard, 500)).toBeCloseTo(0.25, 2);
  // Three sines' own steps are 0.114 at most.
  expect(largestStep(Float32Array.from([...down.heard, ...under.heard]))).toBeLessThan(0.13);
  expect(largestStep(up.heard.subarray(0, SAMPLES * 2))).toBeLessThan(0.3);
});

test('a clip that is not to lower anybody does not, nor one whose fader is at the bottom', () => {
  const { share, clip, run } = setUp();
  share.clip = 1;
  clip.duck = false;
  run(10);
  expect(toneLevel(run(25).heard, 500)).toBeCloseTo(0.25, 2);
  clip.duck = true;
  clip.gain = 0;
  run(20);
  expect(toneLevel(run(25).heard, 500)).toBeCloseTo(0.25, 2);
});

test('who is cut to after a clip is heard at full level at once', () => {
  const { share, run } = setUp();
  share.clip = 1;
  share.a = 0;
  run(25);
  share.clip = 0;
  share.a = 1;
  run(1);
  expect(toneLevel(run(2).heard, 500)).toBeCloseTo(0.25, 2);
});

test('a clip on a bus has a level of its own before its fader, on air or not', () => {
  const { stage, clip, run } = setUp();
  clip.gain = 0;
  run(5);
  expect(stage.levels.clips.clip?.peak).toBeCloseTo(-12, 0);
  clip.isPlaying = false;
  run(5);
  expect(stage.levels.clips.clip?.peak).toBe(-90);
});

test('a clip’s channel is worked on like a person’s: held back to the sample, compressed, gated, trimmed', () => {
  const plain: ChannelProcessing = { delayMs: 0, gate: 'off', compressor: 'off', trim: false };
  /** The clip alone, from preview to air at the first of so many ticks. */
  const played = (processing: ChannelProcessing, ticks: number) => {
    const { stage, share, clip, run } = setUp();
    share.a = 0;
    share.clip = 1;
    clip.processing = processing;
    clip.isPlaying = false;
    run(2);
    clip.isPlaying = true;
    return { stage, clip, heard: run(ticks).heard, run };
  };
  const begins = (sound: Float32Array) => sound.findIndex((sample) => Math.abs(sample) > 0.01) / 2;
  const late = begins(played({ ...plain, delayMs: 200 }, 10).heard) - begins(played(plain, 10).heard);
  expect(late).toBeCloseTo(0.2 * SAMPLE_RATE, -2);

  const level = (preset: ChannelProcessing['compressor']) =>
    toneLevel(played({ ...plain, compressor: preset }, 50).heard.subarray(SAMPLES * 2 * 25), 2_000);
  expect(level('off')).toBeCloseTo(0.25, 2);
  expect(level('strong')).not.toBeCloseTo(0.25, 2);

  const trimmed = played({ ...plain, trim: true }, 25 * 6);
  // Louder than −23 LUFS: it is brought down, and the desk is told.
  expect(trimmed.stage.takeLoudness().trims.clip).toBeLessThan(-1);
  expect(toneLevel(trimmed.run(5).heard, 2_000)).toBeLessThan(0.23);
});

test('two who are off the air hear each other where it is routed, as loud as their faders, and nobody else does', () => {
  const { share, clip, hears, gain, run } = setUp('b', 'c');
  clip.isPlaying = false;
  share.a = 0;
  run(5);
  expect(run(25).inEarOf('c')).toEqual([0, 0, 0]);
  hears.a = { program: true, others: ['b'] };
  hears.b = { program: true, others: ['a'] };
  gain.b = 0.4;
  run(2);
  const routed = run(25);
  expect(routed.inEarOf('a')).toEqual([0, 0.1, 0]);
  expect(routed.inEarOf('b')).toEqual([0.25, 0, 0]);
  expect(routed.inEarOf('c')).toEqual([0, 0, 0]);
  expect(Math.max(...routed.heard)).toBe(0);
  // On air it is no louder than before; muted, nobody hears it.
  share.b = 1;
  run(2);
  expect(run(25).inEarOf('a')).toEqual([0, 0.1, 0]);
  gain.b = 0;
  run(2);
  expect(run(25).inEarOf('a')).toEqual([0, 0, 0]);
});

test('without the programme only what is routed is heard; never oneself, whatever is asked for', () => {
  const { share, hears, run } = setUp('b', 'c');
  share.b = 1;
  share.clip = 1;
  hears.a = { program: false, others: [] };
  hears.b = { program: true, others: ['b', 'a'] };
  hears.c = { program: false, others: ['a'] };
  run(25);
  const { heard, inEarOf } = run(25);
  expect(toneLevel(heard, 2_000)).toBeCloseTo(0.25, 2);
  expect(inEarOf('a')).toEqual([0, 0, 0]);
  expect(inEarOf('b')[1]).toBe(0);
  expect(inEarOf('b')[2]).toBe(0.25);
  // They go down under the clip, being on air.
  expect(inEarOf('c')).toEqual([0.04, 0, 0]);
  share.a = 0;
  run(25);
  // Off the air they do not.
  expect(run(25).inEarOf('c')).toEqual([0.25, 0, 0]);
});
