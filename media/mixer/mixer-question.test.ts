import { expect, test } from 'vitest';
import type { ProgramQuestion } from '../core/program-link.ts';
import { about, brightest, fingerprint, meanColour } from '../testing/observe.ts';
import { people } from '../testing/slots.ts';
import { GREY_A, setUpWebcams } from './testing/mixer-rig.ts';

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
