import { expect, test } from 'vitest';
import { about, brightest, fingerprint, meanColour, toneLevel } from '../testing/observe.ts';
import { people } from '../testing/slots.ts';
import { GREY_A, GREY_B, LEFT_BOX, RIGHT_BOX, setUpWebcams, TWO_UP } from './testing/mixer-rig.ts';

const CENTRE = { x: 300, y: 160, width: 40, height: 40 };

test('a stalled feed gives way to its named slate, and comes back with the next take', async () => {
  const { a, tick, want, drawn } = await setUpWebcams();
  const live = fingerprint(tick().frame);
  a.state = 'stalled';
  const slate = tick();
  expect(slate.source).toEqual({ type: 'feed', contributorId: 'a' });
  const named = fingerprint(slate.frame);
  expect(named).not.toBe(live);
  // Words in white on the left, the channel's colour on the right.
  expect(brightest(slate.frame)).toBeGreaterThan(220);
  expect(meanColour(slate.frame, { x: 560, y: 160, width: 80, height: 40 })[2]).toBeGreaterThan(140);
  want({ contributors: [{ id: 'a', name: 'Awa', place: 'Bamako', role: null, zone: null, gain: 1 }] });
  expect(fingerprint(tick().frame)).toBe(named);
  await drawn();
  expect(fingerprint(tick().frame)).not.toBe(named);
  a.state = 'live';
  const waiting = tick();
  expect(fingerprint(waiting.frame)).not.toBe(live);
  expect([...waiting.held]).toEqual(['a']);
  expect(Math.max(...tick().heard)).toBe(0);
  want({ takes: 1 });
  const back = tick();
  expect(fingerprint(back.frame)).toBe(live);
  expect(back).toMatchObject({ takes: 1, held: new Set() });
  tick();
  expect(toneLevel(tick().heard, 500)).toBeCloseTo(0.5, 2);
});

test('whose picture is gone while the sound goes on is heard behind the slate, and seen again without a take', async () => {
  const { a, tick } = await setUpWebcams();
  const live = fingerprint(tick().frame);
  a.soundOnly = true;
  const slate = tick();
  expect(fingerprint(slate.frame)).not.toBe(live);
  expect(slate.held.size).toBe(0);
  tick();
  expect(toneLevel(tick().heard, 500)).toBeCloseTo(0.5, 2);
  a.soundOnly = false;
  expect(fingerprint(tick().frame)).toBe(live);
});

test('somebody held comes back by the transition of the take, picture and sound', async () => {
  const { a, tick, want } = await setUpWebcams();
  tick();
  a.state = 'stalled';
  const slate = meanColour(tick().frame, CENTRE)[0];
  a.state = 'live';
  want({ takes: 1, transition: { type: 'mix', frames: 9 } });
  const lumas = Array.from({ length: 10 }, () => meanColour(tick().frame, CENTRE)[0]);
  for (const [index, luma] of lumas.entries()) {
    expect(Math.abs(luma - (slate + ((GREY_A[0] - slate) * (index + 1)) / 10))).toBeLessThanOrEqual(3);
  }
});

test('a process that begins anew shows everyone again, but not who was held', async () => {
  const anew = await setUpWebcams({ program: TWO_UP, held: ['b'], takes: 4 });
  anew.a.state = 'absent';
  expect([...anew.tick().held]).toEqual(['b']);
  anew.a.state = 'live';
  const { frame, held } = anew.tick();
  expect([...held]).toEqual(['b']);
  expect(meanColour(frame, LEFT_BOX)).toEqual(about(GREY_A));
  expect(meanColour(frame, RIGHT_BOX)).not.toEqual(about(GREY_B));
});

test('who was lost in the scene of everybody is told, and is back after a take only; a fault of ours leaves it as it was', async () => {
  const { b, mixer, tick, want } = await setUpWebcams({ program: { type: 'everybody', slots: [] } });
  const names = () => {
    const { source } = tick();
    return source.type === 'everybody' ? source.slots : source.type;
  };
  expect(names()).toEqual(people('a', 'b'));
  mixer.excuseFeeds();
  b.state = 'absent';
  for (let i = 0; i < 30; i += 1) tick();
  expect(names()).toEqual(people('a', 'b'));
  b.state = 'live';
  for (let i = 0; i < 120; i += 1) tick();
  b.state = 'stalled';
  expect([...tick().held]).toEqual(['b']);
  expect(names()).toEqual(people('a'));
  b.state = 'live';
  for (let i = 0; i < 30; i += 1) tick();
  expect(names()).toEqual(people('a'));
  expect(toneLevel(tick().heard, 1_000)).toBeLessThan(0.001);
  want({ takes: 1 });
  expect(names()).toEqual(people('a', 'b'));
  expect([...tick().held]).toEqual([]);
});

test('after a fault of ours everyone comes back on air by themselves', async () => {
  const { a, mixer, tick } = await setUpWebcams();
  const live = fingerprint(tick().frame);
  mixer.excuseFeeds();
  a.state = 'stalled';
  for (let i = 0; i < 130; i += 1) tick();
  expect(fingerprint(tick().frame)).not.toBe(live);
  a.state = 'live';
  expect(fingerprint(tick().frame)).toBe(live);
  a.state = 'stalled';
  expect([...tick().held]).toEqual(['a']);
});

test('while tracks are exchanged the last picture stands', async () => {
  const { a, tick } = await setUpWebcams();
  const live = fingerprint(tick().frame);
  const { picture } = a;
  a.picture = null;
  expect(fingerprint(tick().frame)).toBe(live);
  a.picture = picture;
});
