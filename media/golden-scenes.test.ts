/** Every scene and every graphic as a viewer gets it; transitions: `golden.test.ts`. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { afterAll, beforeAll, test } from 'vitest';
import { makeClip } from './assets/make-clip.ts';
import { makeStill } from './assets/make-still.ts';
import { ClipPlayer } from './clips/clip-player.ts';
import { assetFiles } from './core/asset-files.ts';
import type { ProgramAsset, ProgramGraphics, ProgramSlot, ProgramSource } from './core/program-link.ts';
import { ARTIST } from './mixer/testing/artist.ts';
import { makePicture, SIZE } from './mixer/testing/mixer-rig.ts';
import { writeTestClip } from './testing/clip-file.ts';
import { type Look, startGolden } from './testing/golden.ts';
import { NO_GRAPHICS } from './testing/no-graphics.ts';
import type { Area } from './testing/observe.ts';
import { people } from './testing/slots.ts';

/** Some hundred pictures are coded one after the other. */
const PATIENCE = 120_000;
/** Of six people, `a` to `f`. */
const GREYS = [60, 200, 90, 170, 120, 145] as const;
const [A, B, C, D, E, F] = GREYS;
/** Luma of what is behind the boxes of a scene, of black, of white, and of the ground of names and the like. */
const GROUND = 30;
const DARK = 16;
const LIGHT = 235;
const PANEL = 30;
const WHITE = { type: 'colour', colour: '#ffffff' } as const;
const STILL = { type: 'still', assetId: 'still' } as const;
const AT = '2026-05-09T18:00:00.000Z';

const area = (x: number, y: number, width: number, height: number): Area => ({ x, y, width, height });
const MIDDLE = area(300, 160, 40, 40);
const EDGE = area(200, 2, 200, 2);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'antenne-golden-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function makeAsset(id: string, kind: ProgramAsset['kind']): ProgramAsset {
  return {
    ...{ id, kind, folder: mkdtempSync(join(folder, `${id}-`)), loop: false, cueMs: 0, gain: 1, duck: true },
    ...{ playOnTake: true, atEnd: 'hold', endTransition: { type: 'cut' } },
    playout: { playing: false, positionMs: 0, at: AT, serial: 0, jump: false },
  };
}

/** White on the left, nothing on the right: twice as wide as high. */
async function makeHalf(): Promise<ProgramAsset> {
  const asset = makeAsset('still', 'still');
  const canvas = createCanvas(400, 200);
  const context = canvas.getContext('2d');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, 200, 200);
  writeFileSync(assetFiles(asset.folder).upload, canvas.toBuffer('image/png'));
  await makeStill({ kind: 'still', folder: asset.folder, format: SIZE });
  return asset;
}

/** Each picture says its number in bars. */
async function makeNumbered(): Promise<ProgramAsset> {
  const asset = makeAsset('clip', 'clip');
  writeTestClip({ path: assetFiles(asset.folder).upload, ...SIZE, pictures: 12, sound: null });
  await makeClip({ kind: 'clip', folder: asset.folder, format: SIZE }, () => undefined);
  return asset;
}

/** In the upper middle of a box, clear of the name; boxes are 640×360's, worked out by hand. */
const inBox = (x: number, y: number, width: number): Area => area(x + width / 2, y + 12, 40, 16);
const GRID_4 = [
  [12, 6],
  [322, 6],
  [12, 182],
  [322, 182],
] as const;
const GRID_6 = [
  [8, 62],
  [218, 62],
  [428, 62],
  [8, 182],
  [218, 182],
  [428, 182],
] as const;

const grid = (...slots: ProgramSlot[]): ProgramSource => ({ type: 'grid', slots });
const boxesOf = (corners: readonly (readonly [number, number])[], width: number, lumas: readonly number[]): Look[] => [
  ...lumas.map((luma, index): Look => {
    const [x = 0, y = 0] = corners[index] ?? [];
    return [inBox(x, y, width), luma];
  }),
  [EDGE, GROUND],
];

