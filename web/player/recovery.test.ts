import { expect, it } from 'vitest';
import { backOff, FRESH, remedyFor } from './recovery.ts';

it('repairs a decoder once, and begins anew when it fails again at once', () => {
  const [first, repaired] = remedyFor('media', FRESH, 1000, 0.5);
  expect(first).toEqual({ type: 'repair' });
  const [second, rebuilt] = remedyFor('media', repaired, 2000, 0.5);
  expect(second.type).toBe('rebuild');
  expect(remedyFor('media', rebuilt, 60_000, 0.5)[0]).toEqual({ type: 'repair' });
});

it('begins anew after a failure of the network, ever more slowly', () => {
  let state = FRESH;
  const delays: number[] = [];
  for (let attempt = 0; attempt < 8; attempt++) {
    const [remedy, next] = remedyFor('network', state, attempt * 1000, 0.999);
    if (remedy.type === 'rebuild') delays.push(remedy.delayMs);
    state = next;
  }
  expect(delays).toHaveLength(8);
  expect(delays.slice(0, 4).every((delay, index) => delay < (delays[index + 1] ?? 0))).toBe(true);
  expect(Math.max(...delays)).toBeLessThanOrEqual(5000);
});

it('spreads a thousand viewers over half of each delay', () => {
  const delays = Array.from({ length: 1000 }, (_, index) => backOff(3, index / 1000));
  expect(Math.min(...delays)).toBe(1600);
  expect(Math.max(...delays)).toBeGreaterThan(3190);
});
