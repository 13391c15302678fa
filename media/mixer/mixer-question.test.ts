import { expect, test } from 'vitest';
import type { ProgramQuestion, ProgramSource } from '../core/program-link.ts';
import { about, brightest, fingerprint, meanColour } from '../testing/observe.ts';
import { people } from '../testing/slots.ts';
import { GREY_A, GREY_B, setUpMixer, setUpWebcams, TWO_UP } from './testing/mixer-rig.ts';

const QUESTION: ProgramQuestion = {
  id: 'q1',
  text: 'Où va l’argent du café ?',
  author: 'Zoé',
  theme: 'Le prix équitable',
};

const LOWER = { x: 60, y: 274, width: 520, height: 56 };

test('a question comes into the picture as a lower third, and goes', async () => {
  const { tick, want, drawn } = await setUpWebcams();
  const plain = fingerprint(tick().frame);
  want({ question: QUESTION });
  expect(tick().questionId).toBeNull();
  await drawn();
  const first = tick();
  expect(first.questionId).toBe('q1');
  for (let i = 0; i < 10; i += 1) tick();
  const standing = tick();
  expect(meanColour(standing.frame, LOWER)[0]).toBeLessThan(50);
  expect(brightest(standing.frame)).toBeGreaterThan(230);
  expect(fingerprint(tick().frame)).toBe(fingerprint(standing.frame));
  // Above it, and left of it, nothing changed.
  expect(meanColour(standing.frame, { x: 0, y: 0, width: 640, height: 200 })).toEqual(about(GREY_A));
  want({ question: null });
  const ids = Array.from({ length: 8 }, () => tick().questionId);
  expect(ids[0]).toBe('q1');
  expect(ids.at(-1)).toBeNull();
  expect(fingerprint(tick().frame)).toBe(plain);
});

test('accents, words and names make a difference in the picture', async () => {
  const standing = async (question: ProgramQuestion): Promise<string> => {
    const { tick } = await setUpWebcams({ question });
    for (let i = 0; i < 10; i += 1) tick();
    return fingerprint(tick().frame);
  };
  const pictures = await Promise.all(
    [
      QUESTION,
      { ...QUESTION, text: 'Ou va l’argent du cafe ?' },
      { ...QUESTION, author: 'Zoe' },
      { ...QUESTION, author: null },
      { ...QUESTION, place: 'Lyon' },
      { ...QUESTION, author: null, place: 'Lyon' },
      { ...QUESTION, theme: 'Le prix equitable' },
    ].map(standing),
  );
  expect(new Set(pictures).size).toBe(pictures.length);
  // Composed or not, é is é; and direction overrides leave no trace.
  expect(await standing({ ...QUESTION, author: 'Zoe\u0301' })).toBe(pictures[0]);
  expect(await standing({ ...QUESTION, author: '\u202eZoé\u202c' })).toBe(pictures[0]);
  expect(await standing({ ...QUESTION, place: '\u202e ' })).toBe(pictures[0]);
});

test('the next question waits until the one before has gone', async () => {
  const { tick, want, drawn } = await setUpWebcams({ question: QUESTION });
  for (let i = 0; i < 10; i += 1) tick();
  want({ question: { ...QUESTION, id: 'q2', text: 'Autre' } });
  await drawn();
  const ids = Array.from({ length: 20 }, () => tick().questionId);
  expect([...new Set(ids)]).toEqual(['q1', 'q2']);
});

test('a name in a box that the question would cut goes as it comes, and returns when it is gone', async () => {
  /** `b` fills the picture; the name of `a` stands far above the question. */
  const program: ProgramSource = { type: 'pip', slots: people('b', 'a'), corner: 'topLeft', size: 'small' };
  const inset = { x: 26, y: 66, width: 84, height: 34 };
  /** Left of the question: what would stick out of the name beneath it. */
  const scrap = { x: 18, y: 326, width: 12, height: 16 };
  const { tick, want, drawn } = await setUpMixer({ program });
  tick();
  await drawn();
  const before = tick().frame;
  const [whole, insetBefore, named] = [fingerprint(before), meanColour(before, inset), meanColour(before, scrap)[0]];
  expect(named).toBeLessThan(GREY_B[0] - 100);
  /** Luma of the scrap over so many ticks, and whether a question stood in each. */
  const look = (count: number) =>
    Array.from({ length: count }, () => {
      const { frame, questionId } = tick();
      return { luma: meanColour(frame, scrap)[0], questionId };
    });

  want({ question: QUESTION });
  await drawn();
  const coming = look(7).map(({ luma }) => luma);
  expect(coming).toEqual(coming.toSorted((a, b) => a - b));
  expect(coming[0]).toBeGreaterThan(named + 20);
  expect(coming[0]).toBeLessThan(GREY_B[0] - 20);
  const standing = tick().frame;
  expect(meanColour(standing, scrap)).toEqual(about(GREY_B));
  expect(meanColour(standing, inset)).toEqual(insetBefore);

  // The name does not flash up between one question and the next.
  want({ question: { ...QUESTION, id: 'q2', text: 'Autre' } });
  await drawn();
  for (const { luma } of look(20)) expect(luma).toBe(GREY_B[0]);

  // A scene that comes beneath a question comes without the name.
  want({ program: { type: 'feed', contributorId: 'a' }, takes: 1 });
  tick();
  want({ program, takes: 2, transition: { type: 'mix', frames: 9 } });
  for (const [index, { luma }] of look(9).entries()) {
    expect(Math.abs(luma - (GREY_A[0] + ((GREY_B[0] - GREY_A[0]) * (index + 1)) / 10))).toBeLessThanOrEqual(2);
  }
  tick();

  want({ question: null });
  for (const { luma, questionId } of look(10)) {
    if (questionId === 'q2') expect(luma).toBe(GREY_B[0]);
  }
  expect(fingerprint(tick().frame)).toBe(whole);
});

