import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { AV_PIX_FMT_YUV420P } from 'node-av/constants';
import type { Frame } from 'node-av/lib';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { makeStill } from '../assets/make-still.ts';
import { assetFiles } from '../core/asset-files.ts';
import { createPicture, markProgramColour, planesOf } from '../core/av.ts';
import type { ProgramAsset, ProgramContributor, ProgramDesired, ProgramGraphics } from '../core/program-link.ts';
import { NO_GRAPHICS } from '../testing/no-graphics.ts';
import { about, meanColour } from '../testing/observe.ts';
import { fillPicture } from '../testing/rtp-media.ts';
import { people } from '../testing/slots.ts';
import { Mixer } from './mixer.ts';
import type { MixerFeed } from './mixer-feed.ts';
import { ARTIST } from './testing/artist.ts';

const SIZE = { width: 640, height: 360, frameRate: 25 };
const GREY = [120, 128, 128] as const;
/** Where a name, the clock, the logo and the ticker stand at 640×360. */
const NAME = { x: 44, y: 300, width: 60, height: 36 };
const CLOCK = { x: 28, y: 20, width: 50, height: 18 };
const LOGO = { x: 560, y: 20, width: 50, height: 18 };
const TICKER = { x: 0, y: 338, width: 640, height: 22 };
const QUESTION = { id: 'q', text: 'Où va l’argent ?', author: 'Zoé', theme: 'Prix' };
const PEOPLE: ProgramContributor[] = [
  { id: 'a', name: 'Awa Traoré', role: 'Productrice', place: 'Bamako, Mali', zone: 'Africa/Bamako', gain: 1 },
  { id: 'b', name: 'Inés Muñoz', role: null, place: 'Quito, Équateur', zone: 'America/Guayaquil', gain: 1 },
];

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

type GraphicsChange = { [Name in keyof ProgramGraphics]?: Partial<ProgramGraphics[Name]> };

function withGraphics(change: GraphicsChange): ProgramGraphics {
  return {
    name: { ...NO_GRAPHICS.name, ...change.name },
    clock: { ...NO_GRAPHICS.clock, ...change.clock },
    logo: { ...NO_GRAPHICS.logo, ...change.logo },
    ticker: { ...NO_GRAPHICS.ticker, ...change.ticker },
  };
}

/** A mixer under a clock of its own, with an artist whose orders are counted by kind. */
async function setUp(change: GraphicsChange = {}, more: Partial<ProgramDesired> = {}) {
  const picture = createPicture(SIZE.width, SIZE.height, AV_PIX_FMT_YUV420P);
  markProgramColour(picture);
  fillPicture(picture, GREY);
  const feed = (): MixerFeed => ({ state: 'live', soundOnly: false, advance: () => false, picture, pictures: 1 });
  const feeds = new Map([
    ['a', feed()],
    ['b', feed()],
  ]);
  let now = Date.parse('2026-05-09T18:41:30.000Z');
  const orders: string[] = [];
  let desired: ProgramDesired = {
    title: 'Antenne',
    accent: '#e4572e',
    contributors: PEOPLE,
    program: { type: 'feed', contributorId: 'a' },
    standby: null,
    assets: [],
    plannedStart: '2026-05-09T18:00:00.000Z',
    transition: { type: 'cut' },
    question: null,
    graphics: withGraphics(change),
    zone: 'Europe/Paris',
    takes: 0,
    held: [],
    ...more,
  };
  const mixer = new Mixer({
    ...SIZE,
    desired,
    feeds,
    artist: {
      ...ARTIST,
      lowerThird(order) {
        orders.push('question');
        return ARTIST.lowerThird(order);
      },
      graphic(order) {
        orders.push(order.kind === 'clock' ? `clock ${order.time} ${order.place}`.trim() : order.kind);
        return ARTIST.graphic(order);
      },
      logo(order) {
        orders.push('logo');
        return ARTIST.logo(order);
      },
      ticker(order) {
        orders.push('ticker');
        return ARTIST.ticker(order);
      },
    },
    wallClock: () => now,
  });
  closers.push(() => {
    mixer.close();
    picture.free();
  });
  await mixer.prepare();
  let ticks = 0;
  /** So many ticks, with time for the artist; the last picture. */
  const run = async (count: number) => {
    for (let i = 0; i < count - 1; i += 1) {
      mixer.mixSound(ticks++, 0);
      now += 40;
      await new Promise(setImmediate);
    }
    mixer.mixSound(ticks++, 0);
    now += 40;
    return mixer.mixPicture();
  };
  return {
    feeds,
    orders,
    run,
    want(next: GraphicsChange, others: Partial<ProgramDesired> = {}) {
      desired = { ...desired, ...others, graphics: withGraphics(next) };
      mixer.desired = desired;
    },
  };
}

