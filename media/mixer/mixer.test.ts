import { expect, test } from 'vitest';
import type { ProgramSource } from '../core/program-link.ts';
import { about, brightest, fingerprint, meanColour, toneLevel } from '../testing/observe.ts';
import { fillPicture } from '../testing/rtp-media.ts';
import { people } from '../testing/slots.ts';
import { placeInside } from './picture-fit.ts';
import { GREY_A, GREY_B, LEFT_BOX, RIGHT_BOX, SAMPLES, setUpWebcams, TWO_UP } from './testing/mixer-rig.ts';

const CENTRE = { x: 300, y: 160, width: 40, height: 40 };
const LEFT = { x: 0, y: 0, width: 60, height: 360 };

test('a picture is scaled into the middle with its proportions kept', () => {
  const target = { width: 1280, height: 720 };
  expect(placeInside({ width: 640, height: 360 }, target)).toEqual({ x: 0, y: 0, width: 1280, height: 720 });
  expect(placeInside({ width: 640, height: 480 }, target)).toEqual({ x: 160, y: 0, width: 960, height: 720 });
  expect(placeInside({ width: 360, height: 640 }, target)).toEqual({ x: 436, y: 0, width: 406, height: 720 });
  expect(placeInside({ width: 1920, height: 800 }, target)).toEqual({ x: 0, y: 92, width: 1280, height: 534 });
  // By its proportions a line and a half too narrow: drawn out, without bars.
  expect(placeInside({ width: 1280, height: 720 }, { width: 410, height: 230 })).toMatchObject({ x: 0, width: 410 });
  expect(placeInside({ width: 1, height: 2_000 }, target)).toEqual({ x: 638, y: 0, width: 2, height: 720 });
});

test('a cut is whole at the very next tick: picture, letterbox and who is on air', async () => {
  const { tick, want } = await setUpWebcams();
  const before = tick();
  expect(before.source).toEqual({ type: 'feed', contributorId: 'a' });
  expect(meanColour(before.frame)).toEqual(about(GREY_A));
  want({ program: { type: 'feed', contributorId: 'b' } });
  const after = tick();
  expect(after.source).toEqual({ type: 'feed', contributorId: 'b' });
  expect(meanColour(after.frame, CENTRE)).toEqual(about(GREY_B));
  // 4:3 in 16:9: bars of 80 pixels.
  expect(meanColour(after.frame, LEFT)).toEqual([16, 128, 128]);
  want({ program: { type: 'feed', contributorId: 'a' } });
  expect(meanColour(tick().frame, LEFT)).toEqual(about(GREY_A));
});

test('colours keep their meaning from a browser’s BT.601 to the programme’s BT.709', async () => {
  const { a, tick } = await setUpWebcams();
  // Pure red, full saturation.
  if (a.picture) fillPicture(a.picture, [81, 90, 240]);
  expect(meanColour(tick().frame)).toEqual(about([63, 102, 240]));
});

test('a new picture of the feed is shown, the same one is not scaled again', async () => {
  const { a, tick } = await setUpWebcams();
  tick();
  if (a.picture) fillPicture(a.picture, GREY_B);
  expect(meanColour(tick().frame)).toEqual(about(GREY_A));
  a.pictures += 1;
  expect(meanColour(tick().frame)).toEqual(about(GREY_B));
});

test('the broadcast’s slate stands where nobody is on air, and in place of a stranger', async () => {
  const { tick, want, drawn } = await setUpWebcams({ program: { type: 'slate' } });
  const slate = fingerprint(tick().frame);
  want({ program: { type: 'feed', contributorId: 'gone' } });
  expect(fingerprint(tick().frame)).toBe(slate);
  want({ program: { type: 'slate' }, title: 'Autre titre' });
  await drawn();
  expect(fingerprint(tick().frame)).not.toBe(slate);
});

const ABOVE = { x: 0, y: 0, width: 640, height: 80 };

