/** The socket namespaces that browsers use, and what concerns several of them: events, votes, how many watch. */
import type { Server } from 'socket.io';
import type { Access } from './accounts/access.ts';
import type { Cookies } from './accounts/cookies.ts';
import type { Caption, LinkNumbers, RecordingStatus, RtcNotice, Talk } from './contract/index.ts';
import type { ContributorBoard } from './contributors/board.ts';
import type { Peers } from './contributors/peers.ts';
import type { CommandOutcome } from './metrics.ts';
import type { DuplexView } from './on-air/duplex-view.ts';
import type { StudioPages } from './on-air/studio-pages.ts';
import type { Talkback } from './on-air/talkback.ts';
import type { Log } from './platform/logging.ts';
import type { Outbox } from './platform/outbox.ts';
import { AudienceSockets } from './sockets/audience.ts';
import { ControlSockets } from './sockets/control.ts';
import { DuplexSockets } from './sockets/duplex.ts';
import { commandListener } from './sockets/socket.ts';
import { StageSockets } from './sockets/stage.ts';
import type { StageClock } from './stage/clock.ts';

export interface SocketParts {
  io: Server;
  access: Access;
  cookies: Cookies;
  outbox: Outbox;
  board: ContributorBoard;
  peers: Peers;
  duplexView: DuplexView;
  stageClock: StageClock;
  talkback: Talkback;
  studioPages: StudioPages;
  recordings: { status(broadcastId: string): RecordingStatus | null };
  /** Viewers who have no socket. */
  viewing: { count(broadcastId: string): number; broadcasts(): string[] };
  onCommand?: ((command: CommandOutcome) => void) | undefined;
  trustedProxies: number;
  log: Log;
}

/** Milliseconds between two tellings of how many watch, and between two looks at contributors' expected times and at stage clocks. */
const VIEWERS_EVERY = 5_000;

export class Sockets {
  readonly audience: AudienceSockets;
  readonly control: ControlSockets;
  readonly duplex: DuplexSockets;
  readonly stage: StageSockets;
  readonly #parts: SocketParts;
  readonly #toldViewers = new Map<string, number>();
  readonly #timer: NodeJS.Timeout;

  constructor(parts: SocketParts) {
    this.#parts = parts;
    const heard = commandListener(parts.onCommand);
    this.audience = new AudienceSockets({ ...parts, heard });
    this.control = new ControlSockets({ ...parts, heard });
    this.duplex = new DuplexSockets({ ...parts, heard });
    this.stage = new StageSockets({ ...parts, heard });
    this.#timer = setInterval(() => {
      this.#tellViewers();
      // Expected times move with the clock alone.
      this.duplex.refreshAll();
      this.stage.refreshAll();
    }, VIEWERS_EVERY);
    parts.outbox.subscribe((envelope) => {
      const { broadcastId, seq } = envelope;
      switch (envelope.scope) {
        case 'audience':
          this.audience.event(broadcastId, { seq, event: envelope.event });
          return;
        case 'author':
          this.audience.authorEvent(broadcastId, envelope.voterId, { seq, event: envelope.event });
          return;
        case 'control':
          this.control.event(broadcastId, { seq, event: envelope.event });
          this.stage.follow(broadcastId, envelope.event);
          if (parts.duplexView.follow(broadcastId, envelope.event)) this.duplex.refresh(broadcastId);
          return;
        default:
          envelope satisfies never;
      }
    });
  }

  /** Everybody who watches. */
  viewers(broadcastId: string): number {
    return this.audience.count(broadcastId) + this.#parts.viewing.count(broadcastId);
  }

  /** @returns when all are told; null: they are */
  votes(broadcastId: string, votes: Record<string, number>): Promise<void> | null {
    this.control.votes(broadcastId, votes);
    return this.audience.votes(broadcastId, votes);
  }

  /** Shows who speaks to whom to the studios, and to each contributor who speaks to them. */
  talks(broadcastId: string, talks: readonly Talk[]): void {
    this.control.talks(broadcastId, talks);
    this.duplex.talks(broadcastId);
  }

  /** Words for the screens; who wrote them is the desks' business. */
  caption(broadcastId: string, caption: Caption): void {
    const { by: _by, ...words } = caption;
    this.audience.caption(broadcastId, words);
    this.control.caption(broadcastId, caption);
  }

  /** Numbers of contributors' links, to the studios and to those contributors' own pages. */
  links(broadcastId: string, links: LinkNumbers): void {
    this.control.links(broadcastId, links);
    this.duplex.refresh(broadcastId);
  }

  /** Hands a notice of the SFU to the tab that it is for. */
  rtcNotice({ broadcastId, peerId, notice }: { broadcastId: string; peerId: string; notice: RtcNotice }): void {
    for (const id of this.#parts.peers.sockets(broadcastId, peerId)) {
      this.control.rtcNotice(id, notice);
      this.duplex.rtcNotice(id, notice);
    }
  }

  /** Rights were taken away: the sockets that lived on them are told and closed, now. */
  revoke({ sessionIds, invitationId }: { sessionIds: readonly string[]; invitationId: string | null }): void {
    this.control.revoke(sessionIds);
    this.stage.revoke(sessionIds);
    this.duplex.revoke(invitationId);
  }

  /** Safe twice. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.duplex.close();
    await this.stage.close();
  }

  #tellViewers(): void {
    const followed = new Set([
      ...this.#toldViewers.keys(),
      ...this.audience.followed(),
      ...this.#parts.viewing.broadcasts(),
    ]);
    for (const broadcastId of followed) {
      const count = this.viewers(broadcastId);
      if (this.#toldViewers.get(broadcastId) === count) continue;
      this.#toldViewers.set(broadcastId, count);
      this.audience.viewers(broadcastId, count);
      this.control.viewers(broadcastId, count);
    }
  }
}
