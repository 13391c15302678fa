import { expect, test } from 'vitest';
import type { ProgramFade, ProgramSource } from '../core/program-link.ts';
import { about, meanColour, toneLevel } from '../testing/observe.ts';
import { people } from '../testing/slots.ts';
import { ManualFader } from './manual-fader.ts';
import { GREY_A, GREY_B, SAMPLES, setUpMixer } from './testing/mixer-rig.ts';

const B: ProgramSource = { type: 'feed', contributorId: 'b' };
const CENTRE = { x: 300, y: 160, width: 40, height: 40 };
const at = (position: number, more: Partial<ProgramFade> = {}): ProgramFade => ({
  takes: 0,
  to: B,
  type: 'mix',
  position,
  ...more,
});
const between = (share: number): number => GREY_A[0] + (GREY_B[0] - GREY_A[0]) * share;

test('it follows the hand, no faster than a quarter of the way in a picture, and rests where it is let go', () => {
  const fader = new ManualFader();
  fader.move(at(0.1));
  fader.step();
  expect(fader.view).toEqual({ to: B, type: 'mix', share: 0.1 });
  fader.move(at(1));
  const shares = Array.from({ length: 5 }, () => {
    fader.step();
    return fader.view?.share;
  });
  expect(shares.map((share) => share?.toFixed(2))).toEqual(['0.35', '0.60', '0.85', '1.00', '1.00']);
  fader.move(at(0));
  for (let i = 0; i < 4; i += 1) fader.step();
  expect(fader.view).toBeNull();
});

test('half-way both are seen and heard, and it stays half-way', async () => {
  const { mixer, tick } = await setUpMixer();
  tick();
  mixer.fade = at(0.5);
  for (let i = 0; i < 40; i += 1) tick();
  const half = tick();
  expect(half.source).toEqual({ type: 'feed', contributorId: 'a' });
  expect(half.incoming).toEqual(B);
  expect(Math.abs(meanColour(half.frame, CENTRE)[0] - between(0.5))).toBeLessThanOrEqual(2);
  expect(toneLevel(half.heard.slice(SAMPLES), 500)).toBeCloseTo(0.25, 1);
  expect(toneLevel(half.heard.slice(SAMPLES), 1_000)).toBeCloseTo(0.25, 1);
  mixer.fade = at(0);
  for (let i = 0; i < 3; i += 1) tick();
  const back = tick();
  expect(back.incoming).toBeNull();
  expect(meanColour(back.frame, CENTRE)).toEqual(about(GREY_A));
});

test('a take goes on from where the hand left it: no picture jumps back', async () => {
  const { mixer, tick, want } = await setUpMixer();
  tick();
  mixer.fade = at(0.5);
  for (let i = 0; i < 3; i += 1) tick();
  want({ program: B, takes: 1, transition: { type: 'mix', frames: 9 } });
  const lumas = Array.from({ length: 7 }, () => meanColour(tick().frame, CENTRE)[0]);
  expect(lumas).toEqual(lumas.toSorted((a, b) => a - b));
  expect(Math.abs((lumas[0] ?? 0) - between(0.6))).toBeLessThanOrEqual(2);
  expect(lumas.at(-1)).toBe(GREY_B[0]);
  expect(tick().incoming).toBeNull();
});

test('another take than the one it goes to ends it, and a position of before that take is void', async () => {
  const { mixer, tick, want } = await setUpMixer();
  tick();
  mixer.fade = at(0.5);
  for (let i = 0; i < 3; i += 1) tick();
  want({ program: { type: 'black' }, takes: 1, transition: { type: 'cut' } });
  const black = tick();
  expect(black.incoming).toBeNull();
  expect(meanColour(black.frame)[0]).toBe(16);
  mixer.fade = at(0.7);
  expect(meanColour(tick().frame)[0]).toBe(16);
});

test('a wipe by hand stands where the hand stands', async () => {
  const { mixer, tick } = await setUpMixer();
  tick();
  mixer.fade = at(0.25, { type: 'wipe', to: { type: 'twoUp', slots: people('b', 'a') } });
  tick();
  const { frame } = tick();
  expect(meanColour(frame, { x: 100, y: 120, width: 50, height: 40 })).toEqual(about(GREY_B));
  expect(meanColour(frame, { x: 170, y: 120, width: 40, height: 40 })).toEqual(about(GREY_A));
});