test('two people side by side are both seen, named and heard', async () => {
  const { b, tick, want, drawn } = await setUpWebcams({ program: TWO_UP });
  tick();
  await drawn();
  const { frame, source } = tick();
  expect(source).toEqual(TWO_UP);
  expect(meanColour(frame, LEFT_BOX)).toEqual(about(GREY_A));
  expect(meanColour(frame, RIGHT_BOX)).toEqual(about(GREY_B));
  expect(meanColour(frame, ABOVE)).toEqual([30, 130, 127]);
  // The name of the first one: white on its panel, in the lower left of the box.
  expect(brightest(frame)).toBeGreaterThan(225);
  expect(meanColour(frame, { x: 20, y: 232, width: 40, height: 20 })[0]).toBeLessThan(110);
  const { heard } = tick();
  expect(toneLevel(heard, 500)).toBeCloseTo(0.49, 2);
  expect(toneLevel(heard, 1_000)).toBeCloseTo(0.49, 2);

  // Who stalls gets their slate within the scene; the other one goes on.
  b.state = 'stalled';
  const stalled = tick().frame;
  expect(meanColour(stalled, LEFT_BOX)).toEqual(about(GREY_A));
  expect(meanColour(stalled, RIGHT_BOX)).not.toEqual(about(GREY_B));
  b.state = 'live';
  expect(meanColour(tick().frame, RIGHT_BOX)).not.toEqual(about(GREY_B));
  want({ program: { type: 'twoUp', slots: people('b', 'a') }, takes: 1 });
  expect(meanColour(tick().frame, LEFT_BOX)).toEqual(about(GREY_B));
  want({ program: { type: 'feed', contributorId: 'b' }, takes: 2 });
  expect(meanColour(tick().frame, CENTRE)).toEqual(about(GREY_B));
});

test('each listener hears the programme without themselves, on air and off', async () => {
  const { mixer, tick, want } = await setUpWebcams({ program: TWO_UP });
  mixer.listeners = ['a', 'b'];
  tick();
  const together = tick();
  for (const [listener, own, other] of [
    ['a', 500, 1_000],
    ['b', 1_000, 500],
  ] as const) {
    const back = together.returns[listener] ?? new Float32Array();
    expect(toneLevel(back, own)).toBeLessThan(0.001);
    expect(toneLevel(back, other)).toBeCloseTo(0.5, 2);
    // Both together reach the limiter.
    expect(toneLevel(together.heard, own)).toBeCloseTo(0.49, 2);
  }
  // Off air, a listener hears all of it.
  want({ program: { type: 'feed', contributorId: 'a' } });
  tick();
  const alone = tick();
  expect(toneLevel(alone.returns.b ?? new Float32Array(), 500)).toBeCloseTo(0.5, 2);
  expect(Math.max(...(alone.returns.a ?? [1]))).toBe(0);
  mixer.listeners = ['b'];
  expect(Object.keys(tick().returns)).toEqual(['b']);
});

test('an open channel is heard under everybody else’s picture and the card, not under black, and never comes back', async () => {
  const { mixer, tick, want } = await setUpWebcams();
  const person = (id: string) => ({ id, name: id, place: '', role: null, zone: null, gain: 1 });
  want({ contributors: [person('a'), { ...person('b'), mode: 'open' }] });
  mixer.listeners = ['a', 'b'];
  const level = (sound: Float32Array | undefined) => toneLevel(sound ?? new Float32Array(), 1_000);
  const at = (program: ProgramSource) => {
    want({ program });
    tick();
    return tick();
  };
  const beside = at({ type: 'feed', contributorId: 'a' });
  expect(level(beside.heard)).toBeCloseTo(0.5, 1);
  expect(level(beside.returns.a)).toBeCloseTo(0.5, 1);
  expect(level(beside.returns.b)).toBeLessThan(0.001);
  expect(toneLevel(beside.heard, 500)).toBeCloseTo(0.5, 1);
  const under = at({ type: 'slate' });
  expect(level(under.heard)).toBeCloseTo(0.5, 1);
  expect(level(under.returns.b)).toBeLessThan(0.001);
  expect(toneLevel(under.heard, 500)).toBeLessThan(0.01);
  expect(level(at({ type: 'colour', colour: '#204060' }).heard)).toBeCloseTo(0.5, 1);
  expect(level(at({ type: 'black' }).heard)).toBeLessThan(0.001);
});

