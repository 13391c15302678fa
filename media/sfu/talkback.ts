/**
 * Producers' voices to contributors. They go from the producer's browser through the router straight to the browsers of
 * those addressed. The programme process consumes feeds only, and a voice is no feed: it cannot reach the programme.
 *
 * Every contributor's browser has a consumer of every voice, and the gate before it is open only while they are spoken
 * to: so the first syllable arrives, and nobody hears what is not for them.
 */
import type { types } from 'mediasoup';

/** Who hears a voice: everyone, or these contributors. The same shape as the contract's `TalkTo`. */
export type Addressed = 'all' | readonly string[];

export interface Voice {
  /** The browser tab that sends it. */
  peerId: string;
  to: Addressed;
}

export interface TalkbackGate {
  /** The browser is ready for the sound. */
  ready(): void;
}

interface Gate {
  peerId: string;
  contributorId: string;
  consumer: types.Consumer;
  ready: boolean;
  /** What was asked of the worker last; consumers begin paused. */
  open: boolean;
}

export interface TalkbackEvents {
  available(peerId: string): void;
  gone(peerId: string): void;
  /** The worker refused, on its way out. */
  failed(error: unknown): void;
}

export class Talkback {
  readonly #events: TalkbackEvents;
  readonly #voices = new Map<string, types.Producer>();
  readonly #gates = new Set<Gate>();
  #routes: readonly Voice[] = [];

  constructor(events: TalkbackEvents) {
    this.#events = events;
  }

  /** The tabs that have a voice now, whether they speak or not. */
  peerIds(): string[] {
    return [...this.#voices.keys()];
  }

  producer(peerId: string): types.Producer | null {
    return this.#voices.get(peerId) ?? null;
  }

  /** Takes a tab's voice over; a second replaces the first. */
  offer(peerId: string, producer: types.Producer): void {
    const before = this.#voices.get(peerId);
    this.#voices.set(peerId, producer);
    producer.observer.once('close', () => {
      if (this.#voices.get(peerId) !== producer) return;
      this.#voices.delete(peerId);
      this.#events.gone(peerId);
    });
    before?.close();
    this.#events.available(peerId);
  }

  /** Says who hears whom from now on: whole. */
  route(voices: readonly Voice[]): void {
    this.#routes = voices;
    for (const gate of this.#gates) this.#turn(gate);
  }

  /** Guards a contributor's consumer of a voice, which begins paused, for as long as it lives. */
  guard(consumer: types.Consumer, peerId: string, contributorId: string): TalkbackGate {
    const gate: Gate = { peerId, contributorId, consumer, ready: false, open: false };
    this.#gates.add(gate);
    consumer.observer.once('close', () => this.#gates.delete(gate));
    return {
      ready: () => {
        gate.ready = true;
        this.#turn(gate);
      },
    };
  }

  #hears(contributorId: string, peerId: string): boolean {
    return this.#routes.some((voice) => voice.peerId === peerId && isAddressed(contributorId, voice.to));
  }

  /** Requests to one consumer reach the worker in their order: the last one holds. */
  #turn(gate: Gate): void {
    const open = gate.ready && this.#hears(gate.contributorId, gate.peerId);
    if (open === gate.open || gate.consumer.closed) return;
    gate.open = open;
    (open ? gate.consumer.resume() : gate.consumer.pause()).catch((error: unknown) => {
      if (!gate.consumer.closed) this.#events.failed(error);
    });
  }
}

/** Whether a voice is for this contributor. */
export function isAddressed(contributorId: string, to: Addressed): boolean {
  return to === 'all' || to.includes(contributorId);
}
