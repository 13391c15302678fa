import { describe, expect, it } from 'vitest';
import { staffQuestion } from '../realtime/testing.ts';
import { presenterQueue, questionSize } from './queue.ts';

describe('presenterQueue', () => {
  const questions = [
    staffQuestion('few', { state: 'queued', votes: 2 }),
    staffQuestion('air', { state: 'onAir', votes: 1 }),
    staffQuestion('many', { state: 'queued', votes: 9 }),
    staffQuestion('approved', { state: 'approved', votes: 50 }),
    staffQuestion('early', { state: 'queued', votes: 2, submittedAt: '2026-05-09T11:00:00.000Z' }),
  ];
  const ids = (chosen: string | null) => presenterQueue(questions, chosen).queued.map(({ id }) => id);

  it('is what was chosen for the show, most votes first, then the oldest', () => {
    expect(presenterQueue(questions, null).onAir?.id).toBe('air');
    expect(ids(null)).toEqual(['many', 'early', 'few']);
  });

  it('begins with what the presenter picked, however the votes go on', () => {
    expect(ids('few')).toEqual(['few', 'many', 'early']);
    expect(ids('approved')).toEqual(['many', 'early', 'few']);
  });
});

it('never shows a question smaller than 40 px', () => {
  for (const length of [1, 80, 81, 160, 161, 280]) {
    const least = /^clamp\(([\d.]+)rem/.exec(questionSize('é'.repeat(length)))?.[1];
    expect(Number(least) * 16).toBeGreaterThanOrEqual(40);
  }
});
