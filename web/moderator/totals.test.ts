import { expect, test } from 'vitest';
import { aQuestion } from './testing.ts';
import { nextOffset, totalsOf } from './totals.ts';

const { themeId } = aQuestion(1);
const oldest = '2026-05-09T12:00:00.000Z';

test('a list that is here whole is counted here: what the server said is a second old', () => {
  const totals = totalsOf([aQuestion(1)], [{ themeId, state: 'pending', count: 3, oldest }]);
  expect(totals.of('waiting', null)).toBe(1);
  expect(totals.missing('waiting', themeId)).toBe(0);
});

test('of a long list the server says how many there are, held ones among them', () => {
  const totals = totalsOf(
    [aQuestion(1), aQuestion(2, { state: 'held' })],
    [
      { themeId, state: 'pending', count: 9_000, oldest },
      { themeId, state: 'held', count: 10, oldest },
      { themeId: 'another', state: 'pending', count: 990, oldest },
    ],
  );
  expect(totals.of('waiting', null)).toBe(10_000);
  expect(totals.of('waiting', themeId)).toBe(9_010);
  expect(totals.missing('waiting', themeId)).toBe(9_008);
});

test('more of what waits is asked for from where it ended, not from behind the newcomers', () => {
  const openedAt = Date.parse(aQuestion(3).submittedAt);
  const questions = [aQuestion(1), aQuestion(2), aQuestion(4), aQuestion(3, { state: 'approved' })];
  expect(nextOffset(questions, 'waiting', null, openedAt)).toBe(2);
  expect(nextOffset(questions, 'waiting', 'another', openedAt)).toBe(0);
  expect(nextOffset(questions, 'approved', null, openedAt)).toBe(1);
});
