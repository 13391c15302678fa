import { describe, expect, test } from 'vitest';
import { firstReturn, nextReturn, type ReturnSize, type ReturnState, returnLimits } from './return-size.ts';

/** One contributor's link second by second: what is sent at each size, and how much of it arrives. */
function link(capacity: (second: number) => number, seconds: number, state: ReturnState = firstReturn(0), from = 0) {
  const rates: Record<ReturnSize, number> = { full: 2_500_000, small: 320_000, off: 64_000 };
  const sizes: ReturnSize[] = [];
  let sent = 0;
  let lost = 0;
  let now = state;
  for (let second = from + 1; second <= from + seconds; second += 1) {
    const bitrate = rates[now.size];
    const packets = Math.max(50, bitrate / 8_000);
    sent += packets;
    lost += packets * Math.max(0, 1 - capacity(second) / (bitrate + 64_000));
    const size = now.size;
    now = nextReturn(now, { at: second * 1000, sent, lost, bitrate });
    if (now.size !== size) [sent, lost] = [0, 0];
    sizes.push(now.size);
  }
  return { sizes, state: now };
}
const GOOD = () => 10_000_000;

describe('the return', () => {
  test('stays whole where the link carries it', () => {
    expect(new Set(link(GOOD, 60).sizes)).toEqual(new Set(['full']));
  });

  test('becomes small within three seconds where only the small one fits, and does not swing', () => {
    const { sizes } = link(() => 600_000, 120);
    expect(sizes.slice(0, 3)).toContain('small');
    expect(sizes).not.toContain('off');
    const tries = sizes.filter((size, index) => size === 'full' && sizes[index - 1] === 'small').length;
    expect(tries).toBeLessThanOrEqual(3);
  });

  test('gives way to the sound where not even the small one fits', () => {
    const { sizes, state } = link(() => 120_000, 10);
    expect(state.size).toBe('off');
    expect(sizes.filter((size) => size === 'off').length).toBeGreaterThan(5);
  });

  test('comes back by itself, small first, once the link is good again', () => {
    const weak = link(() => 120_000, 20);
    const { sizes } = link(GOOD, 400, weak.state, 20);
    const back = sizes.indexOf('small');
    expect(back).toBeGreaterThan(-1);
    expect(sizes.indexOf('full')).toBeGreaterThan(back);
    expect(sizes.at(-1)).toBe('full');
  });

  test('waits longer after each try that failed', () => {
    const { sizes } = link(() => 600_000, 600);
    const tries = sizes.flatMap((size, index) => (size === 'full' && sizes[index - 1] === 'small' ? [index] : []));
    const gaps = tries.slice(1).map((at, index) => at - (tries[index] ?? 0));
    expect(gaps.length).toBeGreaterThan(1);
    for (const [index, gap] of gaps.slice(1).entries()) expect(gap).toBeGreaterThanOrEqual(gaps[index] ?? 0);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(returnLimits.longestPatienceMs / 1000 + 10);
  });

  test('is not judged by a handful of packets, nor by the counters of the stream before', () => {
    const state = nextReturn(firstReturn(0), { at: 1000, sent: 10, lost: 0, bitrate: 64_000 });
    expect(nextReturn(state, { at: 2000, sent: 30, lost: 15, bitrate: 64_000 }).size).toBe('full');
    const long = nextReturn(firstReturn(0), { at: 1000, sent: 9_000, lost: 0, bitrate: 2_000_000 });
    expect(nextReturn(long, { at: 2000, sent: 100, lost: 90, bitrate: 2_000_000 }).size).toBe('full');
  });
});
