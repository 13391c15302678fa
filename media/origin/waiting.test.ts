import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Waiting } from './waiting.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A client that stays. */
const still = () => undefined;

it('asks once for all who wait for the same thing, and lets go of them together', async () => {
  const waiting = new Waiting({ patienceMs: 6000, limit: 1000 });
  const isThere = vi.fn(() => false);
  const outcomes = Array.from({ length: 500 }, () => waiting.wait('7.3', isThere, still));
  waiting.wake();
  expect(isThere).toHaveBeenCalledTimes(1);
  isThere.mockReturnValue(true);
  waiting.wake();
  expect(new Set(await Promise.all(outcomes))).toEqual(new Set(['there']));
  expect(waiting.size).toBe(0);
});

it('needs one timer for any number of them, and none without', async () => {
  const waiting = new Waiting({ patienceMs: 6000, limit: 1000 });
  const first = waiting.wait('a', () => false, still);
  for (let index = 0; index < 100; index++) void waiting.wait(`b${index}`, () => false, still);
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(3000);
  const later = waiting.wait('a', () => false, still);
  vi.advanceTimersByTime(3000);
  expect(await first).toBe('late');
  expect([waiting.size, vi.getTimerCount()]).toEqual([1, 1]);
  vi.advanceTimersByTime(3000);
  expect(await later).toBe('late');
  expect([waiting.size, vi.getTimerCount()]).toEqual([0, 0]);
});

it('forgets who goes away', () => {
  const waiting = new Waiting({ patienceMs: 6000, limit: 1000 });
  let leave = () => {};
  void waiting.wait(
    'a',
    () => false,
    (listener) => {
      leave = listener;
    },
  );
  leave();
  expect([waiting.size, vi.getTimerCount()]).toEqual([0, 0]);
});

it('turns away who is too many', async () => {
  const waiting = new Waiting({ patienceMs: 6000, limit: 1 });
  void waiting.wait('a', () => false, still);
  expect(await waiting.wait('a', () => false, still)).toBe('full');
});
