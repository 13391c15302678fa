import { describe, expect, it } from 'vitest';
import { publicQuestion } from '../../realtime/testing.ts';
import { calm, ranked } from './order.ts';

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
