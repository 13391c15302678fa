/** The socket namespaces that browsers use: who a socket is, which rooms it is in, and what is sent where. */
import type { Namespace, Server, Socket } from 'socket.io';
import type { Access } from './accounts/access.ts';
import type { Cookies } from './accounts/cookies.ts';
import type { SessionRow } from './accounts/store.ts';
import type {
  AudienceServerEvents,
  audienceCommands,
  Caption,
  ClipPosition,
  ControlServerEvents,
  controlCommands,
  DuplexServerEvents,
  duplexCommands,
  FadeMessage,
  LinkNumbers,
  Presence,
  RecordingStatus,
  RtcNotice,
  SoundLevels,
  Talk,
  TalkToMe,
  TargetState,
} from './contract/index.ts';
import type { ContributorBoard } from './contributors/board.ts';
import type { DuplexContext, Linked } from './contributors/duplex.ts';
import type { Peers } from './contributors/peers.ts';
import type { CommandOutcome } from './metrics.ts';
import type { ControlContext } from './on-air/control-room.ts';
import type { DuplexView } from './on-air/duplex-view.ts';
import type { Talkback } from './on-air/talkback.ts';
import { addressKey, clientAddress } from './platform/address.ts';
import { Coalescer } from './platform/coalesce.ts';
import { type Commands, serveCommands } from './platform/commands.ts';
import type { Log } from './platform/logging.ts';
import type { Outbox } from './platform/outbox.ts';
import { rooms } from './platform/rooms.ts';
import type { AudienceContext } from './questions/audience.ts';

export interface SocketParts {
  io: Server;
  access: Access;
  cookies: Cookies;
  outbox: Outbox;
  board: ContributorBoard;
  peers: Peers;
  duplexView: DuplexView;
  talkback: Talkback;
  recordings: { status(broadcastId: string): RecordingStatus | null };
  /** Viewers who have no socket. */
  viewing: { count(broadcastId: string): number; broadcasts(): string[] };
  onCommand?: ((command: CommandOutcome) => void) | undefined;
  trustedProxies: number;
  log: Log;
}

type Broadcast = { broadcastId: string };
type NoEvents = Record<string, never>;
type AudienceData = { voterId: string };
type ControlData = { session: SessionRow; following: string | null; me: Presence | null };
type DuplexData = {
  linked: Linked | null;
  /** The state that the page was told last. */
  shown: string | null;
};

/** How fast one socket may command. A page that goes faster is no person's. */
const RATES = {
  audience: { burst: 30, perSecond: 10 },
  control: { burst: 200, perSecond: 50 },
  duplex: { burst: 100, perSecond: 20 },
};
/** Milliseconds between two tellings of how many watch, and between two looks at contributors' expected times. */
const VIEWERS_EVERY = 5_000;
/** Milliseconds between two levels messages to the studios of a broadcast. */
const LEVELS_EVERY = 50;

export class Sockets {
  readonly #parts: SocketParts;
  readonly #audience: Namespace<NoEvents, AudienceServerEvents, NoEvents, AudienceData>;
  readonly #control: Namespace<NoEvents, ControlServerEvents, NoEvents, ControlData>;
  readonly #duplex: Namespace<NoEvents, DuplexServerEvents, NoEvents, DuplexData>;
  readonly #refreshing: Coalescer;
  readonly #levelsAt = new Map<string, number>();
  readonly #toldViewers = new Map<string, number>();
  readonly #timer: NodeJS.Timeout;