test('who is talked to hears the programme 15 dB lower, nobody else does', async () => {
  const { mixer, tick, want } = await setUpWebcams();
  mixer.listeners = ['b', 'c'];
  const level = (sound: Float32Array | undefined) => toneLevel(sound ?? new Float32Array(), 500);
  for (let i = 0; i < 3; i += 1) tick();
  want({ ducked: ['b'] });
  for (let i = 0; i < 3; i += 1) tick();
  const low = tick();
  expect(20 * Math.log10(level(low.returns.b) / 0.5)).toBeCloseTo(-15, 1);
  expect(level(low.returns.c)).toBeCloseTo(0.5, 2);
  expect(level(low.heard)).toBeCloseTo(0.5, 2);
  want({ ducked: [] });
  for (let i = 0; i < 9; i += 1) tick();
  expect(level(tick().returns.b)).toBeCloseTo(0.5, 2);
});

test('a picture in picture lies over the large one, whichever of them is new', async () => {
  const pip: ProgramSource = { type: 'pip', slots: people('a', 'b'), corner: 'topRight', size: 'large' };
  const { a, tick } = await setUpWebcams({ program: pip });
  const inset = { x: 500, y: 40, width: 60, height: 30 };
  expect(meanColour(tick().frame, inset)).toEqual(about(GREY_B));
  if (a.picture) fillPicture(a.picture, [120, 128, 128]);
  a.pictures += 1;
  const { frame } = tick();
  expect(meanColour(frame, CENTRE)).toEqual(about([120, 128, 128]));
  expect(meanColour(frame, inset)).toEqual(about(GREY_B));
});

test('a mix takes exactly its pictures, one step each, in picture and sound', async () => {
  const { tick, want } = await setUpWebcams();
  tick();
  const [from, to] = [GREY_A[0], 200];
  const b: ProgramSource = { type: 'feed', contributorId: 'b' };
  want({ program: b, transition: { type: 'mix', frames: 9 } });
  const pictures = Array.from({ length: 11 }, () => {
    const { frame, source, heard } = tick();
    expect(source).toEqual(b);
    return { luma: meanColour(frame, CENTRE)[0], old: toneLevel(heard.slice(SAMPLES), 500) };
  });
  for (const [index, { luma, old }] of pictures.slice(0, 9).entries()) {
    const share = (index + 1) / 10;
    expect(Math.abs(luma - (from + (to - from) * share))).toBeLessThanOrEqual(2);
    expect(old).toBeCloseTo(0.5 * (1 - share), 1);
  }
  expect(pictures[9]?.luma).toBe(200);
  expect(pictures[10]?.luma).toBe(200);
  expect(pictures[10]?.old).toBeLessThan(0.01);
});

test('a wipe comes from the left, a dip goes through black', async () => {
  const wiped = await setUpWebcams();
  wiped.tick();
  const b: ProgramSource = { type: 'twoUp', slots: people('b', 'a') };
  wiped.want({ program: b, transition: { type: 'wipe', frames: 9 } });
  for (let i = 0; i < 4; i += 1) wiped.tick();
  const half = wiped.tick().frame;
  expect(meanColour(half, LEFT_BOX)).toEqual(about(GREY_B));
  expect(meanColour(half, RIGHT_BOX)).toEqual(about(GREY_A));

  const dipped = await setUpWebcams();
  dipped.tick();
  dipped.want({ program: { type: 'feed', contributorId: 'b' }, transition: { type: 'dip', frames: 9 } });
  const lumas = Array.from({ length: 10 }, () => meanColour(dipped.tick().frame, CENTRE)[0]);
  expect(lumas[0]).toBeLessThan(GREY_A[0]);
  expect(lumas[4]).toBeLessThanOrEqual(17);
  expect(lumas[9]).toBe(200);
});

test('another source in the middle of a transition ends it; black is black and silent', async () => {
  const { tick, want } = await setUpWebcams();
  tick();
  want({ program: { type: 'feed', contributorId: 'b' }, transition: { type: 'mix', frames: 20 } });
  for (let i = 0; i < 5; i += 1) tick();
  want({ program: { type: 'black' }, transition: { type: 'cut' } });
  const black = tick();
  expect(meanColour(black.frame)).toEqual([16, 128, 128]);
  expect(Math.max(...tick().heard)).toBe(0);
});
