/** Watches what becomes of the programme on its way to each contributor, and chooses how much of its picture they get. */
import type { types } from 'mediasoup';
import { firstReturn, nextReturn, type ReturnSize, type ReturnState } from './return-size.ts';

/** One listening browser. */
export interface Listener {
  peerId: string;
  /** Consumers of the programme: the picture's, where it gets one, and the sound's. */
  consumers: types.Consumer[];
}

export interface ReturnWatchOptions {
  listeners(): Iterable<Listener>;
  /** This browser's link carries another size now. */
  onChange(peerId: string, size: ReturnSize): void;
  /** Milliseconds between readings. Default 1000. */
  everyMs?: number;
}

export class ReturnWatch {
  readonly #options: ReturnWatchOptions;
  readonly #states = new Map<string, ReturnState>();
  readonly #timer: NodeJS.Timeout;
  #reading = false;

  constructor(options: ReturnWatchOptions) {
    this.#options = options;
    this.#timer = setInterval(() => void this.#readAll(), options.everyMs ?? 1000);
  }

  /** What this browser's link carries; all of it until something else was seen. */
  sizeOf(peerId: string): ReturnSize {
    return this.#states.get(peerId)?.size ?? 'full';
  }

  forget(peerId: string): void {
    this.#states.delete(peerId);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#states.clear();
  }

  async #readAll(): Promise<void> {
    if (this.#reading) return;
    this.#reading = true;
    await Promise.all([...this.#options.listeners()].map((listener) => this.#read(listener)));
    this.#reading = false;
  }

  async #read({ peerId, consumers }: Listener): Promise<void> {
    const at = performance.now();
    const consumer = consumers.find(({ kind }) => kind === 'video') ?? consumers[0];
    if (!consumer || consumer.closed) return;
    try {
      const stat = (await consumer.getStats()).find(({ type }) => type === 'outbound-rtp');
      if (!stat) return;
      const before = this.#states.get(peerId) ?? firstReturn(at);
      const reading = { at, sent: stat.packetCount, lost: stat.packetsLost, bitrate: stat.bitrate };
      const after = nextReturn(before, reading);
      this.#states.set(peerId, after);
      if (after.size !== before.size) this.#options.onChange(peerId, after.size);
    } catch {
      // The consumer was closed while it was being read: the next reading sees what is left.
    }
  }
}
