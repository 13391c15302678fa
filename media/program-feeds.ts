import type { Logger } from 'pino';
import type { ProgramDesired, ProgramMessage, RtpTrack } from './core/program-link.ts';
import { peopleIn } from './core/program-source.ts';
import { Feed, type FeedState } from './ingest/feed.ts';
import { type FeedSocket, openFeedSocket } from './ingest/feed-socket.ts';
import type { PlayedMedia } from './ingest/played-media.ts';

export interface FeedTracks {
  video: RtpTrack | null;
  audio: RtpTrack | null;
}

export interface ProgramFeedsOptions {
  /** Monotonic ms. */
  now(): number;
  emit(message: ProgramMessage): void;
  /** Another camera or microphone, or none. */
  onTracks(contributorId: string, name: string, tracks: FeedTracks): void;
  /** Coded media as it plays. */
  onPlayed(contributorId: string, media: PlayedMedia): void;
  log: Logger;
}

interface ConnectedFeed {
  feed: Feed;
  socket: FeedSocket | null;
  name: string;
  tracks: FeedTracks;
  reported: { state: FeedState; width: number; height: number };
  /** Monotonic ms at which it was last known to be on a bus. */
  watchedAt: number;
}

/** Longer than any transition. */
const LEAVING_MS = 3_000;

/** The contributors' feeds of one programme, each with the port that it comes in by. Owns both. */
export class ProgramFeeds {
  /** By contributor. */
  readonly all = new Map<string, Feed>();
  readonly #options: ProgramFeedsOptions;
  readonly #connected = new Map<string, ConnectedFeed>();
  #desired: Pick<ProgramDesired, 'program' | 'standby' | 'contributors'> | null = null;

  constructor(options: ProgramFeedsOptions) {
    this.#options = options;
  }

  /** Opens and closes feeds until there is one for each contributor. */
  set desired(desired: Pick<ProgramDesired, 'program' | 'standby' | 'contributors'>) {
    this.#desired = desired;
    const { contributors } = desired;
    for (const id of this.#connected.keys()) if (!contributors.some((one) => one.id === id)) this.#disconnect(id);
    for (const { id, name } of contributors) if (!this.#connected.has(id)) this.#connect(id, name);
    this.attend();
  }

  /**
   * To be called now and then: pictures of people on neither bus need not all be decoded. Who leaves a bus may be part of a
   * transition still.
   */
  attend(): void {
    if (!this.#desired) return;
    const now = this.#options.now();
    const { program, standby, contributors } = this.#desired;
    const sources = [program, standby].filter((source) => source !== null);
    const isForAll = sources.some(({ type }) => type === 'everybody');
    const watched = new Set(isForAll ? contributors.map(({ id }) => id) : sources.flatMap(peopleIn));
    for (const [id, connected] of this.#connected) {
      if (watched.has(id)) connected.watchedAt = now;
      connected.feed.full = now - connected.watchedAt < LEAVING_MS;
    }
  }

  bind(contributorId: string, tracks: FeedTracks): void {
    const { emit, onTracks, log } = this.#options;
    const connected = this.#connected.get(contributorId);
    if (!connected) {
      log.debug({ contributorId }, 'tracks for a feed that is not there');
      return;
    }
    connected.feed.bind(tracks.video, tracks.audio);
    const isSame = JSON.stringify(connected.tracks) === JSON.stringify(tracks);
    connected.tracks = tracks;
    if (!isSame) onTracks(contributorId, connected.name, tracks);
    log.info({ contributorId, ...tracks }, 'feed bound');
    emit({ type: 'feedBound', contributorId });
  }

  /** Tells `onTracks` of everybody's. */
  tellTracks(): void {
    for (const [id, { name, tracks }] of this.#connected) this.#options.onTracks(id, name, tracks);
  }

  /** Emits what has changed of the feeds. */
  report(): void {
    for (const [contributorId, { feed, reported }] of this.#connected) {
      const { state } = feed;
      const { width, height } = state === 'absent' ? { width: 0, height: 0 } : feed.size;
      if (state === reported.state && width === reported.width && height === reported.height) continue;
      Object.assign(reported, { state, width, height });
      this.#options.emit({ type: 'feed', contributorId, state, width, height });
    }
  }

  #connect(id: string, name: string): void {
    const { emit, now, onPlayed, log } = this.#options;
    const feed = new Feed({
      now,
      onKeyFrameWanted: () => emit({ type: 'keyFrameWanted', contributorId: id }),
      onPlayed: (media) => onPlayed(id, media),
    });
    const connected: ConnectedFeed = {
      feed,
      socket: null,
      name,
      tracks: { video: null, audio: null },
      reported: { state: 'absent', width: 0, height: 0 },
      watchedAt: Number.NEGATIVE_INFINITY,
    };
    this.all.set(id, feed);
    this.#connected.set(id, connected);
    openFeedSocket((datagram) => feed.receive(datagram)).then(
      (socket) => {
        if (this.#connected.get(id) !== connected) {
          socket.close();
          return;
        }
        connected.socket = socket;
        emit({ type: 'feedPort', contributorId: id, port: socket.port });
      },
      (err: unknown) => log.error({ err, contributorId: id }, 'no UDP port for this feed'),
    );
  }

  #disconnect(id: string): void {
    const connected = this.#connected.get(id);
    if (!connected) return;
    this.#connected.delete(id);
    this.all.delete(id);
    this.#options.onTracks(id, '', { video: null, audio: null });
    connected.socket?.close();
    connected.feed.close();
  }

  /** Safe twice. */
  close(): void {
    for (const id of [...this.#connected.keys()]) this.#disconnect(id);
  }
}