/** `b` over `a`; the inset ends where it should. */
function insets(): [string, ProgramSource, Look[]][] {
  const sizes = { small: { width: 160, height: 90 }, large: { width: 216, height: 122 } } as const;
  return (['topLeft', 'topRight', 'bottomLeft', 'bottomRight'] as const).flatMap((corner) =>
    (['small', 'large'] as const).map((size): [string, ProgramSource, Look[]] => {
      const { width, height } = sizes[size];
      const x = corner.endsWith('Left') ? 18 : SIZE.width - 18 - width;
      const y = corner.startsWith('top') ? 18 : SIZE.height - 18 - height;
      return [
        `a ${size} inset, ${corner}`,
        { type: 'pip', slots: people('a', 'b'), corner, size },
        [
          [area(x + 100, y + 6, 40, 24), B],
          // Beyond its inner side, and at the picture's edge.
          [area(corner.endsWith('Left') ? x + width + 4 : x - 12, y + 20, 8, 24), A],
          [area(corner.endsWith('Left') ? 2 : SIZE.width - 12, y + 20, 10, 24), A],
          [MIDDLE, A],
        ],
      ];
    }),
  );
}

/** Mean luma of an area of a picture given as planes. */
function planarLuma(planes: Uint8Array, { x, y, width, height }: Area): number {
  let sum = 0;
  for (let row = y; row < y + height; row += 1) {
    for (let column = x; column < x + width; column += 1) sum += planes[row * SIZE.width + column] ?? 0;
  }
  return sum / (width * height);
}

