import { expect, test } from 'vitest';
import { judge, type Record } from './restart.ts';

const fresh: Record = { quickDeaths: 0, everReady: false };

function delays(record: Record, lives: number[]): (number | 'giveUp')[] {
  let now = record;
  return lives.map((lived) => {
    const verdict = judge(now, lived);
    if (verdict.type === 'giveUp') return 'giveUp';
    now = verdict.record;
    return verdict.delayMs;
  });
}

test('one death is answered at once', () => {
  expect(delays({ quickDeaths: 0, everReady: true }, [60_000])).toEqual([0]);
});

test('deaths in a row are answered more and more slowly, but for ever', () => {
  const answers = delays(
    { quickDeaths: 0, everReady: true },
    Array.from({ length: 8 }, () => 100),
  );
  expect(answers).toEqual([0, 250, 1_000, 2_000, 5_000, 5_000, 5_000, 5_000]);
});

test('a process that ran well in between is started at once again', () => {
  expect(delays({ quickDeaths: 0, everReady: true }, [100, 100, 10_000, 100])).toEqual([0, 250, 0, 250]);
});

test('a process that was never ready is given up after three tries', () => {
  expect(delays(fresh, [100, 100, 100])).toEqual([0, 250, 'giveUp']);
});
