import type { Frame } from 'node-av/lib';
import { afterEach, expect, test } from 'vitest';
import { planesOf, SAMPLE_RATE } from '../core/av.ts';
import type { ProgramDesired, ProgramSource } from '../core/program-link.ts';
import { NO_GRAPHICS } from '../testing/no-graphics.ts';
import { largestStep, meanColour, toneLevel } from '../testing/observe.ts';
import { figuresOf } from './countdown.ts';
import { Mixer } from './mixer.ts';
import { ARTIST } from './testing/artist.ts';

const SIZE = { width: 640, height: 360, frameRate: 25 };
const TICK_MS = 1000 / SIZE.frameRate;
const START = Date.parse('2026-05-09T17:59:50.000Z');
const DESIRED: ProgramDesired = {
  title: 'Le Tour du Monde',
  accent: '#e4572e',
  contributors: [],
  program: { type: 'slate' },
  standby: null,
  assets: [],
  plannedStart: '2026-05-09T18:00:00.000Z',
  transition: { type: 'cut' },
  question: null,
  graphics: NO_GRAPHICS,
  zone: 'Europe/Paris',
  takes: 0,
  held: [],
};

const mixers: Mixer[] = [];
afterEach(() => {
  for (const mixer of mixers.splice(0)) mixer.close();
});

async function setUp(program: ProgramSource) {
  let desired: ProgramDesired = { ...DESIRED, program };
  let now = START;
  let ticks = 0;
  const mixer = new Mixer({ ...SIZE, desired, feeds: new Map(), artist: ARTIST, wallClock: () => now });
  mixers.push(mixer);
  await mixer.prepare();
  return {
    mixer,
    want(next: Partial<ProgramDesired>) {
      desired = { ...desired, ...next };
      mixer.desired = desired;
    },
    async tick() {
      const { sound, mixMinus, samples } = mixer.mixSound(ticks, ticks * TICK_MS);
      const heard = sound.slice(0, samples * 2);
      const returned = mixMinus.get('listener')?.slice(0, samples * 2);
      const picture = mixer.mixPicture();
      ticks += 1;
      now += TICK_MS;
      // Lets the artist finish.
      await new Promise(setImmediate);
      return { ...picture, heard, returned };
    },
  };
}

function lumaOf(frame: Frame): Buffer {
  return Buffer.from(planesOf(frame)[0] ?? []);
}

test('a colour is exact, everywhere, and silent', async () => {
  const { tick } = await setUp({ type: 'colour', colour: '#e4572e' });
  const { frame, source, heard } = await tick();
  expect(source).toEqual({ type: 'colour', colour: '#e4572e' });
  // ITU-R BT.709-6, limited range, worked out by hand from 228, 87, 46.
  expect(meanColour(frame)).toEqual([114, 96, 192]);
  const [luma] = planesOf(frame);
  expect(new Set(luma?.subarray(0, SIZE.width))).toEqual(new Set([114]));
  expect(Math.max(...heard)).toBe(0);
});

test('the test pattern has the bars of SMPTE RP 219 and the alignment tone, in every mix-minus too', async () => {
  const { mixer, tick } = await setUp({ type: 'testPattern' });
  mixer.listeners = ['listener'];
  const heard: number[] = [];
  const returned: number[] = [];
  let last = await tick();
  for (let i = 0; i < 25; i += 1) {
    last = await tick();
    heard.push(...last.heard);
    returned.push(...(last.returned ?? []));
  }
  const bar = (index: number) =>
    meanColour(last.frame, { x: Math.round(((index + 0.25) * 640) / 7), y: 40, width: 40, height: 100 });
  expect([0, 1, 2, 3, 4, 5, 6].map(bar)).toEqual([
    [180, 128, 128],
    [168, 44, 136],
    [145, 147, 44],
    [133, 63, 52],
    [63, 193, 204],
    [51, 109, 212],
    [28, 212, 120],
  ]);
  const level = (sound: readonly number[]) =>
    20 * Math.log10(toneLevel(Float32Array.from(sound.slice(-48_000)), 1_000));
  expect(level(heard)).toBeCloseTo(-18, 1);
  expect(level(returned)).toBeCloseTo(-18, 1);
  expect(heard.length).toBe(SAMPLE_RATE * 2);
});

