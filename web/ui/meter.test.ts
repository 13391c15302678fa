import { describe, expect, it } from 'vitest';
import { clipLatch, meterShare } from './meter.ts';

describe('meterShare', () => {
  it.each([
    [-90, 0],
    [-60, 0],
    [-30, 0.5],
    [0, 1],
    [3, 1],
  ])('%d dBFS fills %d', (dbfs, share) => {
    expect(meterShare(dbfs)).toBe(share);
  });
});

describe('clipLatch', () => {
  it('keeps one sample at full scale for three seconds, and starts again with the next', () => {
    const isClipped = clipLatch();
    expect(isClipped(-3, 0)).toBe(false);
    expect(isClipped(0, 50)).toBe(true);
    expect(isClipped(-20, 3_049)).toBe(true);
    expect(isClipped(-20, 3_050)).toBe(false);
    expect(isClipped(-0.05, 4_000)).toBe(true);
    expect(isClipped(0.4, 6_000)).toBe(true);
    expect(isClipped(-20, 8_999)).toBe(true);
    expect(isClipped(-20, 9_000)).toBe(false);
  });
});
