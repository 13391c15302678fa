/** Contributors' sockets: which link each one holds, and what each page is shown. */
import type { Namespace, Server, Socket } from 'socket.io';
import type { DuplexServerEvents, duplexCommands, RtcNotice } from '../contract/index.ts';
import type { ContributorBoard } from '../contributors/board.ts';
import type { DuplexContext, Linked } from '../contributors/duplex.ts';
import type { Peers } from '../contributors/peers.ts';
import type { DuplexView } from '../on-air/duplex-view.ts';
import type { Talkback } from '../on-air/talkback.ts';
import { Coalescer } from '../platform/coalesce.ts';
import { type Commands, commandServer } from '../platform/commands.ts';
import type { Log } from '../platform/logging.ts';
import { rooms } from '../platform/rooms.ts';
import { type CommandListener, leaveAll, type NoEvents } from './socket.ts';

export interface DuplexSocketsParts {
  io: Server;
  board: ContributorBoard;
  peers: Peers;
  duplexView: DuplexView;
  talkback: Talkback;
  heard: CommandListener;
  log: Log;
}

type DuplexData = {
  linked: Linked | null;
  /** The state that the page was told last. */
  shown: string | null;
};

type DuplexSocket = Socket<NoEvents, DuplexServerEvents, NoEvents, DuplexData>;

/** How fast one socket may command. A page that goes faster is no person's. */
const RATE = { burst: 100, perSecond: 20 };

export class DuplexSockets {
  readonly #parts: DuplexSocketsParts;
  readonly #namespace: Namespace<NoEvents, DuplexServerEvents, NoEvents, DuplexData>;
  readonly #refreshing: Coalescer;

  constructor(parts: DuplexSocketsParts) {
    this.#parts = parts;
    this.#namespace = parts.io.of('/duplex');
    this.#refreshing = new Coalescer((broadcastId) => this.#refresh(broadcastId), parts.log);
  }

  serve(commands: Commands<typeof duplexCommands, DuplexContext>): void {
    const { board, peers, duplexView, heard, log } = this.#parts;
    const contextOf = (socket: DuplexSocket) => this.#contextOf(socket);
    const serve = commandServer({ commands, contextOf, rate: RATE, onAnswer: heard('duplex'), log });
    this.#namespace.on('connection', (socket) => {
      socket.data = { linked: null, shown: null };
      serve(socket);
      socket.on('disconnect', () => {
        peers.disconnect(socket.id);
        const { linked } = socket.data;
        if (!linked) return;
        board.update(linked.broadcastId, linked.contributorId, { step: 'away' });
        if (!this.#broadcasts().has(linked.broadcastId)) duplexView.forget(linked.broadcastId);
      });
    });
  }

  #contextOf(socket: DuplexSocket): DuplexContext {
    const { talkback } = this.#parts;
    return {
      socketId: socket.id,
      linked: () => socket.data.linked,
      link: (linked) => {
        for (const other of this.#linked((data) => data.contributorId === linked.contributorId)) {
          if (other.id === socket.id) continue;
          // The same tab on a new connection is no replacement: its old one is dead, only not noticed yet.
          if (other.data.linked?.peerId !== linked.peerId) other.emit('replaced');
          other.data.linked = null;
          other.disconnect(true);
        }
        socket.data = { linked, shown: null };
        void socket.join(rooms.contributor(linked.contributorId));
      },
      sendTalks: () => {
        const { linked } = socket.data;
        if (linked) socket.emit('talks', { talks: talkback.to(linked.broadcastId, linked.contributorId) });
      },
      unlink: () => {
        socket.data.linked = null;
        leaveAll(socket);
      },
    };
  }

  /** What a contributor's page shows may have changed. */
  refresh(broadcastId: string): void {
    void this.#refreshing.mark(broadcastId);
  }

  refreshAll(): void {
    for (const broadcastId of this.#broadcasts()) this.refresh(broadcastId);
  }

  /** To each contributor who speaks to them now. */
  talks(broadcastId: string): void {
    for (const socket of this.#linked((linked) => linked.broadcastId === broadcastId)) {
      const { linked } = socket.data;
      socket.emit('talks', { talks: linked ? this.#parts.talkback.to(broadcastId, linked.contributorId) : [] });
    }
  }

  /** To one socket, where it is one of these. */
  rtcNotice(socketId: string, notice: RtcNotice): void {
    this.#namespace.sockets.get(socketId)?.emit('rtc', notice);
  }

  /** The sockets of this invitation are told and closed, now, and the SFU forgets them. */
  revoke(invitationId: string | null): void {
    for (const socket of this.#linked((linked) => linked.invitationId === invitationId)) {
      const { linked } = socket.data;
      socket.emit('revoked', { reason: 'revoked' });
      socket.disconnect(true);
      if (linked) this.#parts.peers.leave(linked.broadcastId, linked.peerId);
    }
  }

  /** Safe twice. */
  async close(): Promise<void> {
    await this.#refreshing.close();
  }

  #linked(wanted: (linked: Linked) => boolean): DuplexSocket[] {
    return [...this.#namespace.sockets.values()].filter(({ data }) => data.linked && wanted(data.linked));
  }

  #broadcasts(): Set<string> {
    return new Set(this.#linked(() => true).flatMap(({ data }) => data.linked?.broadcastId ?? []));
  }

  async #refresh(broadcastId: string): Promise<void> {
    for (const socket of this.#linked((linked) => linked.broadcastId === broadcastId)) {
      const contributorId = socket.data.linked?.contributorId;
      if (!contributorId) continue;
      const state = await this.#parts.duplexView.duplexState(broadcastId, contributorId);
      const text = JSON.stringify(state);
      if (socket.data.shown === text) continue;
      socket.data.shown = text;
      socket.emit('state', state);
    }
  }
}
