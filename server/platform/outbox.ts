import type { AudienceEvent, ControlEvent } from '../contract/index.ts';

/** An event of the log with its number and those who get it. */
export type OutgoingEnvelope = { broadcastId: string; seq: number } & (
  | { scope: 'audience'; event: AudienceEvent }
  | { scope: 'control'; event: ControlEvent }
  | { scope: 'author'; voterId: string; event: AudienceEvent }
);

/** As many events stay in memory per broadcast, for pages that are joining just now. */
const RECENT = 500;

/**
 * Hands committed events on in the order of their numbers. Transactions may be acknowledged to us out of order; a page
 * that saw number 6 would ignore number 5 for ever. Numbers have no gaps: they are given out inside the transactions.
 */
export class Outbox {
  readonly #streams = new Map<
    string,
    { last: number; waiting: Map<number, OutgoingEnvelope>; recent: OutgoingEnvelope[] }
  >();
  readonly #listeners = new Set<(envelope: OutgoingEnvelope) => void>();

  /** Says which number was the last before this process's first change to a broadcast. Later calls change nothing. */
  begin(broadcastId: string, last: number): void {
    if (!this.#streams.has(broadcastId)) this.#streams.set(broadcastId, { last, waiting: new Map(), recent: [] });
  }

  /** @returns its undo. */
  subscribe(listener: (envelope: OutgoingEnvelope) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** @throws when the broadcast was never begun: its events would be held back for ever. */
  publish(broadcastId: string, envelopes: readonly OutgoingEnvelope[]): void {
    const stream = this.#streams.get(broadcastId);
    if (!stream) throw new Error(`outbox: broadcast ${broadcastId} was not begun`);
    for (const envelope of envelopes) stream.waiting.set(envelope.seq, envelope);
    for (let next = stream.waiting.get(stream.last + 1); next; next = stream.waiting.get(stream.last + 1)) {
      stream.waiting.delete(next.seq);
      stream.last = next.seq;
      stream.recent.push(next);
      if (stream.recent.length > RECENT) stream.recent.shift();
      for (const listener of this.#listeners) listener(next);
    }
  }

  /** Drops events from memory that must not be told again. */
  forget(broadcastId: string, unwanted: (envelope: OutgoingEnvelope) => boolean): void {
    const stream = this.#streams.get(broadcastId);
    if (stream) stream.recent = stream.recent.filter((envelope) => !unwanted(envelope));
  }

  /** What was handed on after `seq`, as far as memory goes. */
  since(broadcastId: string, seq: number): OutgoingEnvelope[] {
    return this.#streams.get(broadcastId)?.recent.filter((envelope) => envelope.seq > seq) ?? [];
  }
}
