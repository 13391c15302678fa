/** The sockets of studio, moderation, presenter and captions: whose they are, and what is sent to those of a broadcast. */
import type { Namespace, Server, Socket } from 'socket.io';
import type { Access } from '../accounts/access.ts';
import type { Cookies } from '../accounts/cookies.ts';
import type { SessionRow } from '../accounts/store.ts';
import type {
  Caption,
  ClipPosition,
  ControlEnvelope,
  ControlServerEvents,
  controlCommands,
  FadeMessage,
  LinkNumbers,
  Presence,
  QuestionClaim,
  QuestionCount,
  RecordingStatus,
  RtcNotice,
  SoloPress,
  SoundLevels,
  Talk,
  TalkPress,
  TargetState,
} from '../contract/index.ts';
import type { Peers } from '../contributors/peers.ts';
import type { ControlContext } from '../on-air/control-room.ts';
import type { StudioPages } from '../on-air/studio-pages.ts';
import type { Talkback } from '../on-air/talkback.ts';
import { type Commands, commandServer } from '../platform/commands.ts';
import type { Log } from '../platform/logging.ts';
import { rooms } from '../platform/rooms.ts';
import { eventIn, isOfQuestions } from '../questions/sight.ts';
import { type CommandListener, leaveAll, type NoEvents } from './socket.ts';

export interface ControlSocketsParts {
  io: Server;
  access: Access;
  cookies: Cookies;
  peers: Peers;
  talkback: Talkback;
  studioPages: StudioPages;
  recordings: { status(broadcastId: string): RecordingStatus | null };
  heard: CommandListener;
  log: Log;
}

type Of<Message> = Message & { broadcastId: string };
type ControlData = {
  session: SessionRow;
  following: string | null;
  me: Presence | null;
  /** The item of the rundown that this page is editing. */
  editing: string | null;
};

type ControlSocket = Socket<NoEvents, ControlServerEvents, NoEvents, ControlData>;

/** How fast one socket may command. A page that goes faster is no person's. */
const RATE = { burst: 200, perSecond: 50 };
/** Milliseconds between two levels messages to the studios of a broadcast. */
const LEVELS_EVERY = 50;

export class ControlSockets {
  readonly #parts: ControlSocketsParts;
  readonly #namespace: Namespace<NoEvents, ControlServerEvents, NoEvents, ControlData>;
  readonly #levelsAt = new Map<string, number>();

  constructor(parts: ControlSocketsParts) {
    this.#parts = parts;
    this.#namespace = parts.io.of('/control');
  }

