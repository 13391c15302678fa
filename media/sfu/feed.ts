/** What one contributor sends into the router: at most one producer per kind, from a person or from a simulation. */
import type { types } from 'mediasoup';
import type { MediaKind } from './signals.ts';

/** A person's producer is named after the browser tab that sends it. */
export type FeedSender = { type: 'person'; peerId: string } | { type: 'simulation' };

interface Entry {
  producer: types.Producer;
  sender: FeedSender;
}

export class Feed {
  readonly contributorId: string;
  readonly #entries = new Map<MediaKind, Entry>();
  readonly #onChange: (feed: Feed) => void;

  constructor(contributorId: string, onChange: (feed: Feed) => void) {
    this.contributorId = contributorId;
    this.#onChange = onChange;
  }

  /** `person` as soon as one kind comes from a person. */
  get sender(): FeedSender['type'] | null {
    const senders = [...this.#entries.values()].map(({ sender }) => sender.type);
    if (senders.includes('person')) return 'person';
    return senders.length > 0 ? 'simulation' : null;
  }

  producer(kind: MediaKind): types.Producer | null {
    return this.#entries.get(kind)?.producer ?? null;
  }

  producers(): types.Producer[] {
    return [...this.#entries.values()].map(({ producer }) => producer);
  }

  /** The browser tabs that send a part of it. */
  peerIds(): Set<string> {
    const ids = [...this.#entries.values()].flatMap(({ sender }) => (sender.type === 'person' ? sender.peerId : []));
    return new Set(ids);
  }

  /** Takes producers over: each replaces the one of its kind, and a person replaces a simulation altogether. */
  add(producers: types.Producer[], sender: FeedSender): void {
    const kinds = new Set(producers.map(({ kind }) => kind));
    const replaced = [...this.#entries].filter(
      ([kind, entry]) => kinds.has(kind) || (sender.type === 'person' && entry.sender.type === 'simulation'),
    );
    for (const [kind] of replaced) this.#entries.delete(kind);
    for (const producer of producers) {
      this.#entries.set(producer.kind, { producer, sender });
      producer.observer.once('close', () => {
        // Replaced ones were taken out before they were closed.
        if (this.#entries.get(producer.kind)?.producer !== producer) return;
        this.#entries.delete(producer.kind);
        this.#onChange(this);
      });
    }
    for (const [, entry] of replaced) entry.producer.close();
    this.#onChange(this);
  }

  /** Closes what it has. Safe twice. */
  close(): void {
    for (const { producer } of [...this.#entries.values()]) producer.close();
  }
}
