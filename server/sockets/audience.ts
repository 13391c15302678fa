/** Viewers' sockets: who each one is, what it follows, and what is sent to those who follow a broadcast. */
import type { Namespace, Server } from 'socket.io';
import type { Cookies } from '../accounts/cookies.ts';
import type { AudienceEnvelope, AudienceServerEvents, audienceCommands, PublicCaption } from '../contract/index.ts';
import { addressKey, clientAddress } from '../platform/address.ts';
import { type Commands, commandServer } from '../platform/commands.ts';
import type { Log } from '../platform/logging.ts';
import { rooms } from '../platform/rooms.ts';
import type { AudienceContext } from '../questions/audience.ts';
import { type CommandListener, leaveAll, type NoEvents } from './socket.ts';

export interface AudienceSocketsParts {
  io: Server;
  cookies: Cookies;
  heard: CommandListener;
  trustedProxies: number;
  log: Log;
}

/** How fast one socket may command. A page that goes faster is no person's. */
const RATE = { burst: 30, perSecond: 10 };

export class AudienceSockets {
  readonly #parts: AudienceSocketsParts;
  readonly #namespace: Namespace<NoEvents, AudienceServerEvents>;

  constructor(parts: AudienceSocketsParts) {
    this.#parts = parts;
    this.#namespace = parts.io.of('/audience');
  }

  serve(commands: Commands<typeof audienceCommands, AudienceContext>): void {
    const { cookies, heard, trustedProxies, log } = this.#parts;
    const serve = commandServer({ commands, rate: RATE, onAnswer: heard('audience'), log });
    this.#namespace.on('connection', (socket) => {
      const { request } = socket;
      // A browser without a voter's cookie got one with the answer that opened this connection; here it reads as sent.
      const voterId = cookies.voter(request.headers.cookie).id;
      let following: string | null = null;
      const context: AudienceContext = {
        voterId,
        address: addressKey(clientAddress(request, trustedProxies)),
        sessionToken: cookies.sessionToken(request.headers.cookie),
        follow: (broadcastId, slug) => {
          leaveAll(socket);
          following = slug;
          void socket.join([rooms.audience(broadcastId), rooms.author(broadcastId, voterId)]);
        },
        follows: (slug) => following === slug && socket.connected,
        hangUp: () => void socket.disconnect(true),
        send: (envelope) => void socket.emit('event', envelope),
        sendVotes: (votes) => void socket.emit('votes', { votes }),
      };
      serve(socket, context);
    });
  }

  /** To everybody who follows it. */
  event(broadcastId: string, envelope: AudienceEnvelope): void {
    this.#following(broadcastId).emit('event', envelope);
  }

  /** To one voter's pages. */
  authorEvent(broadcastId: string, voterId: string, envelope: AudienceEnvelope): void {
    this.#namespace.to(rooms.author(broadcastId, voterId)).emit('event', envelope);
  }

  votes(broadcastId: string, votes: Record<string, number>): void {
    this.#following(broadcastId).emit('votes', { votes });
  }

  viewers(broadcastId: string, count: number): void {
    this.#following(broadcastId).volatile.emit('viewers', { count });
  }

  caption(broadcastId: string, caption: PublicCaption): void {
    this.#following(broadcastId).emit('caption', caption);
  }

  /** Everybody who follows it leaves, and comes again if they may. */
  hangUp(broadcastId: string): void {
    this.#following(broadcastId).disconnectSockets(true);
  }

  /** How many sockets follow it. */
  count(broadcastId: string): number {
    return this.#namespace.adapter.rooms.get(rooms.audience(broadcastId))?.size ?? 0;
  }

  /** The broadcasts that somebody follows. */
  followed(): string[] {
    const prefix = rooms.audience('');
    return [...this.#namespace.adapter.rooms.keys()]
      .filter((room) => room.startsWith(prefix))
      .map((room) => room.slice(prefix.length));
  }

  #following(broadcastId: string) {
    return this.#namespace.to(rooms.audience(broadcastId));
  }
}
