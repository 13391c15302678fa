import { expect, test } from 'vitest';
import { takesQuestions, takesVotes, themeWindow } from './theme-window.ts';

const at = (hour: number) => new Date(Date.UTC(2026, 4, 9, hour));
const schedule = { window: null, preOpensAt: at(8), opensAt: at(12), votesOnlyAt: at(15), closesAt: at(16) };

test.each([
  [7, 'hidden', false, false],
  [8, 'preOpen', true, true],
  [12, 'open', true, true],
  [15, 'voteOnly', false, true],
  [16, 'closed', false, false],
] as const)('at %i h the theme is %s', (hour, window, questions, votes) => {
  expect(themeWindow(schedule, at(hour))).toBe(window);
  expect(takesQuestions(window)).toBe(questions);
  expect(takesVotes(window)).toBe(votes);
});

test('what was set by hand wins over the schedule', () => {
  expect(themeWindow({ ...schedule, window: 'closed' }, at(12))).toBe('closed');
});

test('a step that has no instant is left out', () => {
  expect(themeWindow({ ...schedule, preOpensAt: null, votesOnlyAt: null }, at(11))).toBe('hidden');
  expect(themeWindow({ ...schedule, votesOnlyAt: null }, at(15))).toBe('open');
});
