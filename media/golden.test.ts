/** Transitions, and the scene that fills itself, as a viewer gets them; scenes and graphics: `golden-scenes.test.ts`. */
import { test } from 'vitest';
import type { ProgramSource, ProgramTransition } from './core/program-link.ts';
import type { MixerFeed } from './mixer/mixer-feed.ts';
import { GREY_A, GREY_B, LEFT_BOX, makePicture, SIZE } from './mixer/testing/mixer-rig.ts';
import { type Look, startGolden } from './testing/golden.ts';
import { NO_GRAPHICS } from './testing/no-graphics.ts';
import type { Area } from './testing/observe.ts';
import { people } from './testing/slots.ts';

/** Some hundred pictures are coded one after the other. */
const PATIENCE = 120_000;
const A = GREY_A[0];
const B = GREY_B[0];
/** Of two more. */
const C = 120;
const D = 160;
/** Luma of what is behind the boxes of a scene, and of black. */
const GROUND = 30;
const DARK = 16;

const feed = (contributorId: string): ProgramSource => ({ type: 'feed', contributorId });
/** Narrow ones, about x = 100 and 460. */
const LEFT: Area = { x: 96, y: 130, width: 8, height: 40 };
const RIGHT: Area = { x: 456, y: 130, width: 8, height: 40 };
const EDGE: Area = { x: 200, y: 2, width: 200, height: 2 };
const MIDDLE: Area = { x: 300, y: 160, width: 40, height: 40 };
/** In the boxes of a grid of three, clear of the names. */
const GRID_LEFT: Area = { x: 150, y: 20, width: 60, height: 40 };
const GRID_RIGHT: Area = { x: 460, y: 20, width: 60, height: 40 };
const GRID_BELOW: Area = { x: 240, y: 200, width: 60, height: 40 };

const beside = (left: number, right: number): Look[] => [
  [LEFT, left],
  [RIGHT, right],
  [EDGE, GROUND],
];
/** Dark at its edge, with words in its middle. */
const CARD: Look[] = [
  [{ x: 48, y: 60, width: 400, height: 140 }, 'words'],
  [{ x: 4, y: 350, width: 40, height: 4 }, 25],
];

test(
  'the scene of everybody fills itself with who arrives; who was lost in it comes back with a take',
  async () => {
    const pictures = [GREY_A, GREY_B, [C, 128, 128], [D, 128, 128]] as const;
    const { show, verify, feeds, want } = await startGolden(
      { program: { type: 'everybody', slots: [] }, order: ['b', 'a'] },
      pictures.map(makePicture),
    );
    const set = (state: MixerFeed['state'], ...ids: string[]): void => {
      for (const id of ids) Object.assign(feeds.get(id) ?? {}, { state });
    };
    const three = (left: number, right: number, below: number): Look[] => [
      [GRID_LEFT, left],
      [GRID_RIGHT, right],
      [GRID_BELOW, below],
      [EDGE, GROUND],
    ];
    set('absent', 'c', 'd');
    await show('two of them', 30, () => beside(B, A));
    set('live', 'c');
    // Whoever comes waits until their name is drawn: here that is one picture.
    await show('somebody on their way', 1, () => beside(B, A));
    await show('three of them', 30, () => three(B, A, C));
    set('stalled', 'b');
    await show('one is lost', 5, () => beside(A, C));
    set('live', 'b', 'd');
    // On air it changes once a second at most.
    await show('back, but held; another one on their way', 20, () => beside(A, C));
    await show('with who came', 30, () => three(A, C, D));
    set('absent', 'a');
    set('stalled', 'c', 'd');
    await show('nobody', 5, () => CARD);
    set('live', 'a', 'c', 'd');
    await show('nobody before a take', 30, () => CARD);
    set('absent', 'a');
    want({ takes: 1 });
    await show('a take', 3, () => three(B, C, D));
    set('live', 'a');
    await show('who was gone at the take is held on', 30, () => three(B, C, D));
    want({ takes: 2, transition: { type: 'mix', frames: 4 } });
    await show('a mix with the picture before', 4, (n) =>
      three(B, C + ((A - C) * (n + 1)) / 5, D + ((C - D) * (n + 1)) / 5),
    );
    await show('everybody again', 3, () => [
      [GRID_LEFT, B],
      [GRID_RIGHT, A],
      [{ x: 100, y: 200, width: 60, height: 40 }, C],
      [{ x: 400, y: 200, width: 60, height: 40 }, D],
    ]);
    await verify();
  },
  PATIENCE,
);