test(
  'every scene stands as it should, from its first picture on air',
  async () => {
    const [still, clip] = await Promise.all([makeHalf(), makeNumbered()]);
    const session = await startGolden(
      // What comes from the disk is there before the first picture; the others are made ready on preview.
      { program: STILL, assets: [still, clip] },
      GREYS.map((grey) => makePicture([grey, 128, 128])),
      {
        wallClock: () => Date.parse(AT) - 90_000,
        openClip: (asset, resuming) =>
          new ClipPlayer({
            ...{ asset, resuming, frameRate: SIZE.frameRate, later: setImmediate, wallClock: () => Date.parse(AT) },
            onPosition: () => undefined,
            onFailure: (error) => {
              throw error;
            },
          }),
      },
    );
    const { show, want, verify, feeds } = session;
    const style = { ...SIZE, accent: '#e4572e', title: 'Le Tour du Monde' };
    const glow = area(560, 90, 40, 80);
    const words = area(48, 60, 380, 140);
    const card = await ARTIST.slate({ ...style, contributor: null });
    const slate = await ARTIST.slate({
      ...style,
      contributor: { name: 'Lalaina Rakoto', place: 'Antsirabe, Madagascar' },
    });
    const countdown = await ARTIST.countdownGround({ ...style, title: 'Bientôt' });
    const scenes: [string, ProgramSource, Look[]][] = [
      [
        'full',
        { type: 'feed', contributorId: 'a' },
        [
          [MIDDLE, A],
          [EDGE, A],
        ],
      ],
      [
        'two side by side',
        { type: 'twoUp', slots: people('a', 'b') },
        [
          [inBox(8, 94, 306), A],
          [inBox(322, 94, 306), B],
          [EDGE, GROUND],
        ],
      ],
      ...insets(),
      [
        'a grid of two',
        grid(...people('a', 'b')),
        [
          [inBox(8, 94, 306), A],
          [inBox(322, 94, 306), B],
          [EDGE, GROUND],
        ],
      ],
      ['a grid of three', grid(...people('a', 'b', 'c')), [...boxesOf(GRID_4, 304, [A, B]), [inBox(168, 182, 304), C]]],
      ['a grid of four', grid(...people('a', 'b', 'c', 'd')), boxesOf(GRID_4, 304, [A, B, C, D])],
      [
        'a grid of five',
        grid(...people('a', 'b', 'c', 'd', 'e')),
        [...boxesOf(GRID_6, 204, [A, B, C]), [inBox(112, 182, 204), D], [inBox(322, 182, 204), E]],
      ],
      ['a grid of six', grid(...people('a', 'b', 'c', 'd', 'e', 'f')), boxesOf(GRID_6, 204, [A, B, C, D, E, F])],
      [
        'a person beside a colour',
        { type: 'twoUp', slots: [...people('a'), WHITE] },
        [
          [inBox(8, 94, 306), A],
          [inBox(322, 94, 306), LIGHT],
        ],
      ],
      [
        'a person in a corner of the test pattern',
        { type: 'pip', slots: [{ type: 'testPattern' }, ...people('b')], corner: 'bottomRight', size: 'large' },
        [
          [area(20, 40, 40, 60), 180],
          [area(500, 230, 60, 24), B],
        ],
      ],
      [
        'a grid of people, a colour and the test pattern',
        grid(...people('a', 'b'), WHITE, { type: 'testPattern' }),
        // White of its first bar.
        [...boxesOf(GRID_4, 304, [A, B, LIGHT]), [area(328, 200, 24, 40), 180]],
      ],
      [
        'a person beside the question',
        { type: 'questionPanel', slots: people('b') },
        [
          [area(60, 130, 80, 40), B],
          [EDGE, GROUND],
          [area(410, 56, 200, 20), 46],
          [area(420, 120, 180, 120), 'words'],
        ],
      ],
      [
        'black',
        { type: 'black' },
        [
          [MIDDLE, DARK],
          [EDGE, DARK],
        ],
      ],
      [
        'a colour',
        WHITE,
        [
          [MIDDLE, LIGHT],
          [EDGE, LIGHT],
        ],
      ],
      [
        'the test pattern',
        { type: 'testPattern' },
        [
          [area(20, 40, 40, 60), 180],
          [area(20, 340, 40, 8), DARK],
          [area(600, 340, 8, 8), LIGHT],
        ],
      ],
      [
        'the card',
        { type: 'slate' },
        [
          [words, 'words'],
          [words, planarLuma(card, words)],
          [glow, planarLuma(card, glow)],
        ],
      ],
      [
        'a countdown',
        { type: 'countdown', title: 'Bientôt', until: AT },
        [
          [area(48, 130, 400, 110), 'words'],
          [area(48, 40, 300, 70), planarLuma(countdown, area(48, 40, 300, 70))],
          [glow, planarLuma(countdown, glow)],
        ],
      ],
    ];
    await show('a still', 4, () => [
      [area(100, 160, 60, 40), LIGHT],
      [area(480, 160, 60, 40), DARK],
      [EDGE, DARK],
    ]);
    let takes = 0;
    for (const [name, program, looks] of scenes) {
      want({ standby: program });
      await show(`${name}, on preview`, 2, () => null);
      takes += 1;
      want({ program, takes });
      await show(name, 4, () => looks);
    }
    Object.assign(feeds.get('c') ?? {}, { state: 'stalled' });
    want({ program: { type: 'feed', contributorId: 'c' }, takes: takes + 1 });
    await show('a named slate', 4, () => [
      [words, 'words'],
      [words, planarLuma(slate, words)],
      [glow, planarLuma(slate, glow)],
    ]);

    want({ standby: { type: 'clip', assetId: 'clip' } });
    await show('before the clip', 3, () => null);
    const playing = { ...clip, playout: { ...clip.playout, playing: true, serial: 1 } };
    want({ program: { type: 'clip', assetId: 'clip' }, assets: [still, playing], takes: takes + 2 });
    // The two lowest bits of each picture's number, on the right.
    await show('a clip', 12, (n) => [
      [area(590, 100, 36, 40), n & 1 ? 200 : 40],
      [area(526, 100, 36, 40), n & 2 ? 200 : 40],
    ]);
    await verify();
  },
  PATIENCE,
);