test('no two pictures of the test pattern in a row are the same: a frozen one is seen', async () => {
  const { tick } = await setUp({ type: 'testPattern' });
  let before: Buffer = Buffer.alloc(0);
  for (let i = 0; i < 205; i += 1) {
    const luma = lumaOf((await tick()).frame);
    expect(luma.equals(before), `picture ${i}`).toBe(false);
    before = luma;
  }
});

test('a countdown to the planned start changes once a second, on the second, and stops at nought', async () => {
  const { tick } = await setUp({ type: 'countdown', title: 'Nous commençons bientôt', until: null });
  const pictures: Buffer[] = [];
  for (let i = 0; i < 12 * 25; i += 1) pictures.push(lumaOf((await tick()).frame));
  const changes = pictures.flatMap((luma, index) =>
    index > 0 && !luma.equals(pictures[index - 1] ?? luma) ? [index] : [],
  );
  // 0:10 stands for one tick less: at its beginning ten whole seconds are left.
  expect(changes).toEqual([1, 26, 51, 76, 101, 126, 151, 176, 201, 226].map((tick) => tick + 24));
});

test('a cut away from the tone fades within a tick, without a click', async () => {
  const { want, tick } = await setUp({ type: 'testPattern' });
  const heard: number[] = [];
  for (let i = 0; i < 5; i += 1) heard.push(...(await tick()).heard);
  want({ program: { type: 'black' } });
  for (let i = 0; i < 3; i += 1) heard.push(...(await tick()).heard);
  const sound = Float32Array.from(heard);
  // The largest step of the sine itself is 0.0165.
  expect(largestStep(sound)).toBeLessThan(0.02);
  expect(toneLevel(sound.subarray(-1_920), 1_000)).toBe(0);
});

test('figures', () => {
  expect([0, -3, 5, 65, 3_599, 3_600, 36_125].map(figuresOf)).toEqual([
    '0:00',
    '0:00',
    '0:05',
    '1:05',
    '59:59',
    '1:00:00',
    '10:02:05',
  ]);
});

test('a take of what was never on preview waits until it is drawn: black is never flashed', async () => {
  const { want, mixer } = await setUp({ type: 'colour', colour: '#ffffff' });
  const countdown = { type: 'countdown', title: 'Reprise', until: '2026-05-09T18:10:00.000Z' } as const;
  want({ program: countdown });
  // The artist has had no turn yet.
  mixer.mixSound(0, 0);
  expect(mixer.mixPicture().source.type).toBe('colour');
  await new Promise(setImmediate);
  mixer.mixSound(1, 40);
  const { source, frame } = mixer.mixPicture();
  expect(source).toEqual(countdown);
  expect(lumaOf(frame).some((luma) => luma > 200)).toBe(true);
});

test('every transition goes between two sources of the house, the tone with it', async () => {
  const { want, tick } = await setUp({ type: 'colour', colour: '#000000' });
  for (const type of ['mix', 'wipe', 'dip'] as const) {
    want({ program: { type: 'testPattern' }, transition: { type, frames: 4 } });
    const levels: number[] = [];
    for (let i = 0; i < 5; i += 1) {
      const { frame, heard } = await tick();
      if (i === 2) {
        const left = meanColour(frame, { x: 0, y: 0, width: 40, height: 40 })[0];
        const right = meanColour(frame, { x: 600, y: 0, width: 40, height: 40 })[0];
        if (type === 'wipe') expect([left, right]).toEqual([180, 16]);
        else expect(left).toBeGreaterThan(16);
      }
      levels.push(toneLevel(heard, 1_000));
    }
    expect(levels).toEqual(levels.toSorted((a, b) => a - b));
    expect(levels.at(-1)).toBeGreaterThan(0.1);
    want({ program: { type: 'colour', colour: '#000000' }, transition: { type: 'cut' } });
    await tick();
    await tick();
  }
});
