import { expect, test } from 'vitest';
import { canMove, stepsOf } from './moves.ts';
import { aQuestion } from './testing.ts';

test('a producer chooses and airs, but does not moderate', () => {
  expect(canMove('producer', 'approved', 'queue')).toBe(true);
  expect(canMove('producer', 'pending', 'approve')).toBe(false);
  expect(canMove('producer', 'answered', 'reopen')).toBe(false);
  expect(canMove('moderator', 'pending', 'approve')).toBe(true);
});

test('nothing goes on air before it is approved', () => {
  expect(canMove('owner', 'pending', 'putOnAir')).toBe(false);
});

test('approving what the filter held lets it through first', () => {
  expect(stepsOf(aQuestion(1, { state: 'held' }), { type: 'approve' })).toEqual([
    { type: 'reopen' },
    { type: 'approve' },
  ]);
  expect(stepsOf(aQuestion(1), { type: 'approve' })).toEqual([{ type: 'approve' }]);
});