test(
  'names stand in the boxes of a scene, with the role where there is room',
  async () => {
    const role = 'Productrice de cacao';
    const person = (id: string) => ({ id, name: 'Awa Traoré', role, place: 'Bamako', zone: null, gain: 1 });
    const { show, want, verify, drawn } = await startGolden({ contributors: [person('a'), person('b')] });
    const program: ProgramSource = { type: 'twoUp', slots: people('a', 'b') };
    want({ standby: program });
    await drawn();
    want({ program, takes: 1, transition: { type: 'mix', frames: 4 } });
    // They come with the picture that they belong to: from its first picture on, and not only at its end.
    const ground = area(21, 218, 3, 32);
    await show('mixing', 4, (n) => [[ground, 60 + ((PANEL - 60) * (n + 1)) / 5]]);
    await show('two of them', 3, () => [
      [area(25, 216, 120, 16), 'words'],
      [ground, PANEL],
    ]);
    await verify();
  },
  PATIENCE,
);

type On = { [Name in keyof ProgramGraphics]?: Partial<ProgramGraphics[Name]> };

test(
  'each graphic comes in, stands and goes',
  async () => {
    const { show, want, verify } = await startGolden();
    const graphics = (on: On): ProgramGraphics => ({
      name: { ...NO_GRAPHICS.name, ...on.name },
      clock: { ...NO_GRAPHICS.clock, ...on.clock },
      logo: { ...NO_GRAPHICS.logo, ...on.logo },
      ticker: { ...NO_GRAPHICS.ticker, ...on.ticker },
    });
    /** Seven pictures to come in, five to go, most of the way in the first of them. */
    const come = (n: number): number => (n === 0 ? 0 : 1 - Math.max(0, 1 - n / 7) ** 3);
    const go = (n: number): number => (n >= 4 ? 0 : 1 - ((n + 1) / 5) ** 3);
    const panel = (share: number): number => A + (PANEL - A) * share;
    /** Of each its words, and its ground where nothing is written. */
    const shown: [string, On, Area, Area][] = [
      ['a name', { name: { on: true } }, area(47, 288, 120, 46), area(38, 298, 6, 30)],
      ['the clock', { clock: { on: true } }, area(34, 18, 40, 20), area(28, 20, 5, 12)],
      ['the logo', { logo: { on: true } }, area(500, 18, 106, 22), area(607, 20, 5, 12)],
    ];
    await show('nothing', 4, () => [[MIDDLE, A]]);
    for (const [name, on, words, ground] of shown) {
      want({ graphics: graphics(on) });
      await show(`${name} comes`, 8, (n) => [[ground, panel(come(n))]]);
      await show(`${name} stands`, 3, () => [
        [ground, PANEL],
        [words, 'words'],
        [MIDDLE, A],
      ]);
      want({ graphics: graphics({}) });
      await show(`${name} goes`, 6, (n) => [[ground, panel(go(n))]]);
    }
    want({ question: { id: 'q', text: 'Où va l’argent ?', author: 'Zoé', theme: 'Prix' } });
    const ground = area(40, 274, 10, 46);
    await show('the question comes', 8, (n) => [[ground, panel(come(n))]]);
    await show('the question stands', 3, () => [
      [ground, PANEL],
      [area(54, 262, 300, 70), 'words'],
      [MIDDLE, A],
    ]);
    want({ question: null });
    await show('the question goes', 6, (n) => [[ground, panel(go(n))]]);

    want({ graphics: graphics({ ticker: { on: true, text: 'Le prix du cacao double' } }) });
    const [upper, lower] = [area(100, 341, 200, 4), area(100, 356, 200, 4)];
    // It rises from below the picture.
    await show('the ticker comes', 8, (n) =>
      n === 0
        ? [[lower, A]]
        : n === 1
          ? [
              [upper, A],
              [lower, PANEL],
            ]
          : [],
    );
    await show('the ticker stands', 60, (n) => [
      [upper, PANEL],
      [lower, PANEL],
      ...(n === 59 ? [[area(530, 340, 100, 20), 'words'] as const] : []),
    ]);
    want({ graphics: graphics({}) });
    await show('the ticker goes', 6, (n) => (n === 3 ? [[upper, A]] : n > 3 ? [[lower, A]] : []));
    await verify();
  },
  PATIENCE,
);
