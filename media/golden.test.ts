/**
 * Every scene and transition as a viewer gets it: mixed, coded as H.264, packaged, decoded again. Areas are compared with
 * what should stand there; 6 steps of 255 are allowed for the coding.
 */
import { AV_LOG_QUIET } from 'node-av/constants';
import { Log } from 'node-av/lib';
import { pino } from 'pino';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ProgramFormat, ProgramOutput, ProgramSource, ProgramTransition } from './core/program-link.ts';
import { ProgramEncoder } from './encoder/program-encoder.ts';
import type { MixerFeed } from './mixer/mixer-feed.ts';
import { GREY_A, GREY_B, SIZE, setUpMixer } from './mixer/testing/mixer-rig.ts';
import { createFragmenter } from './packager/fragmenter.ts';
import { decodeMp4Pictures } from './testing/decode.ts';
import { type Area, meanColour } from './testing/observe.ts';
import { people } from './testing/slots.ts';

const FORMAT: ProgramFormat = {
  ...SIZE,
  videoBitrate: 2_000_000,
  preset: 'superfast',
  segmentSeconds: 2,
  partSeconds: 0.2,
  audioBitrate: 96_000,
};
const TOLERANCE = 6;
const A = GREY_A[0];
const B = GREY_B[0];
/** Luma of what is behind the boxes of a scene, and of black. */
const GROUND = 30;
const DARK = 16;

const feed = (contributorId: string): ProgramSource => ({ type: 'feed', contributorId });
const pair = ['a', 'b'];
const WHITE = { type: 'colour', colour: '#ffffff' } as const;

beforeAll(() => Log.setLevel(AV_LOG_QUIET));

interface Seen {
  seconds: number;
  lumas: number[];
}

type Feeds = Awaited<ReturnType<typeof setUpMixer>>['feeds'];

/** Mixes `count` pictures, changing what is wanted at the given ticks; the areas' lumas in each decoded picture. */
async function show(
  first: ProgramSource,
  changes: Record<number, { program: ProgramSource; transition: ProgramTransition }>,
  count: number,
  areas: readonly Area[],
  onTick: (n: number, feeds: Feeds) => void = () => undefined,
): Promise<Seen[]> {
  const { tick, want, drawn, feeds } = await setUpMixer({ program: first, order: ['b', 'a'] });
  const outputs: ProgramOutput[] = [];
  const stream = createFragmenter({
    format: FORMAT,
    emit: (output) => outputs.push(output),
    log: pino({ level: 'silent' }),
  });
  const monitor = { open() {}, write() {}, writeMixMinus() {}, close() {} };
  const encoder = new ProgramEncoder({ format: FORMAT, stream, monitor });
  encoder.open(0);
  // Names are drawn beside the clock: they are there before the first picture that counts.
  tick();
  await drawn();
  for (let n = 0; n < count; n += 1) {
    const change = changes[n];
    if (change) want({ ...change, takes: n });
    onTick(n, feeds);
    const { frame, heard } = tick();
    encoder.encodePicture(frame, n);
    encoder.encodeSound(heard, heard.length / 2, new Map());
    await encoder.encoded;
    await drawn();
  }
  await encoder.close();
  const seen: Seen[] = [];
  decodeMp4Pictures(
    outputs.map(({ data }) => data),
    ({ frame, seconds }) => seen.push({ seconds, lumas: areas.map((area) => meanColour(frame, area)[0]) }),
  );
  return seen;
}

/** Every tick has its picture, each a frame after the one before. */
function expectWhole(seen: readonly Seen[], count: number): void {
  expect(seen).toHaveLength(count);
  for (const [index, { seconds }] of seen.entries()) expect(seconds).toBeCloseTo(index / SIZE.frameRate, 6);
}

function near(luma: number): unknown {
  return {
    asymmetricMatch: (other: unknown) => Math.abs(Number(other) - luma) <= TOLERANCE,
    toString: () => `${luma}`,
  };
}

