import { describe, expect, test } from 'vitest';
import { RateLimiter, take } from './rate-limit.ts';

const rate = { burst: 3, perSecond: 2 };

describe('a bucket', () => {
  test('gives its burst at once, then says when the next token is there', () => {
    let bucket = take(undefined, rate, 0).bucket;
    bucket = take(bucket, rate, 0).bucket;
    const third = take(bucket, rate, 0);
    expect(third.ok).toBe(true);
    const fourth = take(third.bucket, rate, 0);
    expect(fourth).toMatchObject({ ok: false, retryAfterMs: 500 });
    expect(take(fourth.bucket, rate, 250)).toMatchObject({ ok: false, retryAfterMs: 250 });
    expect(take(fourth.bucket, rate, 500).ok).toBe(true);
  });

  test('never holds more than its burst, and a clock that goes back takes nothing away', () => {
    const { bucket } = take(undefined, rate, 0);
    expect(take(bucket, rate, 1_000_000).bucket.tokens).toBe(2);
    expect(take(bucket, rate, -5_000).bucket.tokens).toBe(1);
  });
});

describe('a limiter', () => {
  test('keeps keys apart and gives a refunded token out again', () => {
    let now = 0;
    const limiter = new RateLimiter({ burst: 1, perSecond: 1 }, () => now);
    expect(limiter.take('a')).toBe(0);
    expect(limiter.take('a')).toBe(1000);
    expect(limiter.take('b')).toBe(0);
    limiter.refund('a');
    expect(limiter.take('a')).toBe(0);
    now = 1000;
    expect(limiter.take('a')).toBe(0);
  });

  test('remembers a limited number of keys, and forgets those that were quiet longest', () => {
    const limiter = new RateLimiter({ burst: 1, perSecond: 1 / 3_600 }, () => 0);
    limiter.take('quiet');
    limiter.take('busy');
    for (let made = 0; made < 60_000; made += 1) {
      limiter.take(`made-up ${made}`);
      if (made % 10_000 === 0) limiter.take('busy');
    }
    expect(limiter.size).toBe(50_000);
    expect(limiter.take('quiet')).toBe(0);
    expect(limiter.take('busy')).toBeGreaterThan(0);
  });
});
