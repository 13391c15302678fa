/** A token bucket: `burst` at once, then `perSecond`. */
export interface Rate {
  burst: number;
  perSecond: number;
}

export interface Bucket {
  tokens: number;
  /** Milliseconds of a steady clock. */
  at: number;
}

export type Taken = { ok: true; bucket: Bucket } | { ok: false; bucket: Bucket; retryAfterMs: number };

/** Takes one token; a bucket that was never seen is full. */
export function take(bucket: Bucket | undefined, rate: Rate, now: number): Taken {
  const held = bucket ?? { tokens: rate.burst, at: now };
  const tokens = Math.min(rate.burst, held.tokens + (Math.max(0, now - held.at) / 1000) * rate.perSecond);
  if (tokens < 1) {
    return { ok: false, bucket: { tokens, at: now }, retryAfterMs: Math.ceil(((1 - tokens) / rate.perSecond) * 1000) };
  }
  return { ok: true, bucket: { tokens: tokens - 1, at: now } };
}

/** As many keys are remembered. Whoever floods with made-up keys pushes out those that were quiet longest, and so full. */
const MOST_KEYS = 50_000;

/** One bucket per key. Its memory has a limit. */
export class RateLimiter {
  readonly #rate: Rate;
  readonly #clock: () => number;
  /** The key that was used longest ago comes first. */
  readonly #buckets = new Map<string, Bucket>();

  constructor(rate: Rate, clock: () => number = () => performance.now()) {
    this.#rate = rate;
    this.#clock = clock;
  }

  /** Keys that are remembered. */
  get size(): number {
    return this.#buckets.size;
  }

  /** Milliseconds until this key may try again; 0 when it may now, and then a token is gone. */
  take(key: string): number {
    const taken = take(this.#buckets.get(key), this.#rate, this.#clock());
    this.#buckets.delete(key);
    this.#buckets.set(key, taken.bucket);
    if (this.#buckets.size > MOST_KEYS) {
      const [longestAgo] = this.#buckets.keys();
      if (longestAgo !== undefined) this.#buckets.delete(longestAgo);
    }
    return taken.ok ? 0 : taken.retryAfterMs;
  }

  /** Gives a token back: what it paid for turned out to be free. */
  refund(key: string): void {
    const bucket = this.#buckets.get(key);
    if (bucket) bucket.tokens = Math.min(this.#rate.burst, bucket.tokens + 1);
  }
}