const isThere = (frame: Frame, area: typeof NAME): boolean => Math.abs(meanColour(frame, area)[0] - GREY[0]) > 12;

test('the name of who is alone on air comes in by command, stands still, and goes', async () => {
  const { run, want, orders } = await setUp();
  expect(isThere((await run(3)).frame, NAME)).toBe(false);
  want({ name: { on: true } });
  const lumas: number[] = [];
  for (let i = 0; i < 10; i += 1) lumas.push(meanColour((await run(1)).frame, NAME)[0]);
  // It comes in over several pictures, one way.
  expect(new Set(lumas).size).toBeGreaterThan(4);
  expect(lumas.slice(0, 6)).toEqual(lumas.slice(0, 6).toSorted((a, b) => b - a));
  const standing = await run(1);
  expect(standing.graphics).toEqual(['name']);
  expect(isThere(standing.frame, NAME)).toBe(true);
  expect(meanColour(standing.frame, { x: 0, y: 0, width: 640, height: 200 })).toEqual(about(GREY));
  want({});
  expect((await run(1)).graphics).toEqual(['name']);
  const gone = await run(8);
  expect(gone.graphics).toEqual([]);
  expect(isThere(gone.frame, NAME)).toBe(false);
  expect(orders).toEqual(['name']);
});

test('a name makes way for a question, for scenes, and for the slate of who is not there', async () => {
  const { run, want, feeds } = await setUp({ name: { on: true } });
  expect((await run(10)).graphics).toEqual(['name']);
  want({ name: { on: true } }, { question: QUESTION });
  expect(await run(15)).toMatchObject({ graphics: [], questionId: 'q' });
  want({ name: { on: true } }, { question: null });
  expect(await run(20)).toMatchObject({ graphics: ['name'], questionId: null });
  want({ name: { on: true } }, { program: { type: 'twoUp', slots: people('a', 'b') }, takes: 1 });
  expect((await run(10)).graphics).toEqual([]);
  want({ name: { on: true } }, { program: { type: 'feed', contributorId: 'b' }, takes: 2 });
  expect((await run(10)).graphics).toEqual(['name']);
  Object.assign(feeds.get('b') ?? {}, { state: 'stalled' });
  expect((await run(10)).graphics).toEqual([]);
});

test('by itself it stands for its seconds after a take, after the transition, and not when it was dismissed', async () => {
  const name = { autoSeconds: 2 };
  const { run, want } = await setUp({ name });
  // A process that begins is no take.
  expect((await run(10)).graphics).toEqual([]);
  const transition = { type: 'mix', frames: 10 } as const;
  want({ name }, { program: { type: 'feed', contributorId: 'b' }, takes: 1, transition });
  expect((await run(10)).graphics).toEqual([]);
  expect((await run(5)).graphics).toEqual(['name']);
  expect((await run(40)).graphics).toEqual(['name']);
  expect((await run(15)).graphics).toEqual([]);
  want({ name }, { program: { type: 'feed', contributorId: 'a' }, takes: 2, transition: { type: 'cut' } });
  expect((await run(10)).graphics).toEqual(['name']);
  want({ name: { ...name, dismissed: 2 } });
  expect((await run(10)).graphics).toEqual([]);
  want({ name: { ...name, dismissed: 2 } }, { program: { type: 'feed', contributorId: 'b' }, takes: 3 });
  expect((await run(10)).graphics).toEqual(['name']);
});

