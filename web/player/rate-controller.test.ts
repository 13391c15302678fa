import { describe, expect, it } from 'vitest';
import { playbackRate } from './rate-controller.ts';

describe('the rate', () => {
  it('is 1 while the picture is about as late as wanted', () => {
    for (const latency of [0.73, 0.8, 0.84]) expect(playbackRate({ latency, target: 0.8, buffered: 0.7 })).toBe(1);
  });

  it('rises with lateness, up to a quarter', () => {
    expect(playbackRate({ latency: 0.9, target: 0.8, buffered: 0.7 })).toBeCloseTo(1.05, 5);
    expect(playbackRate({ latency: 1.3, target: 0.8, buffered: 0.7 })).toBeCloseTo(1.17, 5);
    expect(playbackRate({ latency: 5, target: 0.8, buffered: 3 })).toBe(1.25);
  });

  it('does not hurry into an empty buffer', () => {
    expect(playbackRate({ latency: 2, target: 0.8, buffered: 0.3 })).toBe(1);
  });

  it('slows down when the picture is early', () => {
    expect(playbackRate({ latency: 0.7, target: 0.8, buffered: 0.1 })).toBe(0.95);
  });
});

it('brings a late viewer to the target and keeps them there', () => {
  // A live edge that moves on in parts of 0.2 s; the player takes what is there.
  const target = 0.8;
  let position = 0;
  let lateAt = Number.POSITIVE_INFINITY;
  const start = 2.2;
  for (let ms = 0; ms < 60_000; ms += 100) {
    const edge = start + ms / 1000;
    const available = Math.floor(edge / 0.2) * 0.2;
    const latency = edge - position;
    const rate = playbackRate({ latency, target, buffered: available - position });
    position = Math.min(available, position + rate * 0.1);
    if (Math.abs(latency - target) < 0.1) lateAt = Math.min(lateAt, ms);
    if (ms > 20_000) {
      expect(latency).toBeGreaterThan(target - 0.15);
      expect(latency).toBeLessThan(target + 0.15);
    }
  }
  expect(lateAt).toBeLessThan(15_000);
});
