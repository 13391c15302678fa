/**
 * Viewers without a socket (embedded players, players of others): each tells every `VIEWING_EVERY_MS` that it is there,
 * under a random id that its tab made for this alone. The id is kept in memory until it expires, and nowhere else.
 */
import { VIEWING_EVERY_MS } from '../contract/index.ts';
import type { AddressKey } from '../platform/address.ts';
import { RateLimiter } from '../platform/rate-limit.ts';

/** Browsers slow the timers of hidden tabs down to one a minute; one word may be lost besides. Milliseconds. */
const GONE_AFTER_MS = 90_000;
/** Of all broadcasts: more are not counted, rather than fill the memory. Some 150 bytes each. */
const MOST = 200_000;
/** One IPv4 address may be a whole school or a mobile network: a thousand viewers. */
const PER_IPV4 = { burst: 500, perSecond: 1_000 / (VIEWING_EVERY_MS / 1000) };
/** One IPv6 /64 is one household or phone. */
const PER_IPV6_PREFIX = { burst: 50, perSecond: 50 / (VIEWING_EVERY_MS / 1000) };

export class Viewing {
  readonly #clock: () => number;
  readonly #limits: { 4: RateLimiter; 6: RateLimiter };
  /** When each was heard last, by broadcast; in that order. */
  readonly #heard = new Map<string, Map<string, number>>();
  #size = 0;

  /** @param clock ms of a steady clock: what a viewer's own clock says plays no part */
  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock;
    this.#limits = { 4: new RateLimiter(PER_IPV4, clock), 6: new RateLimiter(PER_IPV6_PREFIX, clock) };
  }

  /** @returns milliseconds until this address may say something again; 0: it may now, and has. */
  pay({ family, key }: AddressKey): number {
    return this.#limits[family].take(key);
  }

  /** A tab says that it is there. */
  hear(broadcastId: string, tabId: string): void {
    this.#forget();
    const heard = this.#heard.get(broadcastId) ?? new Map<string, number>();
    if (heard.delete(tabId)) this.#size -= 1;
    if (this.#size >= MOST) return;
    heard.set(tabId, this.#clock());
    this.#heard.set(broadcastId, heard);
    this.#size += 1;
  }

  count(broadcastId: string): number {
    this.#forget();
    return this.#heard.get(broadcastId)?.size ?? 0;
  }

  /** Those with viewers of this kind. */
  broadcasts(): string[] {
    this.#forget();
    return [...this.#heard.keys()];
  }

  /** Only those in front can be too old: it costs what it removes. */
  #forget(): void {
    const oldest = this.#clock() - GONE_AFTER_MS;
    for (const [broadcastId, heard] of this.#heard) {
      for (const [tabId, at] of heard) {
        if (at > oldest) break;
        heard.delete(tabId);
        this.#size -= 1;
      }
      if (heard.size === 0) this.#heard.delete(broadcastId);
    }
  }
}
