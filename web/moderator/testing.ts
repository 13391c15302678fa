import type { StaffQuestion } from '@antenne/server/contract';

/** A pending question for tests; `n` makes its id and its minute. */
export function aQuestion(n: number, over: Partial<StaffQuestion> = {}): StaffQuestion {
  return {
    id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    themeId: '10000000-0000-4000-8000-000000000001',
    original: `Question ${n}`,
    edited: null,
    author: null,
    place: null,
    state: 'pending',
    rejection: null,
    votes: 0,
    version: 1,
    submittedAt: new Date(Date.UTC(2026, 4, 9, 12, n)).toISOString(),
    onAirAt: null,
    answeredAt: null,
    heldFor: null,
    writtenAnswer: null,
    mergedInto: null,
    mergedCount: 0,
    ...over,
  };
}