  serve(commands: Commands<typeof controlCommands, ControlContext>): void {
    const { access, cookies, peers, talkback, studioPages, heard, log } = this.#parts;
    const contextOf = (socket: ControlSocket) => this.#contextOf(socket);
    const serve = commandServer({ commands, contextOf, rate: RATE, onAnswer: heard('control'), log });
    this.#namespace.use((socket, next) => {
      access.session(cookies.sessionToken(socket.request.headers.cookie)).then(
        (session) => {
          if (!session) return next(new Error('notSignedIn'));
          socket.data = { session, following: null, me: null, editing: null };
          return next();
        },
        (error) => {
          log.error({ err: error }, 'could not look a session up');
          next(new Error('unavailable'));
        },
      );
    });
    this.#namespace.on('connection', (socket) => {
      const { data } = socket;
      serve(socket);
      socket.on('disconnect', () => {
        talkback.gone(socket.id);
        studioPages.gone(socket.id);
        peers.disconnect(socket.id);
        if (data.following) this.#tellPresence(data.following);
      });
    });
  }

  #contextOf(socket: ControlSocket): ControlContext {
    const { talkback, studioPages, recordings } = this.#parts;
    const { data } = socket;
    return {
      socketId: socket.id,
      session: data.session,
      connected: () => socket.connected,
      follow: (broadcastId, me, sight) => {
        const before = data.following;
        leaveAll(socket);
        if (before !== broadcastId) data.editing = null;
        data.following = broadcastId;
        data.me = me;
        void socket.join(rooms.control(broadcastId));
        if (sight !== 'none') void socket.join(rooms.questions(broadcastId, sight));
        if (before && before !== broadcastId) {
          talkback.gone(socket.id);
          studioPages.gone(socket.id);
          this.#tellPresence(before);
        }
        this.#tellPresence(broadcastId);
        socket.emit('talks', { talks: talkback.of(broadcastId) });
        socket.emit('recording', { status: recordings.status(broadcastId) });
      },
      edit: (broadcastId, itemId) => {
        if (data.following !== broadcastId || data.editing === itemId) return;
        data.editing = itemId;
        this.#tellPresence(broadcastId);
      },
      send: (envelope) => void socket.emit('event', envelope),
      sendVotes: (votes) => void socket.emit('votes', { votes }),
      sendClaims: (claims) => void socket.emit('claims', { claims }),
      look: (questionId) => {
        if (!data.following || !data.me || data.me.questionId === questionId) return;
        data.me = { ...data.me, questionId };
        this.#tellPresence(data.following);
      },
    };
  }

  presence(broadcastId: string): Presence[] {
    const people = new Map<string, Presence>();
    for (const { data } of this.#namespace.sockets.values()) {
      if (data.following !== broadcastId || !data.me) continue;
      // Somebody with several pages is where one of them has chosen something.
      const known = people.get(data.me.id);
      const itemId = data.editing ?? known?.itemId;
      const questionId = data.me.questionId ?? known?.questionId;
      people.set(data.me.id, { ...data.me, ...(itemId && { itemId }), ...(questionId && { questionId }) });
    }
    return [...people.values()];
  }

  event(broadcastId: string, envelope: ControlEnvelope): void {
    if (!isOfQuestions(envelope.event)) {
      this.#desks(broadcastId).emit('event', envelope);
      return;
    }
    for (const sight of ['all', 'public'] as const) {
      const event = eventIn(sight, envelope.event);
      if (event) this.#namespace.to(rooms.questions(broadcastId, sight)).emit('event', { ...envelope, event });
    }
  }

  votes(broadcastId: string, votes: Record<string, number>): void {
    this.#editorial(broadcastId).emit('votes', { votes });
  }

  claims(broadcastId: string, claims: QuestionClaim[]): void {
    this.#editorial(broadcastId).emit('claims', { claims });
  }

  questionCounts(broadcastId: string, counts: QuestionCount[]): void {
    this.#editorial(broadcastId).emit('questionCounts', { counts });
  }

  viewers(broadcastId: string, count: number): void {
    this.#desks(broadcastId).volatile.emit('viewers', { count });
  }

  /** Who speaks to whom now. */
  talks(broadcastId: string, talks: readonly Talk[]): void {
    this.#desks(broadcastId).emit('talks', { talks: [...talks] });
  }

  caption(broadcastId: string, caption: Caption): void {
    this.#desks(broadcastId).emit('caption', caption);
  }

  recording(broadcastId: string, status: RecordingStatus | null): void {
    this.#desks(broadcastId).volatile.emit('recording', { status });
  }

  simulcast(broadcastId: string, message: { targetId: string; state: TargetState }): void {
    this.#desks(broadcastId).emit('simulcast', message);
  }

  /** Where a clip is. */
  clip({ broadcastId, assetId, positionMs, durationMs, playing, ended, serial }: Of<ClipPosition>): void {
    const position = { assetId, positionMs, durationMs, playing, ended, serial };
    const desks = this.#desks(broadcastId);
    // Where it stands still is said once.
    (playing ? desks.volatile : desks).emit('clip', position);
  }

  /** Numbers of contributors' links. */
  links(broadcastId: string, links: LinkNumbers): void {
    this.#desks(broadcastId).volatile.emit('links', { links });
  }

  levels({ broadcastId, program, feeds, clips, loudness }: Of<SoundLevels>): void {
    const now = performance.now();
    if (now - (this.#levelsAt.get(broadcastId) ?? Number.NEGATIVE_INFINITY) < LEVELS_EVERY - 15) return;
    this.#levelsAt.set(broadcastId, now);
    const levels = { program, feeds, clips, ...(loudness && { loudness }) };
    this.#desks(broadcastId).volatile.emit('levels', levels);
  }

  /** Where the manual fader is held. */
  fade(broadcastId: string, message: FadeMessage): void {
    this.#desks(broadcastId).emit('fade', message);
  }

  /** To one socket, where it is one of these. */
  rtcNotice(socketId: string, notice: RtcNotice): void {
    this.#namespace.sockets.get(socketId)?.emit('rtc', notice);
  }

  /** To one socket: somebody presses its page's talk button. */
  talkPress(socketId: string, press: TalkPress): void {
    this.#namespace.sockets.get(socketId)?.emit('talkPress', press);
  }

  /** To one socket: somebody presses solo in its page. */
  soloPress(socketId: string, press: SoloPress): void {
    this.#namespace.sockets.get(socketId)?.emit('soloPress', press);
  }

  /** The sockets of these sessions are told and closed, now. */
  revoke(sessionIds: readonly string[]): void {
    for (const socket of this.#namespace.sockets.values()) {
      if (!sessionIds.includes(socket.data.session.id)) continue;
      socket.emit('revoked', { reason: 'revoked' });
      socket.disconnect(true);
    }
  }

  #desks(broadcastId: string) {
    return this.#namespace.to(rooms.control(broadcastId));
  }

  /** Those of them that get the questions. */
  #editorial(broadcastId: string) {
    return this.#namespace.to([rooms.questions(broadcastId, 'all'), rooms.questions(broadcastId, 'public')]);
  }

  #tellPresence(broadcastId: string): void {
    this.#desks(broadcastId).emit('presence', { presence: this.presence(broadcastId) });
  }
}
