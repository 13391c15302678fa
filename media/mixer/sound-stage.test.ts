import { expect, test } from 'vitest';
import { SAMPLE_RATE } from '../core/av.ts';
import type { HouseSource } from '../core/house-source.ts';
import type { ProgramContributor } from '../core/program-link.ts';
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

/** Two people at 500 and 1,000 Hz, and a clip at 2,000; what is heard of each is set by share. */
function setUp() {
  const stage = new SoundStage(FRAME_RATE, -23);
  stage.listeners = ['a'];
  const play = tone(2_000, 0.25);
  const clip = { isPlaying: true, gain: 1, duck: true };
  const source: HouseSource = {
    ...{ ready: true, opened: Promise.resolve(), step: () => undefined, picture: () => null, close: () => undefined },
    pictures: 0,
    sound: (out, samples) => clip.isPlaying && play(out, samples),
    get gain() {
      return clip.gain;
    },
    get ducks() {
      return clip.duck && clip.isPlaying;
    },
  };
  const feeds = new Map([
    ['a', feed(500)],
    ['b', feed(1_000)],
  ]);
  const contributors: ProgramContributor[] = ['a', 'b'].map((id) => ({
    ...{ id, name: id, role: null, place: '', zone: null, gain: 1 },
  }));
  const share: Record<string, number> = { a: 1, b: 0, clip: 0 };
  let ticks = 0;
  /** The sound of so many ticks: the programme's, and what `a` hears. */
  const run = (count: number) => {
    const heard: number[] = [];
    const returned: number[] = [];
    for (let i = 0; i < count; i += 1, ticks += 1) {
      const scene: SoundScene = {
        ...{ tickAt: ticks * 40, samples: SAMPLES, desired: { contributors }, feeds },
        house: [{ id: 'house', ref: CLIP, source }],
        shareOfPerson: ({ id }) => share[id] ?? 0,
        shareOfHouse: () => share.clip ?? 0,
      };
      const { sound, mixMinus } = stage.mix(scene);
      heard.push(...sound.subarray(0, SAMPLES * 2));
      returned.push(...(mixMinus.get('a')?.subarray(0, SAMPLES * 2) ?? []));
    }
    return { heard: Float32Array.from(heard), returned: Float32Array.from(returned) };
  };
  return { stage, share, clip, run };
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
