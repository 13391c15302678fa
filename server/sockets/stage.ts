/** Stage clocks' sockets: which broadcast each one shows, told whole whenever it changes and every few seconds. */
import type { Namespace, Server, Socket } from 'socket.io';
import type { Cookies } from '../accounts/cookies.ts';
import type { ControlEvent, StageServerEvents, stagePageCommands } from '../contract/index.ts';
import { Coalescer } from '../platform/coalesce.ts';
import { type Commands, commandServer } from '../platform/commands.ts';
import type { Log } from '../platform/logging.ts';
import type { StageClock, StageContext, StagePlace } from '../stage/clock.ts';
import type { CommandListener, NoEvents } from './socket.ts';

export interface StageSocketsParts {
  io: Server;
  stageClock: StageClock;
  cookies: Cookies;
  heard: CommandListener;
  log: Log;
}

type StageData = { place: StagePlace | null };
type StageSocket = Socket<NoEvents, StageServerEvents, NoEvents, StageData>;

/** How fast one socket may command: a clock joins, and listens. */
const RATE = { burst: 10, perSecond: 2 };
/** What a clock shows comes with these. */
const SHOWN: ReadonlySet<ControlEvent['type']> = new Set(['rundown', 'rundownEdit', 'broadcast', 'stage']);

export class StageSockets {
  readonly #parts: StageSocketsParts;
  readonly #namespace: Namespace<NoEvents, StageServerEvents, NoEvents, StageData>;
  readonly #refreshing: Coalescer;

  constructor(parts: StageSocketsParts) {
    this.#parts = parts;
    this.#namespace = parts.io.of('/stage');
    this.#refreshing = new Coalescer((slug) => this.#refresh(slug), parts.log);
  }

  serve(commands: Commands<typeof stagePageCommands, StageContext>): void {
    const { cookies, heard, log } = this.#parts;
    const contextOf = (socket: StageSocket): StageContext => ({
      sessionToken: cookies.sessionToken(socket.request.headers.cookie),
      enter: (place) => {
        socket.data = { place };
        // What happened while the page's first view was read.
        void this.#refreshing.mark(place.slug);
      },
    });
    const serve = commandServer({ commands, contextOf, rate: RATE, onAnswer: heard('stage'), log });
    this.#namespace.on('connection', (socket) => {
      socket.data = { place: null };
      serve(socket);
    });
  }

  follow(broadcastId: string, event: ControlEvent): void {
    if (!SHOWN.has(event.type)) return;
    const [socket] = this.#placed((place) => place.broadcastId === broadcastId);
    if (socket?.data.place) void this.#refreshing.mark(socket.data.place.slug);
  }

  /** Says again what is: so that a page knows that it is not cut off. */
  refreshAll(): void {
    for (const slug of new Set(this.#placed(() => true).map(({ data }) => data.place?.slug))) {
      if (slug !== undefined) void this.#refreshing.mark(slug);
    }
  }

  /** The link of a broadcast opens nothing any more: clocks that came by it are told and closed, now. */
  unlink(broadcastId: string): void {
    this.#drop((place) => place.broadcastId === broadcastId && place.sessionId === null);
  }

  revoke(sessionIds: readonly string[]): void {
    this.#drop(({ sessionId }) => sessionId !== null && sessionIds.includes(sessionId));
  }

  /** Safe twice. */
  async close(): Promise<void> {
    await this.#refreshing.close();
  }

  async #refresh(slug: string): Promise<void> {
    const view = await this.#parts.stageClock.view(slug);
    for (const socket of this.#placed((place) => place.slug === slug)) socket.emit('view', view);
  }

  #drop(isMeant: (place: StagePlace) => boolean): void {
    for (const socket of this.#placed(isMeant)) {
      socket.data = { place: null };
      socket.emit('revoked', { reason: 'revoked' });
      socket.disconnect(true);
    }
  }

  #placed(wanted: (place: StagePlace) => boolean): StageSocket[] {
    return [...this.#namespace.sockets.values()].filter(({ data }) => data.place && wanted(data.place));
  }
}
