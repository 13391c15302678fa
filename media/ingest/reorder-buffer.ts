import { type RtpPacket, Unwrapper } from '../core/rtp.ts';

/** How long, and how many packets behind a missing one, to wait for it. */
const HOLD_MS = 40;
const HOLD_PACKETS = 24;
/**
 * Where packets come after they were given up (a retransmission over a long way), the wait grows so that the next ones
 * are in time, up to this. It shrinks again, by so much a packet that comes in time.
 */
const LONGEST_HOLD_MS = 350;
const SHRINK = 0.98;
/** Packets held at most, whatever the wait. */
const MOST_HELD = 512;
/** A jump of the sequence number by more than this is a new beginning, not a loss. */
const RESTART_DISTANCE = 1_000;

export interface OrderedPacket {
  packet: RtpPacket;
  /** Packets before this one never came. */
  gapBefore: boolean;
}

/**
 * Puts the packets of one SSRC back into order. In-order packets pass at once; duplicates and late ones are dropped, and
 * late ones make the next missing ones waited for longer.
 */
export class ReorderBuffer {
  /** Packets given up on so far. */
  lost = 0;
  readonly #sequence = new Unwrapper(16);
  readonly #held = new Map<number, { packet: RtpPacket; arrivedAt: number }>();
  #next: number | null = null;
  #holdMs = HOLD_MS;
  /** When each packet was missed that was given up lately. */
  readonly #missed = new Map<number, number>();

  /** @param now monotonic ms */
  push(packet: RtpPacket, now: number): OrderedPacket[] {
    const sequence = this.#sequence.unwrap(packet.sequence);
    this.#next ??= sequence;
    if (Math.abs(sequence - this.#next) > RESTART_DISTANCE) {
      this.#held.clear();
      this.#missed.clear();
      this.#next = sequence + 1;
      return [{ packet, gapBefore: true }];
    }
    if (sequence < this.#next) this.#late(sequence, now);
    if (sequence < this.#next || this.#held.has(sequence)) return [];
    // It fills a gap in time.
    if (this.#held.size > 0 && sequence === this.#next) this.#holdMs = Math.max(HOLD_MS, this.#holdMs * SHRINK);
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
      const patient = this.#holdMs > HOLD_MS ? MOST_HELD : HOLD_PACKETS;
      if (this.#held.size < patient && now - oldest < this.#holdMs) break;
      this.lost += first - this.#next;
      this.#giveUp(this.#next, first, oldest);
      this.#next = first;
      gapBefore = true;
    }
    return out;
  }

  #giveUp(from: number, to: number, missedAt: number): void {
    for (let sequence = from; sequence < to; sequence += 1) this.#missed.set(sequence, missedAt);
    for (const sequence of this.#missed.keys()) {
      if (this.#missed.size <= MOST_HELD) break;
      this.#missed.delete(sequence);
    }
  }

  #late(sequence: number, now: number): void {
    const missedAt = this.#missed.get(sequence);
    if (missedAt === undefined) return;
    this.#missed.delete(sequence);
    this.#holdMs = Math.min(LONGEST_HOLD_MS, Math.max(this.#holdMs, (now - missedAt) * 1.25));
  }
}
