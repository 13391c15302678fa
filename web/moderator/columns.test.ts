import { describe, expect, test } from 'vitest';
import { columnsOf, longestWait } from './columns.ts';
import { aQuestion } from './testing.ts';

const all = { themeId: null, search: '' };
const ids = (questions: { id: string }[]) => questions.map((question) => Number(question.id.slice(-3)));

describe('columns', () => {
  test('waiting has the oldest first, held ones among them', () => {
    const columns = columnsOf([aQuestion(3), aQuestion(1), aQuestion(2, { state: 'held' })], all);
    expect(ids(columns.waiting)).toEqual([1, 2, 3]);
  });

  test('approved goes by votes, with the queued ones first', () => {
    const columns = columnsOf(
      [
        aQuestion(1, { state: 'approved', votes: 4 }),
        aQuestion(2, { state: 'approved', votes: 9 }),
        aQuestion(3, { state: 'queued', votes: 1 }),
      ],
      all,
    );
    expect(ids(columns.approved)).toEqual([3, 2, 1]);
  });

  test('search finds without accents and in the original behind an edit', () => {
    const edited = aQuestion(1, { original: 'Le prix equitable des planteurs', edited: 'Le prix, qui le paye ?' });
    const other = aQuestion(2, { original: 'Le café' });
    expect(ids(columnsOf([edited, other], { themeId: null, search: 'ÉQUITABLE' }).waiting)).toEqual([1]);
    expect(ids(columnsOf([edited, other], { themeId: null, search: 'cafe' }).waiting)).toEqual([2]);
  });

  test('what is on air stays in sight whatever the filter', () => {
    const columns = columnsOf([aQuestion(1, { state: 'onAir' })], { themeId: 'other', search: 'nothing' });
    expect(columns.onAir?.id).toBe(aQuestion(1).id);
  });

  test('withdrawn questions are in no column, archived and merged ones are not among those to decide', () => {
    const columns = columnsOf(
      [aQuestion(1, { state: 'withdrawn' }), aQuestion(2, { state: 'archived' }), aQuestion(3, { state: 'merged' })],
      all,
    );
    expect([...columns.waiting, ...columns.approved, ...columns.answered, ...columns.rejected]).toEqual([]);
    expect(ids([...columns.archived, ...columns.merged])).toEqual([2, 3]);
  });
});

test('the longest wait is that of the oldest question that waits', () => {
  const questions = [
    aQuestion(1),
    aQuestion(4),
    aQuestion(2, { state: 'queued' }),
    aQuestion(0, { state: 'answered' }),
  ];
  expect(longestWait(questions, Date.UTC(2026, 4, 9, 12, 5))).toBe(4 * 60_000);
  expect(longestWait([], 0)).toBeNull();
});
