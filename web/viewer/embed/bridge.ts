import { z } from 'zod';
import { EmbedCommand, type EmbedMessage, type EmbedState, type RefusalReason, VERSION } from './protocol.ts';

/** The window around this one. */
export interface Parent {
  postMessage(message: EmbedMessage, targetOrigin: string): void;
}

/** What is read of a `MessageEvent`. */
export type Received = Pick<MessageEvent<unknown>, 'origin' | 'data'> & { source: unknown };

export interface BridgeParts {
  parent: Parent;
  /** The only origin that is heard and told; null: whoever frames this page. */
  origin: string | null;
  about(): { slug: string; title: string };
  state(): EmbedState;
  /** Whether it could be done. */
  run(command: Exclude<EmbedCommand['type'], 'hello'>): boolean;
}

/** Milliseconds between two messages in which nothing but the latency is new. */
const LATENCY_EVERY = 1_000;
/** Enough to find out that a message is meant for this page, in whatever version. */
const Addressed = z.object({ antenne: z.number(), id: EmbedCommand.shape.id.catch(undefined) });

/**
 * Hears and answers the page around an embedded player. Anyone may frame it, so it only ever does what a visitor could
 * do with the controls, listens to its parent window alone, and tells things to an origin by name, never to `*`.
 */
export class EmbedBridge {
  readonly #parts: BridgeParts;
  /** The origin that is told what changes: the one that said hello, or that was named from the start. */
  #listener: string | null;
  #told: EmbedState | null = null;
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(parts: BridgeParts) {
    this.#parts = parts;
    this.#listener = parts.origin;
  }

  /** Tells a page that named itself in the address; others say hello first. */
  open(now: number): void {
    if (this.#listener !== null) this.#greet(this.#listener, now);
  }

  receive({ source, origin, data }: Received, now: number): void {
    const { parent, origin: only, run } = this.#parts;
    if (source !== parent || !isNamed(origin) || (only !== null && origin !== only)) return;
    const addressed = Addressed.safeParse(data);
    // Pages send frames all kinds of things: what does not name us is none of ours.
    if (!addressed.success) return;
    const { antenne, id } = addressed.data;
    const refuse = (reason: RefusalReason) =>
      parent.postMessage({ antenne: VERSION, type: 'refused', id, reason }, origin);
    const command = EmbedCommand.safeParse(data);
    if (antenne !== VERSION) {
      refuse('version');
    } else if (!command.success) {
      refuse('badRequest');
    } else if (command.data.type === 'hello') {
      this.#listener = origin;
      this.#greet(origin, now);
    } else if (run(command.data.type)) {
      parent.postMessage({ antenne: VERSION, type: 'done', id, command: command.data.type }, origin);
    } else {
      refuse('notNow');
    }
  }

  /** To be called whenever something may have changed, however often. `now`: ms, of any clock that only goes forward. */
  update(now: number): void {
    if (this.#listener === null) return;
    const state = this.#parts.state();
    if (this.#told && sameButLatency(state, this.#told)) {
      if (state.latencySeconds === this.#told.latencySeconds || now - this.#toldAt < LATENCY_EVERY) return;
    }
    this.#tell(this.#listener, state, now);
  }

  #greet(origin: string, now: number): void {
    this.#parts.parent.postMessage({ antenne: VERSION, type: 'ready', ...this.#parts.about() }, origin);
    this.#tell(origin, this.#parts.state(), now);
  }

  #tell(origin: string, state: EmbedState, now: number): void {
    this.#told = state;
    this.#toldAt = now;
    this.#parts.parent.postMessage({ antenne: VERSION, type: 'state', state }, origin);
  }
}

/** Sandboxed and local pages have the origin `null`: an answer could not be addressed to them. */
function isNamed(origin: string): boolean {
  return /^https?:\/\/[^/]+$/.test(origin);
}

/** `?origin=` of the frame's address as an origin; null where it is none. */
export function namedOrigin(text: string | null): string | null {
  if (text === null || !URL.canParse(text)) return null;
  const { origin } = new URL(text);
  return isNamed(origin) ? origin : null;
}

function sameButLatency(a: EmbedState, b: EmbedState): boolean {
  return (
    a.broadcast === b.broadcast &&
    a.playback === b.playback &&
    a.paused === b.paused &&
    a.muted === b.muted &&
    a.atLive === b.atLive &&
    a.questions === b.questions
  );
}