test('names that stand clear of the question stay: a short one leaves those of two beside each other, a long one does not', async () => {
  const { tick, want, drawn } = await setUpMixer({ program: TWO_UP });
  const names = { x: 10, y: 216, width: 620, height: 44 };
  /** Left of the question: what would stick out of the left name. */
  const scrap = { x: 20, y: 226, width: 4, height: 24 };
  tick();
  await drawn();
  const before = meanColour(tick().frame, names);
  expect(meanColour(tick().frame, scrap)[0]).toBeLessThan(GREY_A[0] - 10);
  want({ question: { ...QUESTION, author: null } });
  await drawn();
  for (let i = 0; i < 9; i += 1) tick();
  const short = tick();
  expect(short.questionId).toBe('q1');
  expect(meanColour(short.frame, names)).toEqual(before);
  want({ question: { ...QUESTION, id: 'long', text: 'Comment fixe-t-on le juste prix du café ? '.repeat(6) } });
  await drawn();
  for (let i = 0; i < 20; i += 1) tick();
  expect(meanColour(tick().frame, scrap)).toEqual(about(GREY_A));
});

test('a lower third lies over slates and small pictures too', async () => {
  const { b, tick } = await setUpWebcams({ question: QUESTION, program: { type: 'feed', contributorId: 'b' } });
  for (let i = 0; i < 10; i += 1) tick();
  const over = tick().frame;
  const lower = meanColour(over, LOWER);
  expect(lower[0]).toBeLessThan(60);
  b.state = 'stalled';
  const { frame } = tick();
  expect(meanColour(frame, LOWER)).toEqual(about(lower));
});

test('black covers a question, which goes and comes back with the picture', async () => {
  const { tick, want, drawn } = await setUpWebcams({ question: QUESTION });
  for (let i = 0; i < 10; i += 1) tick();
  const standing = tick().frame;
  const [lit, whole] = [meanColour(standing, LOWER)[0], fingerprint(standing)];
  const mix = { type: 'mix', frames: 9 } as const;
  const lumas = () => Array.from({ length: 9 }, () => meanColour(tick().frame, LOWER)[0]);
  const shares = Array.from({ length: 9 }, (_, index) => (index + 1) / 10);
  want({ program: { type: 'black' }, takes: 1, transition: mix });
  for (const [index, luma] of lumas().entries()) {
    expect(Math.abs(luma - (lit + (16 - lit) * (shares[index] ?? 0)))).toBeLessThanOrEqual(2);
  }
  expect(meanColour(tick().frame)).toEqual([16, 128, 128]);
  want({ program: { type: 'feed', contributorId: 'a' }, takes: 2 });
  for (const [index, luma] of lumas().entries()) {
    expect(Math.abs(luma - (16 + (lit - 16) * (shares[index] ?? 0)))).toBeLessThanOrEqual(2);
  }
  expect(fingerprint(tick().frame)).toBe(whole);
  // Beside the panel of its scene no lower third comes in while it fades.
  want({ program: { type: 'questionPanel', slots: people('a') }, takes: 3, transition: { type: 'cut' } });
  for (let i = 0; i < 12; i += 1) {
    tick();
    await drawn();
  }
  const panel = fingerprint(tick().frame);
  want({ program: { type: 'black' }, takes: 4, transition: mix });
  for (let i = 0; i < 20; i += 1) tick();
  want({ program: { type: 'questionPanel', slots: people('a') }, takes: 5, transition: { type: 'cut' } });
  expect(fingerprint(tick().frame)).toBe(panel);
});