test('each is drawn once for its words, however long it stands', async () => {
  const all = { name: { on: true }, clock: { on: true }, logo: { on: true }, ticker: { on: true, text: 'Bonjour' } };
  const { run, orders, want } = await setUp(all);
  const { frame, graphics } = await run(100);
  expect(graphics).toEqual(['name', 'clock', 'logo', 'ticker']);
  for (const area of [NAME, CLOCK, LOGO, TICKER]) expect(isThere(frame, area)).toBe(true);
  await run(400);
  expect(orders.toSorted()).toEqual(['clock 20:41', 'logo', 'name', 'ticker']);
  want({ ...all, logo: { on: true, text: 'AFRIQUE' } });
  await run(20);
  expect(orders.filter((order) => order === 'logo')).toHaveLength(2);
  want({});
  const off = await run(12);
  expect(off.graphics).toEqual([]);
  for (const area of [NAME, CLOCK, LOGO, TICKER]) expect(isThere(off.frame, area)).toBe(false);
  // What goes and comes back within its drawings' life is not drawn again.
  expect(orders).toHaveLength(5);
});

test('the clock turns on the minute, its next picture drawn ahead, and tells the time of who is on air', async () => {
  const { run, want, orders } = await setUp({ clock: { on: true } });
  // 20:41:30 in Paris, and 29.96 s to go.
  const before = await run(749);
  expect(orders).toEqual(['clock 20:41', 'clock 20:42']);
  const bytes = (frame: Frame): string => Buffer.from(planesOf(frame)[0] ?? []).toString('base64');
  const atNight = bytes(before.frame);
  const [first, second] = [bytes((await run(1)).frame), bytes((await run(1)).frame)];
  expect([first, second].some((picture) => picture !== atNight)).toBe(true);
  expect(bytes((await run(1)).frame)).toBe(second);
  want({ clock: { on: true, where: 'onAir' } });
  await run(3);
  expect(orders.at(-1)).toBe('clock 18:42 Bamako');
  want({ clock: { on: true, where: 'onAir' } }, { program: { type: 'feed', contributorId: 'b' }, takes: 1 });
  await run(3);
  expect(orders.at(-1)).toBe('clock 13:42 Quito');
  want({ clock: { on: true, where: 'onAir' } }, { program: { type: 'slate' }, takes: 2 });
  await run(3);
  expect(orders.at(-1)).toBe('clock 13:42 Quito');
  expect(orders.filter((order) => order === 'clock 20:42')).toHaveLength(1);
});

/** Luma of one row through the middle of the ticker. */
function tickerRow(frame: Frame): Uint8Array {
  const stride = frame.linesize[0] ?? 0;
  return Uint8Array.from((planesOf(frame)[0] ?? Buffer.alloc(0)).subarray(350 * stride, 350 * stride + SIZE.width));
}

test.each([
  ['to the left', 'Le prix du cacao double en un an', 1],
  ['to the right', 'ارتفع سعر الكاكاو هذا العام', -1],
] as const)('a ticker runs %s by the same number of pixels at every tick, drawn once', async (_, text, direction) => {
  const { run, orders } = await setUp({ ticker: { on: true, text } });
  await run(120);
  let row = tickerRow((await run(1)).frame);
  expect(Math.max(...row) - Math.min(...row)).toBeGreaterThan(100);
  for (let i = 0; i < 400; i += 1) {
    const next = tickerRow((await run(1)).frame);
    const kept = SIZE.width - 2;
    const [from, to] =
      direction === 1 ? [row.subarray(2), next.subarray(0, kept)] : [row.subarray(0, kept), next.subarray(2)];
    expect(Buffer.compare(from, to)).toBe(0);
    row = next;
  }
  expect(orders).toEqual(['ticker']);
});

test('names of every length and script stay within the picture, and differ', async () => {
  const names = [
    'Zoé',
    'María-Fernanda Guadalupe de los Ángeles Quispe Mamani y Rodríguez-Etxeberria de la Santísima Trinidad',
    'ليلى بن علي',
    'שירה כהן',
    'Nguyễn Thị Ánh Tuyết',
    'Łukasz Żółć 👩‍🌾',
    'W'.repeat(120),
  ];
  const pictures = new Set<string>();
  for (const name of names) {
    const drawn = await ARTIST.graphic({
      kind: 'name',
      width: 1280,
      height: 720,
      accent: '#0f7a4f',
      contributor: {
        name,
        role: 'Directrice de la coopérative de cacao et de café du Haut-Pays',
        place: 'Quito, Équateur',
      },
    });
    const [luma] = drawn.planes;
    expect(drawn.x + luma.width).toBeLessThanOrEqual(1280 * 0.7);
    expect(drawn.y + luma.height).toBeLessThanOrEqual(720 * 0.95);
    expect(drawn.y).toBeGreaterThan(720 * 0.6);
    pictures.add(Buffer.from(luma.samples).toString('base64'));
  }
  expect(pictures.size).toBe(names.length);
});

