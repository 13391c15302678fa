import { expect, test } from 'vitest';
import { canWithdraw } from './own.ts';

test('a question can be withdrawn while it waits, and not when another one speaks for it', () => {
  for (const state of ['pending', 'approved'] as const) {
    expect(canWithdraw({ state, mergedInto: null })).toBe(true);
    expect(canWithdraw({ state, mergedInto: { id: 'another', text: null } })).toBe(false);
  }
  for (const state of ['rejected', 'onAir', 'answered', 'withdrawn', 'archived'] as const) {
    expect(canWithdraw({ state, mergedInto: null })).toBe(false);
  }
});
