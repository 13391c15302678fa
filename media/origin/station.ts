/** One broadcast as the origin serves it: its rendered playlists and whoever waits for more. */
import type { FastifyReply } from 'fastify';
import { PlaylistBodies } from './bodies.ts';
import { isThere } from './directives.ts';
import type { PlaylistSource } from './playlist-source.ts';
import { Waiting, type WaitOutcome } from './waiting.ts';

/** hls.js gives up after 10 s; a held request is answered before. Milliseconds. */
const LONGEST_HOLD_MS = 9_000;
/** Requests held at once; each costs about a kilobyte beside its connection. */
const MAX_HELD = 50_000;

export class Station {
  readonly source: PlaylistSource;
  readonly bodies: PlaylistBodies;
  private readonly waiting: Waiting;
  private readonly unsubscribe: () => void;
  private readonly onClosed: () => void;

  constructor(source: PlaylistSource, onClosed: () => void) {
    this.source = source;
    this.bodies = new PlaylistBodies(source);
    this.onClosed = onClosed;
    const patienceMs = Math.min(3 * source.targetSeconds * 1000, LONGEST_HOLD_MS);
    this.waiting = new Waiting({ patienceMs, limit: MAX_HELD });
    this.unsubscribe = source.subscribe(() => (source.closed ? this.close() : this.waiting.wake()));
  }

  /** Requests that wait at present. */
  get held(): number {
    return this.waiting.size;
  }

  /** Until the playlist holds that segment, or that part of it. */
  playlistReaches(msn: number, part: number | null, reply: FastifyReply): Promise<WaitOutcome> {
    return this.waiting.wait(`${msn}.${part ?? ''}`, () => isThere(msn, part, this.source), gone(reply));
  }

  /** Until the hinted part is there, or never will be. */
  hintSettles(rendition: string, name: string, reply: FastifyReply): Promise<WaitOutcome> {
    const isThere = () => this.source.find(rendition, name)?.type !== 'hinted';
    return this.waiting.wait(`${rendition}/${name}`, isThere, gone(reply));
  }

  /** Answers whoever waits and leaves the source. Safe twice. */
  close(): void {
    this.unsubscribe();
    this.waiting.close();
    this.onClosed();
  }
}

function gone(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => controller.abort());
  return controller.signal;
}
