import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { AV_LOG_QUIET } from 'node-av/constants';
import { Log } from 'node-av/lib';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { makeClip } from '../assets/make-clip.ts';
import { makeStill } from '../assets/make-still.ts';
import { assetFiles } from '../core/asset-files.ts';
import { SAMPLE_RATE } from '../core/av.ts';
import type { ProgramAsset, ProgramClipPosition, ProgramDesired, ProgramSource } from '../core/program-link.ts';
import { Mixer } from '../mixer/mixer.ts';
import type { MixerFeed } from '../mixer/mixer-feed.ts';
import { ARTIST } from '../mixer/testing/artist.ts';
import { readNumber, writeTestClip } from '../testing/clip-file.ts';
import { NO_GRAPHICS } from '../testing/no-graphics.ts';
import { largestStep, toneLevel } from '../testing/observe.ts';
import { ClipPlayer } from './clip-player.ts';

const SIZE = { width: 320, height: 180, frameRate: 25 };
const START = Date.parse('2026-05-09T18:00:00.000Z');
const CLIP: ProgramSource = { type: 'clip', assetId: 'clip' };
const PICTURES = 60;

let folder: string;
beforeAll(async () => {
  Log.setLevel(AV_LOG_QUIET);
  folder = mkdtempSync(join(tmpdir(), 'antenne-clips-'));
  mkdirSync(folder, { recursive: true });
  const sound = { hz: 1_000, sampleRate: 48_000, channels: 2, amplitude: 0.25 } as const;
  writeTestClip({ path: assetFiles(folder).upload, ...SIZE, pictures: PICTURES, sound });
  await makeClip({ kind: 'clip', folder, format: SIZE }, () => undefined);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const mixers: Mixer[] = [];
afterEach(() => {
  for (const mixer of mixers.splice(0)) mixer.close();
});

interface SetUp {
  program?: ProgramSource;
  standby?: ProgramSource | null;
  asset?: Partial<ProgramAsset>;
  playout?: Partial<ProgramAsset['playout']>;
  /** Decoding ahead gets no turn at all: each picture is decoded at its tick. */
  starved?: boolean;
  /** Somebody whose channel is open speaks: 500 Hz, 0.25. */
  speaker?: boolean;
}

async function setUp({
  program = { type: 'black' },
  standby = CLIP,
  asset = {},
  playout = {},
  starved,
  speaker,
}: SetUp = {}) {
  const at = new Date(START).toISOString();
  let clip: ProgramAsset = {
    ...{ id: 'clip', kind: 'clip', folder, loop: false, cueMs: 0, gain: 1, duck: true, playOnTake: true },
    ...{ atEnd: 'hold', endTransition: { type: 'cut' } },
    playout: { playing: false, positionMs: 0, at, serial: 0, jump: false, ...playout },
    ...asset,
  };
  let desired: ProgramDesired = {
    title: 'Le Tour du Monde',
    accent: '#e4572e',
    contributors: [{ id: 'voice', name: 'Awa', role: null, place: '', zone: null, gain: 1, mode: 'open' }],
    program,
    standby,
    plannedStart: at,
    assets: [clip],
    transition: { type: 'cut' },
    question: null,
    graphics: NO_GRAPHICS,
    zone: 'Europe/Paris',
    takes: 0,
    held: [],
  };
  const positions: ProgramClipPosition[] = [];
  const waiting: (() => void)[] = [];
  const failures: unknown[] = [];
  const mixer = new Mixer({
    ...SIZE,
    desired,
    feeds: new Map(speaker ? [['voice', makeVoice()]] : []),
    artist: ARTIST,
    openClip: (wanted, resuming) =>
      new ClipPlayer({
        ...{ asset: wanted, resuming, frameRate: SIZE.frameRate },
        later: (work) => waiting.push(work),
        wallClock: () => START + 800,
        onPosition: (position) => positions.push(position),
        onFailure: (error) => failures.push(error),
      }),
  });
  mixers.push(mixer);
  mixer.listeners = ['listener'];
  const work = (): void => {
    for (let next = waiting.shift(); next; next = waiting.shift()) next();
  };
  work();
  await mixer.prepare();
  let ticks = 0;
  return {
    positions,
    failures,
    want(next: Partial<ProgramDesired>) {
      desired = { ...desired, ...next };
      mixer.desired = desired;
    },
    command(next: Partial<ProgramAsset['playout']>, changes: Partial<ProgramAsset> = {}) {
      clip = { ...clip, ...changes, playout: { ...clip.playout, ...next, serial: clip.playout.serial + 1 } };
      desired = { ...desired, assets: [clip] };
      mixer.desired = desired;
    },
    /** @param area where the clip's number is read; the whole width by default */
    tick(area?: { x: number; width: number }) {
      const { sound, mixMinus, samples } = mixer.mixSound(ticks, ticks * 40);
      const heard = sound.slice(0, samples * 2);
      const returned = mixMinus.get('listener')?.slice(0, samples * 2) ?? new Float32Array();
      const { frame, source } = mixer.mixPicture();
      ticks += 1;
      if (!starved) work();
      return { number: readNumber(frame, area), source, heard, returned };
    },
  };
}

function makeVoice(): MixerFeed {
  let at = 0;
  return {
    ...{ state: 'live', soundOnly: false, picture: null, pictures: 0 },
    advance(_tickAt, sound, samples) {
      for (let i = 0; i < samples; i += 1, at += 1) {
        sound[2 * i] = sound[2 * i + 1] = 0.25 * Math.sin((2 * Math.PI * 500 * at) / SAMPLE_RATE);
      }
      return true;
    },
  };
}

type Stage = Awaited<ReturnType<typeof setUp>>;
const run = (stage: Stage, count: number) => Array.from({ length: count }, () => stage.tick());
const numbers = (ticks: readonly { number: number }[]) => ticks.map(({ number }) => number);
const from = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + index);
const together = (ticks: readonly { heard: Float32Array }[]) =>
  Float32Array.from(ticks.flatMap(({ heard }) => [...heard]));

/** As the server does it: one change takes the clip and has it play. */
function take(stage: Stage): void {
  stage.want({ program: CLIP, standby: null });
  stage.command({ playing: true });
}

test.each([false, true])(
  'every picture of a clip has one tick, in order, from its first (starved: %s)',
  async (starved) => {
    const stage = await setUp({ starved });
    run(stage, 3);
    take(stage);
    expect(numbers(run(stage, PICTURES))).toEqual(from(0, PICTURES));
    // Its last picture stands.
    expect(numbers(run(stage, 5))).toEqual(Array(5).fill(PICTURES - 1));
    expect(stage.failures).toEqual([]);
  },
);

test('its tone is heard as long as it plays, in every mix-minus, and ends without a click', async () => {
  const stage = await setUp();
  take(stage);
  const played = run(stage, PICTURES);
  const after = run(stage, 5);
  const heard = together(played.slice(5, 55));
  expect(toneLevel(heard, 1_000)).toBeCloseTo(0.25, 1);
  const returned = Float32Array.from(played.slice(5, 55).flatMap((tick) => [...tick.returned]));
  expect(toneLevel(returned, 1_000)).toBeCloseTo(0.25, 1);
  // A sine's own largest step is 0.033.
  expect(largestStep(together([...played.slice(5), ...after]))).toBeLessThan(0.045);
  expect(Math.max(...(after.at(-1)?.heard ?? []))).toBe(0);
});

test('an open voice is 15 dB lower as long as the clip is heard, and then as it was', async () => {
  const stage = await setUp({ speaker: true });
  take(stage);
  run(stage, 5);
  expect(toneLevel(together(run(stage, 25)), 500)).toBeCloseTo(0.25 * 10 ** (-15 / 20), 2);
  stage.command({ playing: false });
  run(stage, 10);
  expect(toneLevel(together(run(stage, 25)), 500)).toBeCloseTo(0.25, 2);
  const gentle = await setUp({ speaker: true, asset: { duck: false } });
  take(gentle);
  run(gentle, 5);
  expect(toneLevel(together(run(gentle, 25)), 500)).toBeCloseTo(0.25, 2);
});

test('a loop goes over its seam without repeating, leaving out, or a click', async () => {
  const stage = await setUp({ asset: { loop: true } });
  take(stage);
  const ticks = run(stage, 2 * PICTURES + 10);
  expect(numbers(ticks)).toEqual([...from(0, PICTURES), ...from(0, PICTURES), ...from(0, 10)]);
  // 2.4 s hold whole periods of the tone; what coding adds to it at the ends is small.
  expect(largestStep(together(ticks.slice(5)))).toBeLessThan(0.15);
  expect(toneLevel(together(ticks.slice(PICTURES, PICTURES + 50)), 1_000)).toBeGreaterThan(0.2);
  stage.command({ playing: true }, { loop: false });
  expect(numbers(run(stage, 60)).at(-1)).toBe(PICTURES - 1);
});

test('pause holds the picture and the sound; play goes on with the next picture', async () => {
  const stage = await setUp();
  take(stage);
  expect(numbers(run(stage, 10)).at(-1)).toBe(9);
  stage.command({ playing: false, positionMs: 5_000 });
  const held = run(stage, 10);
  // Where it really is counts, not where the server thinks.
  expect(new Set(numbers(held))).toEqual(new Set([9, 10].slice(0, new Set(numbers(held)).size)));
  expect(Math.max(...(held.at(-1)?.heard ?? []))).toBe(0);
  const stood = held.at(-1)?.number ?? 0;
  stage.command({ playing: true });
  expect(numbers(run(stage, 5))).toEqual(from(stood + 1, 5));
});

test('a cue is what is taken first, and any picture can be gone to', async () => {
  const stage = await setUp({ asset: { cueMs: 1_000 }, playout: { positionMs: 1_000 } });
  take(stage);
  expect(numbers(run(stage, 5))).toEqual(from(25, 5));
  stage.command({ playing: true, jump: true, positionMs: 280 });
  expect(numbers(run(stage, 5))).toEqual(from(7, 5));
});

test('the time that remains is told four times a second, and the end once', async () => {
  const stage = await setUp();
  run(stage, 2);
  take(stage);
  stage.positions.length = 0;
  run(stage, PICTURES + 20);
  const playing = stage.positions.filter((position) => position.playing);
  expect(playing.length).toBeGreaterThanOrEqual(8);
  expect(playing.length).toBeLessThanOrEqual(11);
  for (const { positionMs, durationMs } of playing) {
    expect(durationMs).toBe(2_400);
    expect(positionMs % 40).toBe(0);
  }
  expect(stage.positions.filter(({ ended }) => ended)).toEqual([
    { assetId: 'clip', positionMs: 2_400, durationMs: 2_400, playing: false, ended: true, serial: 1 },
  ]);
});

test('a mix runs the clip that comes from its first picture, and the one that goes on; then that one waits at its cue', async () => {
  const stage = await setUp();
  take(stage);
  run(stage, 20);
  stage.want({ program: { type: 'colour', colour: '#000000' }, transition: { type: 'mix', frames: 10 } });
  run(stage, 12);
  stage.want({ standby: CLIP });
  const rested = stage.positions.at(-1);
  expect(rested).toMatchObject({ positionMs: 0, playing: false, ended: false });
  run(stage, 1);
  stage.want({ program: CLIP, transition: { type: 'cut' } });
  stage.command({ playing: true });
  expect(numbers(run(stage, 5))).toEqual(from(0, 5));
});

test('a programme process that begins anew comes back where the clip has got to meanwhile', async () => {
  // Begun 800 ms ago.
  const stage = await setUp({ program: CLIP, standby: null, playout: { playing: true, positionMs: 400, serial: 7 } });
  expect(numbers(run(stage, 5))).toEqual(from(30, 5));
});

test('a clip that is paused does not go on after a restart', async () => {
  const stage = await setUp({ program: CLIP, standby: null, playout: { playing: false, positionMs: 400, serial: 7 } });
  expect(numbers(run(stage, 3))).toEqual([10, 10, 10]);
});

describe('in a scene', () => {
  const white = { type: 'colour', colour: '#ffffff' } as const;
  const clip = { type: 'clip', assetId: 'clip' } as const;
  /** As the mixer places the second of two side by side, at 320 pixels. */
  const RIGHT = { x: 160, width: 152 };
  const twoUp: ProgramSource = { type: 'twoUp', slots: [white, clip] };

  test('every picture of a clip has one tick, and it is heard', async () => {
    const stage = await setUp({ standby: twoUp });
    run(stage, 3);
    stage.want({ program: twoUp, standby: null });
    stage.command({ playing: true });
    const ticks = Array.from({ length: PICTURES + 5 }, () => stage.tick(RIGHT));
    expect(numbers(ticks)).toEqual([...from(0, PICTURES), ...Array(5).fill(PICTURES - 1)]);
    expect(toneLevel(together(ticks.slice(5, 55)), 1_000)).toBeCloseTo(0.25, 1);
    expect(stage.positions.at(-1)).toMatchObject({ ended: true });
  });

  test('from a scene to the whole picture it goes on without a break, and rests once it is in neither', async () => {
    const stage = await setUp({ standby: twoUp });
    stage.want({ program: twoUp, standby: clip });
    stage.command({ playing: true });
    const ticks = Array.from({ length: 10 }, () => stage.tick(RIGHT));
    stage.want({ program: clip, standby: twoUp, takes: 1 });
    expect(numbers([...ticks, ...run(stage, 10)])).toEqual(from(0, 20));
    stage.want({ program: white, standby: twoUp, takes: 2 });
    run(stage, 2);
    expect(stage.positions.at(-1)).toMatchObject({ positionMs: 0, playing: false });
  });

  test('a clip in a corner of another one: both run, each from its own first picture', async () => {
    const other = { ...clip, assetId: 'other' };
    const stage = await setUp({ asset: { atEnd: 'take' } });
    const asset = (id: string): ProgramAsset => ({
      ...{ id, kind: 'clip', folder, loop: false, cueMs: 0, gain: 1, duck: true, playOnTake: true, atEnd: 'take' },
      endTransition: { type: 'cut' },
      // As it stands before the take; it has been told already to play then.
      playout: { playing: true, positionMs: 0, at: new Date(START).toISOString(), serial: 1, jump: false },
    });
    const pip: ProgramSource = { type: 'pip', slots: [clip, other], corner: 'topRight', size: 'large' };
    const assets = [asset('clip'), asset('other')];
    stage.want({ standby: pip, assets });
    run(stage, 2);
    stage.want({ program: pip, standby: white });
    expect(numbers(run(stage, PICTURES))).toEqual(from(0, PICTURES));
    // At the end of a clip in a scene the scene stays.
    expect(run(stage, 5).at(-1)?.source).toEqual(pip);
    expect(stage.positions.filter(({ ended }) => ended).map(({ assetId }) => assetId)).toEqual(['clip', 'other']);
  });

  test('a still stands whole in its place', async () => {
    const still = mkdtempSync(join(tmpdir(), 'antenne-still-'));
    onTestFinished(() => rmSync(still, { recursive: true, force: true }));
    const canvas = createCanvas(64, 64);
    const context = canvas.getContext('2d');
    context.fillStyle = '#ffffff';
    context.fillRect(0, 0, 64, 64);
    writeFileSync(assetFiles(still).upload, canvas.toBuffer('image/png'));
    await makeStill({ kind: 'still', folder: still, format: SIZE });
    const stage = await setUp();
    const asset: ProgramAsset = {
      ...{ id: 'still', kind: 'still', folder: still, loop: false, cueMs: 0, gain: 1, duck: true, playOnTake: true },
      ...{ atEnd: 'hold', endTransition: { type: 'cut' } },
      playout: { playing: false, positionMs: 0, at: new Date(START).toISOString(), serial: 0, jump: false },
    };
    const scene: ProgramSource = { type: 'twoUp', slots: [{ type: 'still', assetId: 'still' }, white] };
    stage.want({ program: scene, standby: null, assets: [asset] });
    await vi.waitFor(() => expect(stage.tick().source).toEqual(scene));
    // A square in the middle of a wide place: all bars of a number are lit in it, none beside it.
    expect(stage.tick({ x: 46, width: 66 }).number).toBe(1_023);
    expect(stage.tick({ x: 6, width: 24 }).number).toBe(0);
    expect(stage.tick(RIGHT).number).toBe(1_023);
  });
});
