import type { VoteOrigin } from '@antenne/server/contract';
import { expect, test } from 'vitest';
import { lasted, weigh } from './origins.ts';

const origin = (name: string, votes: number, seconds: number, voided = 0): VoteOrigin => ({
  origin: name,
  votes,
  voided,
  firstAt: '2026-05-09T12:00:00.000Z',
  lastAt: new Date(Date.UTC(2026, 4, 9, 12, 0, seconds)).toISOString(),
});

test('many votes in a short time stand out, as many in a long one do not, and what was judged always does', () => {
  const origins = [
    origin('script', 45, 20),
    origin('hall', 45, 3_600),
    origin('judged', 0, 20, 12),
    origin('family', 3, 60),
    origin('one', 1, 0),
    origin('another', 1, 0),
  ];
  const { conspicuous, several, single } = weigh(origins);
  expect(conspicuous.map(({ origin: name }) => name)).toEqual(['script', 'judged']);
  expect(several.map(({ origin: name }) => name)).toEqual(['hall', 'family']);
  expect(single).toBe(2);
});

test('says how long they took in seconds, then in minutes', () => {
  expect(lasted(origin('a', 2, 0))).toEqual({ unit: 'seconds', count: 0 });
  expect(lasted(origin('a', 2, 119))).toEqual({ unit: 'seconds', count: 119 });
  expect(lasted(origin('a', 2, 120))).toEqual({ unit: 'minutes', count: 2 });
});
