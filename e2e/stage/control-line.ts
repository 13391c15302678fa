/** The control room's conversation without a page: for exact times, and for what a page does not show. */
import {
  type ChannelSound,
  type ControlClientEvents,
  ControlEnvelope,
  type ControlEvent,
  type ControlServerEvents,
  type ControlSnapshot,
  controlCommands,
  type Failure,
  type SourceRef,
} from '@antenne/server/contract';
import { io, type Socket } from 'socket.io-client';

export class ControlLine {
  readonly #socket: Socket<ControlServerEvents, ControlClientEvents>;
  readonly #slug: string;
  /** Every event since the join, with the wall clock (ms) of its arrival. */
  readonly events: { at: number; event: ControlEvent }[] = [];

  private constructor(socket: Socket<ControlServerEvents, ControlClientEvents>, slug: string) {
    this.#socket = socket;
    this.#slug = slug;
    socket.on('event', (envelope) => {
      this.events.push({ at: Date.now(), event: ControlEnvelope.parse(envelope).event });
    });
  }

  /** `cookie`: a signed-in session's. The caller closes it. */
  static async open(url: string, cookie: string, slug: string): Promise<ControlLine> {
    const socket: Socket<ControlServerEvents, ControlClientEvents> = io(`${url}/control`, {
      transports: ['websocket'],
      extraHeaders: { cookie, origin: url },
      forceNew: true,
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
    return new ControlLine(socket, slug);
  }

  /** Joins anew and returns everything as it is; waits for a server that is away. */
  async snapshot(): Promise<ControlSnapshot> {
    if (!this.#socket.connected) await new Promise<void>((resolve) => this.#socket.once('connect', resolve));
    const reply = await this.#socket.timeout(5_000).emitWithAck('control:join', { slug: this.#slug });
    const { snapshot } = controlCommands['control:join'].output.parse(granted(reply));
    if (!snapshot) throw new Error('a first join came back without a snapshot');
    return snapshot;
  }

  /** The broadcast is on air from now on. */
  async goLive(): Promise<void> {
    granted(await this.#socket.timeout(5_000).emitWithAck('broadcast:goLive', { slug: this.#slug }));
  }

  /** The broadcast is over. */
  async end(): Promise<void> {
    granted(await this.#socket.timeout(5_000).emitWithAck('broadcast:end', { slug: this.#slug }));
  }

  /** Goes to the rundown's next item. */
  async takeNext(): Promise<void> {
    const { rundown } = await this.snapshot();
    const wanted = { slug: this.#slug, version: rundown.version };
    granted(await this.#socket.timeout(5_000).emitWithAck('rundown:takeNext', wanted));
  }

  /** Cuts to a source, or to one contributor; resolves with the wall clock (ms) of sending and of the acknowledgement. */
  async take(what: string | SourceRef): Promise<{ sentAt: number; acknowledgedAt: number }> {
    const source: SourceRef = typeof what === 'string' ? { type: 'feed', contributorId: what } : what;
    const { bus } = await this.snapshot();
    const sentAt = Date.now();
    const reply = await this.#socket.timeout(5_000).emitWithAck('studio:take', {
      slug: this.#slug,
      source,
      version: bus.version,
    });
    granted(reply);
    return { sentAt, acknowledgedAt: Date.now() };
  }

  async preview(source: SourceRef): Promise<void> {
    granted(await this.#socket.timeout(5_000).emitWithAck('studio:preview', { slug: this.#slug, source }));
  }

  /** Presses the talk button of a producer's studio page, as a key of a control surface does. */
  async pressTalk(name: string, to: string[]): Promise<void> {
    granted(await this.#socket.timeout(5_000).emitWithAck('talkback:press', { slug: this.#slug, name, to }));
  }

  /** Presses solo in a producer's studio page, as a key of a control surface does. */
  async pressSolo(name: string, ids: string[]): Promise<void> {
    granted(await this.#socket.timeout(5_000).emitWithAck('solo:press', { slug: this.#slug, name, ids }));
  }

  /** Lets a question through, as it was written. */
  async approve(id: string, version: number): Promise<void> {
    const move = { type: 'approve' } as const;
    granted(await this.#socket.timeout(5_000).emitWithAck('question:move', { slug: this.#slug, id, version, move }));
  }

  async setSound(contributorId: string, sound: Partial<ChannelSound>): Promise<void> {
    granted(await this.#socket.timeout(5_000).emitWithAck('sound:set', { slug: this.#slug, contributorId, sound }));
  }

  /** Safe twice. */
  close(): void {
    this.#socket.close();
  }
}

function granted<T>(reply: { ok: true; data: T } | { ok: false; error: Failure }): T {
  if (!reply.ok) throw new Error(`refused: ${reply.error.code}: ${reply.error.message}`);
  return reply.data;
}
