import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { step } from './progress.mjs';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('what takes less than two seconds says nothing', async () => {
  const lines: string[] = [];
  const done = step(
    'Tidying',
    () => new Promise((resolve) => setTimeout(resolve, 1_900)),
    (line) => lines.push(line),
  );
  await vi.advanceTimersByTimeAsync(5_000);
  await done;
  expect(lines).toEqual([]);
});

test('what takes longer says so, where it stands, and how long it took', async () => {
  const lines: string[] = [];
  const work = (tell: (where: string) => void) =>
    new Promise((resolve) => {
      setTimeout(() => tell('3 of 9'), 10_000);
      setTimeout(resolve, 25_000);
    });
  const done = step('Building', work, (line) => lines.push(line));
  await vi.advanceTimersByTimeAsync(30_000);
  await done;
  expect(lines).toEqual(['Building …', 'Building … 3 of 9 (20 s)', 'Building: done in 25 s']);
});

test('a step that fails passes its error on and claims nothing', async () => {
  const lines: string[] = [];
  const work = () => new Promise((_, reject) => setTimeout(() => reject(new Error('no disk')), 3_000));
  const done = expect(step('Building', work, (line) => lines.push(line))).rejects.toThrow('no disk');
  await vi.advanceTimersByTimeAsync(60_000);
  await done;
  expect(lines).toEqual(['Building …']);
});