test(
  'a transition takes exactly its pictures; none is left out, none is shown twice',
  async () => {
    const { show, verify, want } = await startGolden();
    /** What stands on the left and on the right; null where an edge is about to pass. */
    type Between = (from: number, to: number, share: number) => [number | null, number | null];
    const both = (luma: number): [number, number] => [luma, luma];
    const kinds: [Exclude<ProgramTransition, { type: 'cut' }>['type'], Between][] = [
      ['mix', (from, to, share) => both(from + (to - from) * share)],
      [
        'wipe',
        (from, to, share) => {
          const edge = share * SIZE.width;
          const at = (x: number) => (Math.abs(edge - x) < 20 ? null : edge > x ? to : from);
          return [at(100), at(460)];
        },
      ],
      [
        'dip',
        (from, to, share) => both(share < 0.5 ? from + (DARK - from) * share * 2 : to + (DARK - to) * (2 - share * 2)),
      ],
    ];
    let [from, to] = [A, B];
    let takes = 0;
    const take = (transition: ProgramTransition): void => {
      takes += 1;
      want({ program: feed(to === B ? 'b' : 'a'), takes, transition });
      [from, to] = [to, from];
    };
    const looks = ([left, right]: ReturnType<Between>): Look[] => [
      ...(left === null ? [] : [[LEFT, left] as const]),
      ...(right === null ? [] : [[RIGHT, right] as const]),
    ];
    await show('before', 4, () => looks([A, A]));
    take({ type: 'cut' });
    await show('a cut', 4, () => looks([B, B]));
    for (const frames of [4, 9, 50]) {
      for (const [type, between] of kinds) {
        take({ type, frames });
        // They have changed places by now.
        const [before, after] = [to, from];
        await show(`${type} of ${frames}`, frames, (n) => looks(between(before, after, (n + 1) / (frames + 1))));
        await show(`after ${type} of ${frames}`, 3, () => looks([after, after]));
      }
    }
    await verify();
  },
  PATIENCE,
);

test(
  'one scene passes into another, and the manual fader rests half-way',
  async () => {
    const twoUp: ProgramSource = { type: 'twoUp', slots: people('a', 'b') };
    const pip: ProgramSource = { type: 'pip', slots: people('b', 'a'), corner: 'topRight', size: 'large' };
    const { show, verify, want, mixer } = await startGolden({ program: twoUp, standby: pip });
    /** In the right box, and below where the inset will be. */
    const right: Area = { x: 440, y: 170, width: 60, height: 40 };
    await show('two', 4, () => [
      [LEFT_BOX, A],
      [right, B],
      [EDGE, GROUND],
    ]);
    want({ program: pip, standby: twoUp, takes: 1, transition: { type: 'mix', frames: 4 } });
    await show('mixing', 4, (n) => [
      [LEFT_BOX, A + ((B - A) * (n + 1)) / 5],
      [right, B],
      [EDGE, GROUND + ((B - GROUND) * (n + 1)) / 5],
    ]);
    const inset: Area = { x: 470, y: 40, width: 100, height: 30 };
    await show('the inset', 3, () => [
      [LEFT_BOX, B],
      [inset, A],
    ]);
    mixer.fade = { takes: 1, to: twoUp, type: 'mix', position: 0.5 };
    await show('to half-way', 2, () => null);
    const half: Look[] = [
      [LEFT_BOX, (A + B) / 2],
      [EDGE, (B + GROUND) / 2],
    ];
    await show('half-way', 30, () => half);
    mixer.fade = { takes: 1, to: twoUp, type: 'wipe', position: 0.5 };
    await show('half a wipe', 3, () => [
      [LEFT_BOX, A],
      [{ x: 340, y: 130, width: 40, height: 40 }, B],
      [inset, A],
    ]);
    mixer.fade = { takes: 1, to: twoUp, type: 'wipe', position: 0 };
    await show('on its way back', 2, () => null);
    await show('back', 3, () => [
      [LEFT_BOX, B],
      [inset, A],
    ]);
    await verify();
  },
  PATIENCE,
);

test(
  'a fade to black takes the graphics with it, and brings them back',
  async () => {
    const graphics = { ...NO_GRAPHICS, logo: { ...NO_GRAPHICS.logo, on: true } };
    const question = { id: 'q', text: 'Où va l’argent ?', author: 'Zoé', theme: 'Prix' };
    const { show, verify, want, lumaOf } = await startGolden({ graphics, question });
    const words: Area = { x: 54, y: 262, width: 200, height: 60 };
    const logo: Area = { x: 500, y: 18, width: 106, height: 22 };
    const standing: Look[] = [
      [words, 'words'],
      [logo, 'words'],
      [MIDDLE, A],
    ];
    await show('standing', 12, standing);
    const areas = [words, logo, MIDDLE];
    const lit = areas.map(lumaOf);
    const dimmed = (share: number): Look[] =>
      areas.map((area, index) => [area, DARK + ((lit[index] ?? 0) - DARK) * (1 - share)]);
    want({ program: { type: 'black' }, takes: 1, transition: { type: 'mix', frames: 9 } });
    await show('to black', 9, (n) => dimmed((n + 1) / 10));
    await show('black', 15, () => dimmed(1));
    want({ program: feed('a'), takes: 2, transition: { type: 'mix', frames: 9 } });
    await show('from black', 9, (n) => dimmed(1 - (n + 1) / 10));
    await show('standing again', 3, standing);
    await verify();
  },
  PATIENCE,
);
