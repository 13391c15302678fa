/** Viewers' sockets: who each one is, what it follows, and what is sent to those who follow a broadcast. */
import type { Namespace, Server, Socket } from 'socket.io';
import type { Cookies } from '../accounts/cookies.ts';
import {
  AudienceAuth,
  type AudienceEnvelope,
  type AudienceServerEvents,
  type audienceCommands,
  type PublicCaption,
} from '../contract/index.ts';
import { addressKey, clientAddress } from '../platform/address.ts';
import { type Commands, commandServer } from '../platform/commands.ts';
import { Crowds } from '../platform/crowds.ts';
import { FewByKey } from '../platform/few-by-key.ts';
import type { Log } from '../platform/logging.ts';
import type { AudienceContext } from '../questions/audience.ts';
import { type CommandListener, leaveAll, type NoEvents } from './socket.ts';

export interface AudienceSocketsParts {
  io: Server;
  cookies: Cookies;
  heard: CommandListener;
  trustedProxies: number;
  log: Log;
}

/** All that is kept of a viewer's socket: thousands of them only listen. The rest is read when they do something. */
type ViewerData = {
  voterId: string;
  /** What it was let in to. */
  following: { broadcastId: string; slug: string } | null;
};
type ViewerSocket = Socket<NoEvents, AudienceServerEvents, NoEvents, ViewerData>;
type ViewerSpace = Namespace<NoEvents, AudienceServerEvents, NoEvents, ViewerData>;

/** How fast one socket may command. A page that goes faster is no person's. */
const RATE = { burst: 30, perSecond: 10 };

/** In place of Socket.IO's own: 300 bytes for each of thousands, of which nothing is read any more. The same for all. */
const NO_HANDSHAKE: Socket['handshake'] = Object.freeze({
  headers: {},
  time: '',
  address: '',
  xdomain: false,
  secure: false,
  issued: 0,
  url: '',
  query: {},
  auth: {},
});

function forgetHandshake(socket: { handshake: Socket['handshake'] }): void {
  socket.handshake = NO_HANDSHAKE;
}

export class AudienceSockets {
  readonly #parts: AudienceSocketsParts;
  readonly #namespace: ViewerSpace;
  /** Who follows a broadcast, by its id. */
  readonly #crowds: Crowds<ReturnType<ViewerSpace['to']>>;
  readonly #pages = new FewByKey<string, ViewerSocket>();

  constructor(parts: AudienceSocketsParts) {
    this.#parts = parts;
    this.#namespace = parts.io.of('/audience');
    this.#crowds = new Crowds(this.#namespace, 'audience:');
  }

  serve(commands: Commands<typeof audienceCommands, AudienceContext>): void {
    const { cookies, heard, log } = this.#parts;
    const contextOf = (socket: ViewerSocket) => this.#contextOf(socket);
    const serve = commandServer({ commands, contextOf, rate: RATE, onAnswer: heard('audience'), log });
    const pages = this.#pages;
    // One function for all of them: Socket.IO calls it as the socket's own.
    function gone(this: ViewerSocket): void {
      pages.remove(this.data.voterId, this);
    }
    this.#namespace.on('connection', (socket) => {
      const framed = AudienceAuth.safeParse(socket.handshake.auth);
      const kept = framed.data?.voter ?? null;
      // A browser without a voter's cookie got one with the answer that opened this connection; here it reads as sent.
      const voterId = (kept !== null && cookies.voterIn(kept)) || cookies.voter(socket.request.headers.cookie).id;
      if (framed.success) socket.emit('voter', { token: cookies.voterToken(voterId) });
      socket.data = { voterId, following: null };
      forgetHandshake(socket);
      // Nothing here is sent to a socket by its id, and a room for each would be memory for nothing.
      void socket.leave(socket.id);
      pages.add(voterId, socket);
      socket.on('disconnect', gone);
      serve(socket);
    });
  }

  #contextOf(socket: ViewerSocket): AudienceContext {
    const { cookies, trustedProxies } = this.#parts;
    const { request, data } = socket;
    return {
      voterId: data.voterId,
      address: addressKey(clientAddress(request, trustedProxies)),
      sessionToken: cookies.sessionToken(request.headers.cookie),
      follow: (broadcastId, slug) => {
        leaveAll(socket);
        data.following = { broadcastId, slug };
        this.#crowds.join(socket, broadcastId);
      },
      follows: (slug) => data.following?.slug === slug && socket.connected,
      hangUp: () => void socket.disconnect(true),
      send: (envelope) => void socket.emit('event', envelope),
      sendVotes: (votes) => void socket.emit('votes', { votes }),
    };
  }

  /** To everybody who follows it. */
  event(broadcastId: string, envelope: AudienceEnvelope): void {
    void this.#crowds.tell(broadcastId, (some) => some.emit('event', envelope));
  }

  /** To one voter's pages: what they are told with everybody comes in its order. */
  authorEvent(broadcastId: string, voterId: string, envelope: AudienceEnvelope): void {
    this.#crowds.afterwards(broadcastId, () => {
      for (const socket of this.#pages.get(voterId)) {
        if (socket.data.following?.broadcastId === broadcastId) socket.emit('event', envelope);
      }
    });
  }

  /** @returns when all are told; null: they are */
  votes(broadcastId: string, votes: Record<string, number>): Promise<void> | null {
    return this.#crowds.tell(broadcastId, (some) => some.emit('votes', { votes }), 'patient');
  }

  viewers(broadcastId: string, count: number): void {
    void this.#crowds.tell(broadcastId, (some) => some.volatile.emit('viewers', { count }), 'patient');
  }

  caption(broadcastId: string, caption: PublicCaption): void {
    void this.#crowds.tell(broadcastId, (some) => some.emit('caption', caption));
  }

  /** Everybody who follows it leaves, and comes again if they may. */
  hangUp(broadcastId: string): void {
    void this.#crowds.tell(broadcastId, (some) => some.disconnectSockets(true));
  }

  /** How many sockets follow it. */
  count(broadcastId: string): number {
    return this.#crowds.count(broadcastId);
  }

  /** The broadcasts that somebody follows. */
  followed(): string[] {
    return this.#crowds.names();
  }
}