const CENTRE: Area = { x: 300, y: 160, width: 40, height: 40 };
const LEFT: Area = { x: 60, y: 130, width: 80, height: 40 };
const RIGHT: Area = { x: 420, y: 130, width: 80, height: 40 };
const TOP_LEFT: Area = { x: 40, y: 30, width: 60, height: 40 };
const TOP_RIGHT: Area = { x: 520, y: 30, width: 60, height: 30 };
const EDGE: Area = { x: 200, y: 2, width: 200, height: 2 };
const BOTTOM_LEFT: Area = { x: 40, y: 200, width: 60, height: 20 };

describe('scenes', () => {
  test.each<[string, ProgramSource, [Area, number][]]>([
    [
      'full',
      feed('a'),
      [
        [CENTRE, A],
        [TOP_LEFT, A],
        [EDGE, A],
      ],
    ],
    [
      'two side by side',
      { type: 'twoUp', slots: people(...pair) },
      [
        [LEFT, A],
        [RIGHT, B],
        [EDGE, GROUND],
      ],
    ],
    [
      'an inset',
      { type: 'pip', slots: people(...pair), corner: 'topRight', size: 'small' },
      [
        [CENTRE, A],
        [TOP_RIGHT, B],
        [TOP_LEFT, A],
      ],
    ],
    [
      'a large inset in the other corner',
      { type: 'pip', slots: people('b', 'a'), corner: 'topLeft', size: 'large' },
      [
        [CENTRE, B],
        [TOP_LEFT, A],
        [TOP_RIGHT, B],
      ],
    ],
    [
      'a grid of two',
      { type: 'grid', slots: people(...pair) },
      [
        [LEFT, A],
        [RIGHT, B],
        [EDGE, GROUND],
      ],
    ],
    [
      'a person beside a colour',
      { type: 'twoUp', slots: [...people('a'), WHITE] },
      [
        [LEFT, A],
        [RIGHT, 235],
        [EDGE, GROUND],
      ],
    ],
    [
      'a person in a corner of the test pattern',
      { type: 'pip', slots: [{ type: 'testPattern' }, ...people('b')], corner: 'bottomRight', size: 'large' },
      [
        [{ x: 20, y: 40, width: 40, height: 60 }, 180],
        [{ x: 480, y: 270, width: 60, height: 30 }, B],
      ],
    ],
    [
      'a colour in the corner of a person',
      { type: 'pip', slots: [...people('a'), WHITE], corner: 'topRight', size: 'small' },
      [
        [CENTRE, A],
        [TOP_RIGHT, 235],
      ],
    ],
    [
      'a grid of people, a colour and the test pattern',
      { type: 'grid', slots: [...people('a', 'b'), WHITE, { type: 'testPattern' }] },
      [
        [{ x: 100, y: 60, width: 60, height: 40 }, A],
        [{ x: 420, y: 60, width: 60, height: 40 }, B],
        [{ x: 100, y: 240, width: 60, height: 40 }, 235],
        // White of its first bar.
        [{ x: 328, y: 200, width: 24, height: 40 }, 180],
      ],
    ],
    [
      'a colour beside the question',
      { type: 'questionPanel', slots: [WHITE] },
      [
        [LEFT, 235],
        [EDGE, GROUND],
        [{ x: 410, y: 56, width: 200, height: 20 }, 46],
      ],
    ],
    [
      'beside the question',
      { type: 'questionPanel', slots: people('b') },
      [
        [LEFT, B],
        [EDGE, GROUND],
        [{ x: 410, y: 56, width: 200, height: 20 }, 46],
      ],
    ],
    [
      'black',
      { type: 'black' },
      [
        [CENTRE, DARK],
        [EDGE, DARK],
      ],
    ],
    [
      'a colour',
      { type: 'colour', colour: '#ffffff' },
      [
        [CENTRE, 235],
        [BOTTOM_LEFT, 235],
      ],
    ],
  ])('%s', async (_, source, areas) => {
    const seen = await show(
      source,
      {},
      12,
      areas.map(([area]) => area),
    );
    expectWhole(seen, 12);
    expect(seen.at(-1)?.lumas).toEqual(areas.map(([, luma]) => near(luma)));
  });
});