describe('a logo from a still', () => {
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'antenne-logo-'));
    // White on the left, nothing on the right: twice as wide as high.
    const canvas = createCanvas(400, 200);
    const context = canvas.getContext('2d');
    context.fillStyle = '#ffffff';
    context.fillRect(0, 0, 200, 200);
    writeFileSync(assetFiles(folder).upload, canvas.toBuffer('image/png'));
    await makeStill({ kind: 'still', folder, format: SIZE });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const assets = (): ProgramAsset[] => [
    {
      ...{ id: 'still', kind: 'still', folder, loop: false, cueMs: 0, gain: 1, duck: true, playOnTake: true },
      ...{ atEnd: 'hold', endTransition: { type: 'cut' } },
      playout: { playing: false, positionMs: 0, at: '2026-05-09T18:00:00.000Z', serial: 0, jump: false },
    },
  ];
  const still = { on: true, stillId: 'still' };
  /** The still has been read: its logo comes in, which takes fewer than 20 frames. */
  const untilThere = (run: Awaited<ReturnType<typeof setUp>>['run']) =>
    vi.waitFor(async () => expect((await run(1)).graphics).toContain('logo'), { timeout: 20_000, interval: 10 });
  /** A few pixels inside a half of the logo, from its middle. */
  const inside = (x: number, y: number) => ({ x: x - 4, y: y - 4, width: 8, height: 8 });

  test.each([
    // A sixth of 640×360 is 106×60; the width of 106 is reached first: 106×53, 26 from the side, 18 from above or below.
    ['topRight', 508, 44],
    ['topLeft', 26, 44],
    ['bottomLeft', 26, 316],
    ['bottomRight', 508, 316],
  ] as const)(
    'stands in its corner (%s), in its proportions, and lets the picture through',
    async (corner, left, middle) => {
      const { run } = await setUp({ logo: { ...still, corner } }, { assets: assets() });
      await untilThere(run);
      const { frame } = await run(20);
      expect(meanColour(frame, inside(left + 26, middle))[0]).toBeGreaterThan(225);
      expect(meanColour(frame, inside(left + 80, middle))).toEqual(GREY);
      expect(meanColour(frame, inside(left + 26, middle - 40))).toEqual(GREY);
      expect(meanColour(frame, inside(left + 26, middle + 40 > 350 ? 268 : middle + 40))).toEqual(GREY);
    },
  );

  test('comes in three sizes, and goes below the clock in its corner', async () => {
    const wide = async (size: ProgramGraphics['logo']['size']) => {
      const { run } = await setUp({ logo: { ...still, size, corner: 'topLeft' } }, { assets: assets() });
      await untilThere(run);
      const { frame } = await run(20);
      const row = Math.round(frame.height * 0.05) + 10;
      const [luma] = planesOf(frame);
      const line = luma?.subarray(row * (frame.linesize[0] ?? 0), row * (frame.linesize[0] ?? 0) + 640) ?? [];
      return [...line].filter((value) => value > 220).length;
    };
    // Half of each: its other half is transparent.
    for (const [size, expected] of [
      ['small', 32],
      ['medium', 53],
      ['large', 80],
    ] as const) {
      expect(Math.abs((await wide(size)) - expected)).toBeLessThan(4);
    }
    const { run } = await setUp({ clock: { on: true }, logo: { ...still, corner: 'topLeft' } }, { assets: assets() });
    await untilThere(run);
    const { frame } = await run(20);
    expect(isThere(frame, CLOCK)).toBe(true);
    expect(meanColour(frame, inside(52, 73))[0]).toBeGreaterThan(225);
    expect(meanColour(frame, { x: 48, y: 42, width: 8, height: 2 })).toEqual(GREY);
  });

  test('that is not there, or cannot be read, is the wordmark', async () => {
    for (const given of [[], assets().map((asset) => ({ ...asset, folder: `${folder}-gone` }))]) {
      const { run } = await setUp({ logo: still }, { assets: given });
      await untilThere(run);
      expect(isThere((await run(20)).frame, LOGO)).toBe(true);
    }
  });
});
