import { type RtpPacket, Unwrapper } from '../core/rtp.ts';

/** How long, and how many packets behind a missing one, to wait for it. */
const HOLD_MS = 40;
const HOLD_PACKETS = 24;
/** A jump of the sequence number by more than this is a new beginning, not a loss. */
const RESTART_DISTANCE = 1_000;

export interface OrderedPacket {
  packet: RtpPacket;
  /** Packets before this one never came. */
  gapBefore: boolean;
}

/** Puts the packets of one SSRC back into order. In-order packets pass at once; duplicates and late ones are dropped. */
export class ReorderBuffer {
  /** Packets given up on so far. */
  lost = 0;
  readonly #sequence = new Unwrapper(16);
  readonly #held = new Map<number, { packet: RtpPacket; arrivedAt: number }>();
  #next: number | null = null;

  /** @param now monotonic ms */
  push(packet: RtpPacket, now: number): OrderedPacket[] {
    const sequence = this.#sequence.unwrap(packet.sequence);
    this.#next ??= sequence;
    if (Math.abs(sequence - this.#next) > RESTART_DISTANCE) {
      this.#held.clear();
      this.#next = sequence + 1;
      return [{ packet, gapBefore: true }];
    }
    if (sequence < this.#next || this.#held.has(sequence)) return [];
    this.#held.set(sequence, { packet, arrivedAt: now });
    return this.expire(now);
  }

  /** What may go on now, because it is in order or because the missing one has been waited for long enough. */
  expire(now: number): OrderedPacket[] {
    const out: OrderedPacket[] = [];
    let gapBefore = false;
    while (this.#next !== null && this.#held.size > 0) {
      const held = this.#held.get(this.#next);
      if (held) {
        this.#held.delete(this.#next);
        this.#next += 1;
        out.push({ packet: held.packet, gapBefore });
        gapBefore = false;
        continue;
      }
      let first = Number.POSITIVE_INFINITY;
      let oldest = Number.POSITIVE_INFINITY;
      for (const [sequence, { arrivedAt }] of this.#held) {
        first = Math.min(first, sequence);
        oldest = Math.min(oldest, arrivedAt);
      }
      if (this.#held.size < HOLD_PACKETS && now - oldest < HOLD_MS) break;
      this.lost += first - this.#next;
      this.#next = first;
      gapBefore = true;
    }
    return out;
  }
}