  constructor(parts: SocketParts) {
    this.#parts = parts;
    this.#audience = parts.io.of('/audience');
    this.#control = parts.io.of('/control');
    this.#duplex = parts.io.of('/duplex');
    this.#refreshing = new Coalescer((broadcastId) => this.#refreshDuplex(broadcastId), parts.log);
    this.#timer = setInterval(() => {
      this.#tellViewers();
      // Expected times move with the clock alone.
      for (const broadcastId of this.#linkedBroadcasts()) void this.#refreshing.mark(broadcastId);
    }, VIEWERS_EVERY);
    parts.outbox.subscribe((envelope) => {
      const { broadcastId, seq } = envelope;
      switch (envelope.scope) {
        case 'audience':
          this.#audience.to(rooms.audience(broadcastId)).emit('event', { seq, event: envelope.event });
          return;
        case 'author':
          this.#audience.to(rooms.author(broadcastId, envelope.voterId)).emit('event', { seq, event: envelope.event });
          return;
        case 'control':
          this.#control.to(rooms.control(broadcastId)).emit('event', { seq, event: envelope.event });
          if (parts.duplexView.follow(broadcastId, envelope.event)) void this.#refreshing.mark(broadcastId);
          return;
        default:
          envelope satisfies never;
      }
    });
  }

  serveAudience(commands: Commands<typeof audienceCommands, AudienceContext>): void {
    const { cookies, trustedProxies, log } = this.#parts;
    this.#audience.on('connection', (socket) => {
      const { request } = socket;
      // A browser without a voter's cookie got one with the answer that opened this connection.
      const voterId = voterOf(request, cookies).id;
      const context: AudienceContext = {
        voterId,
        address: addressKey(clientAddress(request, trustedProxies)),
        follow: (broadcastId) => {
          leaveAll(socket);
          void socket.join([rooms.audience(broadcastId), rooms.author(broadcastId, voterId)]);
        },
        send: (envelope) => void socket.emit('event', envelope),
        sendVotes: (votes) => void socket.emit('votes', { votes }),
      };
      serveCommands(socket, { commands, context, rate: RATES.audience, onAnswer: this.#heard('audience'), log });
    });
  }

  serveControl(commands: Commands<typeof controlCommands, ControlContext>): void {
    const { access, cookies, peers, talkback, recordings, log } = this.#parts;
    this.#control.use((socket, next) => {
      access.session(cookies.sessionToken(socket.request.headers.cookie)).then(
        (session) => {
          if (!session) return next(new Error('notSignedIn'));
          socket.data = { session, following: null, me: null };
          return next();
        },
        (error) => {
          log.error({ err: error }, 'could not look a session up');
          next(new Error('unavailable'));
        },
      );
    });
    this.#control.on('connection', (socket) => {
      const { data } = socket;
      const context: ControlContext = {
        socketId: socket.id,
        session: data.session,
        connected: () => socket.connected,
        follow: (broadcastId, me) => {
          const before = data.following;
          leaveAll(socket);
          data.following = broadcastId;
          data.me = me;
          void socket.join(rooms.control(broadcastId));
          if (before && before !== broadcastId) {
            talkback.gone(socket.id);
            this.#tellPresence(before);
          }
          this.#tellPresence(broadcastId);
          socket.emit('talks', { talks: talkback.of(broadcastId) });
          socket.emit('recording', { status: recordings.status(broadcastId) });
        },
        send: (envelope) => void socket.emit('event', envelope),
        sendVotes: (votes) => void socket.emit('votes', { votes }),
      };
      serveCommands(socket, { commands, context, rate: RATES.control, onAnswer: this.#heard('control'), log });
      socket.on('disconnect', () => {
        talkback.gone(socket.id);
        peers.disconnect(socket.id);
        if (data.following) this.#tellPresence(data.following);
      });
    });
  }

  serveDuplex(commands: Commands<typeof duplexCommands, DuplexContext>): void {
    const { board, peers, duplexView, talkback, log } = this.#parts;
    this.#duplex.on('connection', (socket) => {
      socket.data = { linked: null, shown: null };
      const context: DuplexContext = {
        socketId: socket.id,
        linked: () => socket.data.linked,
        link: (linked) => {
          for (const other of this.#duplexSockets((data) => data.contributorId === linked.contributorId)) {
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
      serveCommands(socket, { commands, context, rate: RATES.duplex, onAnswer: this.#heard('duplex'), log });
      socket.on('disconnect', () => {
        peers.disconnect(socket.id);
        const { linked } = socket.data;
        if (!linked) return;
        board.update(linked.broadcastId, linked.contributorId, { step: 'away' });
        if (!this.#linkedBroadcasts().has(linked.broadcastId)) duplexView.forget(linked.broadcastId);
      });
    });
  }

  presence(broadcastId: string): Presence[] {
    const people = new Map<string, Presence>();
    for (const { data } of this.#control.sockets.values()) {
      if (data.following === broadcastId && data.me) people.set(data.me.id, data.me);
    }
    return [...people.values()];
  }

  /** Everybody who watches. */
  viewers(broadcastId: string): number {
    return this.viewersHere(broadcastId) + this.#parts.viewing.count(broadcastId);
  }

  /** Those who have a socket. */
  viewersHere(broadcastId: string): number {
    return this.#audience.adapter.rooms.get(rooms.audience(broadcastId))?.size ?? 0;
  }

  votes(broadcastId: string, votes: Record<string, number>): void {
    this.#audience.to(rooms.audience(broadcastId)).emit('votes', { votes });
    this.#control.to(rooms.control(broadcastId)).emit('votes', { votes });
  }

  /** Shows who speaks to whom to the studios, and to each contributor who speaks to them. */
  talks(broadcastId: string, talks: readonly Talk[]): void {
    this.#control.to(rooms.control(broadcastId)).emit('talks', { talks: [...talks] });
    for (const socket of this.#duplexSockets((linked) => linked.broadcastId === broadcastId)) {
      const { linked } = socket.data;
      const mine: TalkToMe[] = linked ? this.#parts.talkback.to(broadcastId, linked.contributorId) : [];
      socket.emit('talks', { talks: mine });
    }
  }

  /** Words for the screens; who wrote them is the desks' business. */
  caption(broadcastId: string, caption: Caption): void {
    const { by: _by, ...words } = caption;
    this.#audience.to(rooms.audience(broadcastId)).emit('caption', words);
    this.#control.to(rooms.control(broadcastId)).emit('caption', caption);
  }

  recording(broadcastId: string, status: RecordingStatus | null): void {
    this.#control.to(rooms.control(broadcastId)).volatile.emit('recording', { status });
  }

  simulcast(broadcastId: string, message: { targetId: string; state: TargetState }): void {
    this.#control.to(rooms.control(broadcastId)).emit('simulcast', message);
  }

  /** Where a clip is, for the studios. */
  clip({ broadcastId, assetId, positionMs, durationMs, playing, ended, serial }: ClipPosition & Broadcast): void {
    const position = { assetId, positionMs, durationMs, playing, ended, serial };
    const studios = this.#control.to(rooms.control(broadcastId));
    // Where it stands still is said once.
    (playing ? studios.volatile : studios).emit('clip', position);
  }

  /** Numbers of contributors' links, to the studios and to those contributors' own pages. */
  links(broadcastId: string, links: LinkNumbers): void {
    this.#control.to(rooms.control(broadcastId)).volatile.emit('links', { links });
    void this.#refreshing.mark(broadcastId);
  }

  levels({ broadcastId, program, feeds, clips, loudness }: SoundLevels & { broadcastId: string }): void {
    const now = performance.now();
    if (now - (this.#levelsAt.get(broadcastId) ?? Number.NEGATIVE_INFINITY) < LEVELS_EVERY - 15) return;
    this.#levelsAt.set(broadcastId, now);
    const levels = { program, feeds, clips, ...(loudness && { loudness }) };
    this.#control.to(rooms.control(broadcastId)).volatile.emit('levels', levels);
  }

  /** Tells every studio where the manual fader is held. */
  fade(broadcastId: string, message: FadeMessage): void {
    this.#control.to(rooms.control(broadcastId)).emit('fade', message);
  }

  /** Hands a notice of the SFU to the tab that it is for. */
  rtcNotice({ broadcastId, peerId, notice }: { broadcastId: string; peerId: string; notice: RtcNotice }): void {
    for (const id of this.#parts.peers.sockets(broadcastId, peerId)) {
      this.#control.sockets.get(id)?.emit('rtc', notice);
      this.#duplex.sockets.get(id)?.emit('rtc', notice);
    }
  }

  /** Rights were taken away: the sockets that lived on them are told and closed, now. */
  revoke({ sessionIds, invitationId }: { sessionIds: readonly string[]; invitationId: string | null }): void {
    const reason = 'revoked';
    for (const socket of this.#control.sockets.values()) {
      if (!sessionIds.includes(socket.data.session.id)) continue;
      socket.emit('revoked', { reason });
      socket.disconnect(true);
    }
    for (const socket of this.#duplexSockets((data) => data.invitationId === invitationId)) {
      const { linked } = socket.data;
      socket.emit('revoked', { reason });
      socket.disconnect(true);
      if (linked) this.#parts.peers.leave(linked.broadcastId, linked.peerId);
    }
  }

  /** Safe twice. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#refreshing.close();
  }

  #heard(namespace: string) {
    const { onCommand } = this.#parts;
    return (
      onCommand &&
      ((name: string, outcome: string, seconds: number) => onCommand({ namespace, name, outcome, seconds }))
    );
  }

  #duplexSockets(wanted: (linked: Linked) => boolean): Socket<NoEvents, DuplexServerEvents, NoEvents, DuplexData>[] {
    return [...this.#duplex.sockets.values()].filter(({ data }) => data.linked && wanted(data.linked));
  }

  async #refreshDuplex(broadcastId: string): Promise<void> {
    for (const socket of this.#duplexSockets((linked) => linked.broadcastId === broadcastId)) {
      const contributorId = socket.data.linked?.contributorId;
      if (!contributorId) continue;
      const state = await this.#parts.duplexView.duplexState(broadcastId, contributorId);
      const text = JSON.stringify(state);
      if (socket.data.shown === text) continue;
      socket.data.shown = text;
      socket.emit('state', state);
    }
  }

  #linkedBroadcasts(): Set<string> {
    return new Set(this.#duplexSockets(() => true).flatMap(({ data }) => data.linked?.broadcastId ?? []));
  }

  #tellPresence(broadcastId: string): void {
    this.#control.to(rooms.control(broadcastId)).emit('presence', { presence: this.presence(broadcastId) });
  }

  #tellViewers(): void {
    const followed = new Set([
      ...this.#toldViewers.keys(),
      ...this.#followedBroadcasts(),
      ...this.#parts.viewing.broadcasts(),
    ]);
    for (const broadcastId of followed) {
      const count = this.viewers(broadcastId);
      if (this.#toldViewers.get(broadcastId) === count) continue;
      this.#toldViewers.set(broadcastId, count);
      this.#audience.to(rooms.audience(broadcastId)).volatile.emit('viewers', { count });
      this.#control.to(rooms.control(broadcastId)).volatile.emit('viewers', { count });
    }
  }

  #followedBroadcasts(): string[] {
    const prefix = rooms.audience('');
    return [...this.#audience.adapter.rooms.keys()]
      .filter((room) => room.startsWith(prefix))
      .map((room) => room.slice(prefix.length));
  }
}

/** Each connection is one voter from its first request on, also before the browser has kept the cookie. */
const voters = new WeakMap<object, { id: string; isNew: boolean }>();

export function voterOf(request: Socket['request'], cookies: Cookies): { id: string; isNew: boolean } {
  const known = voters.get(request);
  if (known) return known;
  const voter = cookies.voter(request.headers.cookie);
  voters.set(request, voter);
  return voter;
}

function leaveAll(socket: { id: string; rooms: Set<string>; leave(room: string): unknown }): void {
  for (const room of socket.rooms) if (room !== socket.id) void socket.leave(room);
}
