import { describe, expect, it } from 'vitest';
import { publicQuestion } from '../../realtime/testing.ts';
import { byNewest, byTheme, calm, ranked } from './order.ts';

const ids = (questions: { id: string }[]) => questions.map(({ id }) => id);

describe('ranked', () => {
  const questions = [
    publicQuestion('answered', { state: 'answered', votes: 90 }),
    publicQuestion('few', { votes: 1 }),
    publicQuestion('many', { votes: 40 }),
    publicQuestion('late', { votes: 1, submittedAt: '2026-05-09T13:00:00.000Z' }),
    publicQuestion('onAir', { state: 'onAir', votes: 3 }),
  ];

  it('puts the one on air first, then by votes and age, answered ones last', () => {
    expect(ids(ranked(questions))).toEqual(['onAir', 'many', 'few', 'late', 'answered']);
  });

  it('puts the answered ones before the others once the show is over', () => {
    expect(ids(ranked(questions.slice(0, 4), true))).toEqual(['answered', 'many', 'few', 'late']);
  });
});

describe('the order that a reader chooses', () => {
  const at = (minute: number) => `2026-05-09T12:${String(minute).padStart(2, '0')}:00.000Z`;
  const questions = [
    publicQuestion('old', { votes: 50, themeId: 'prices', submittedAt: at(1) }),
    publicQuestion('answered', { state: 'answered', votes: 90, themeId: 'prices', submittedAt: at(59) }),
    publicQuestion('newest', { votes: 0, themeId: 'growth', submittedAt: at(40) }),
    publicQuestion('newer', { votes: 9, themeId: 'prices', submittedAt: at(30) }),
    publicQuestion('elsewhere', { votes: 70, themeId: 'gone', submittedAt: at(20) }),
    publicQuestion('onAir', { state: 'onAir', votes: 1, themeId: 'growth', submittedAt: at(0) }),
  ];

  it('newest: by when they were sent, whatever their votes; on air first and answered last all the same', () => {
    expect(ids(ranked(questions, false, byNewest))).toEqual([
      'onAir',
      'newest',
      'newer',
      'elsewhere',
      'old',
      'answered',
    ]);
  });

  it('newest: of those sent in the same moment the one with more votes', () => {
    const twins = [1, 7, 3].map((votes) => publicQuestion(`${votes}`, { votes, submittedAt: at(5) }));
    expect(ids(ranked(twins, false, byNewest))).toEqual(['7', '3', '1']);
  });

  it('theme: in the show’s order of themes, by votes within each, and what belongs to none of them last', () => {
    const themed = ranked(questions, false, byTheme([{ id: 'growth' }, { id: 'prices' }]));
    expect(ids(themed)).toEqual(['onAir', 'newest', 'old', 'newer', 'elsewhere', 'answered']);
    const other = ranked(questions, false, byTheme([{ id: 'prices' }, { id: 'growth' }]));
    expect(ids(other)).toEqual(['onAir', 'old', 'newer', 'newest', 'elsewhere', 'answered']);
  });

  it('leaves the list that it was given as it is', () => {
    const given = [...questions];
    ranked(given, false, byNewest);
    expect(given).toEqual(questions);
  });
});

describe('calm', () => {
  it('follows the ranking while nobody is there', () => {
    expect(calm(['a', 'b'], ['b', 'new', 'a'], false)).toEqual({ ids: ['b', 'new', 'a'], waiting: 0 });
  });

  it('moves nothing under someone who reads: newcomers wait', () => {
    expect(calm(['a', 'b'], ['new', 'b', 'newer', 'a'], true)).toEqual({ ids: ['a', 'b'], waiting: 2 });
  });

  it('keeps the place of one that left', () => {
    expect(calm(['a', 'b', 'c'], ['a', 'c'], true)).toEqual({ ids: ['a', 'b', 'c'], waiting: 0 });
  });

  it('shows the first ones at once: there is nothing to move', () => {
    expect(calm([], ['a'], true)).toEqual({ ids: ['a'], waiting: 0 });
  });
});
