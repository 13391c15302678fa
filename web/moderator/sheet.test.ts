import { expect, test } from 'vitest';
import { sheetThemes } from './sheet.ts';
import { aQuestion } from './testing.ts';

const theme = (id: string, rank: number) => ({ id, rank, title: { fr: id }, window: 'open' as const });
const question = (n: number, themeId: string, over: Parameters<typeof aQuestion>[1] = {}) => ({
  ...aQuestion(n, { themeId, state: 'approved', ...over }),
  theme: themeId,
  themeTitle: { fr: themeId },
});

test('every question that waits is on the sheet, also of themes that viewers do not see now', () => {
  const questions = [
    question(1, 'hidden'),
    question(2, 'Prix', { votes: 3 }),
    question(3, 'Goût'),
    question(4, 'Prix', { votes: 9 }),
    question(5, 'Prix', { state: 'queued' }),
    question(6, 'Prix', { state: 'answered' }),
    question(7, 'Prix', { state: 'pending' }),
  ];
  const sheet = sheetThemes([theme('Goût', 0), theme('Vide', 1), theme('Prix', 2)], questions);
  expect(sheet.map(({ id, hidden, questions: list }) => [id, hidden, list.map(({ original }) => original)])).toEqual([
    ['Goût', false, ['Question 3']],
    ['Prix', false, ['Question 5', 'Question 4', 'Question 2']],
    ['hidden', true, ['Question 1']],
  ]);
});