test('the scene of everybody has who is live, in the rundown’s order, and changes on air once a second at most', async () => {
  const set = (feeds: Feeds, id: string, state: MixerFeed['state']) => {
    const feed = feeds.get(id);
    if (feed) feeds.set(id, Object.assign(feed, { state }));
  };
  const events: Record<number, (feeds: Feeds) => void> = {
    // Gone, back and gone again within a second: the scene shows only what stays.
    30: (feeds) => set(feeds, 'b', 'stalled'),
    35: (feeds) => set(feeds, 'b', 'live'),
    40: (feeds) => set(feeds, 'b', 'stalled'),
    70: (feeds) => set(feeds, 'a', 'absent'),
    100: (feeds) => set(feeds, 'a', 'live'),
    105: (feeds) => set(feeds, 'b', 'live'),
  };
  const seen = await show({ type: 'everybody', slots: [] }, {}, 135, [LEFT, RIGHT, EDGE, CENTRE], (n, feeds) =>
    events[n]?.(feeds),
  );
  expectWhole(seen, 135);
  const views = seen.map(({ lumas: [left = 0, right = 0, edge = 0] }) => {
    const is = (luma: number, other: number) => Math.abs(luma - other) <= TOLERANCE;
    if (is(edge, GROUND) && is(left, B) && is(right, A)) return 'b beside a';
    if (is(left, A) && is(right, A) && is(edge, A)) return 'a alone';
    if (is(left, B) && is(right, B) && is(edge, B)) return 'b alone';
    // Dark at its edge, with words in its middle.
    return edge < 50 ? 'card' : `torn: ${left}, ${right}, ${edge}`;
  });
  const stretches = views.reduce<[string, number][]>((all, view, n) => {
    if (all.at(-1)?.[0] !== view) all.push([view, n]);
    return all;
  }, []);
  expect(stretches).toEqual([
    ['b beside a', 0],
    ['a alone', 30],
    ['card', 70],
    ['a alone', 100],
    // Twenty-five pictures after the last change.
    ['b beside a', 125],
  ]);
});

describe('transitions', () => {
  const FRAMES = 9;
  const TAKE = 10;

  test.each<[string, ProgramTransition, (share: number) => [number, number]]>([
    ['a cut', { type: 'cut' }, () => [B, B]],
    ['a mix', { type: 'mix', frames: FRAMES }, (share) => [A + (B - A) * share, A + (B - A) * share]],
    // The edge passes the middles of both areas at 100 and 460 of 640.
    ['a wipe', { type: 'wipe', frames: FRAMES }, (share) => [share > 0.16 ? B : A, share > 0.72 ? B : A]],
    [
      'a dip to black',
      { type: 'dip', frames: FRAMES },
      (share) => {
        const luma = share < 0.5 ? A + (DARK - A) * share * 2 : B + (DARK - B) * (2 - share * 2);
        return [luma, luma];
      },
    ],
  ])('%s takes exactly its pictures; none is left out, none is shown twice', async (_, transition, between) => {
    const narrow = (area: Area): Area => ({ ...area, x: area.x + 36, width: 8 });
    const count = TAKE + FRAMES + 6;
    const seen = await show(feed('a'), { [TAKE]: { program: feed('b'), transition } }, count, [
      narrow(LEFT),
      narrow(RIGHT),
    ]);
    expectWhole(seen, count);
    const frames = transition.type === 'cut' ? 0 : FRAMES;
    for (const [index, { lumas }] of seen.entries()) {
      const step = index - TAKE + 1;
      const expected = step <= 0 ? [A, A] : step > frames ? [B, B] : between(step / (frames + 1));
      expect(lumas, `picture ${index}`).toEqual(expected.map(near));
    }
  });
});
