/**
 * One broadcast in the SFU: its router, the browsers in it, what contributors send and the programme's return. The room
 * outlives its router: when the worker dies, everything in it is gone, browsers are told `reset`, and a new router takes
 * its place.
 */
import { EventEmitter } from 'node:events';
import type { types } from 'mediasoup';
import type { Logger } from 'pino';
import { programCapabilities } from './codecs.ts';
import { SfuFailure } from './failure.ts';
import { Feed } from './feed.ts';
import { openRtpIngress, type RtpIngress, type SimulatedTracks } from './ingress.ts';
import { Peer } from './peer.ts';
import { QualityWatch, type ReportedQuality } from './quality-watch.ts';
import { Returns } from './returns.ts';
import type { MediaKind, PeerIdentity, Signal, SignalNotice, SignalReply, SignalSource } from './signals.ts';
import { Talkback } from './talkback.ts';
import type { RouterSeat, WorkerPool } from './worker-pool.ts';

export type RoomEvents = {
  /** To a browser. */
  notice: [peerId: string, notice: SignalNotice];
  /** A contributor's producers changed: consume them anew. */
  feed: [contributorId: string];
  /** About once a second for each contributor that sends; null when it stops. */
  quality: [contributorId: string, quality: ReportedQuality | null];
  /** Contributors who listen came or went, or want another size of the picture: see `listeners`, `returns`. */
  listeners: [];
  /** The router is gone, and with it every transport; `up` follows when there is another. */
  down: [];
  up: [];
};

export interface RoomOptions {
  broadcastId: string;
  pool: WorkerPool;
  /** Ports for the loopback transports. */
  ports: { min: number; max: number };
  log: Logger;
}

export class Room {
  readonly events = new EventEmitter<RoomEvents>();
  readonly broadcastId: string;
  readonly log: Logger;
  readonly talkback: Talkback;
  readonly #pool: WorkerPool;
  readonly #ports: { min: number; max: number };
  readonly #peers = new Map<string, Peer>();
  readonly #feeds = new Map<string, Feed>();
  readonly #program = new Map<MediaKind, types.Producer>();
  /** The programme's picture for those whose link or screen is small; only while somebody needs it. */
  #smallProgram: types.Producer | null = null;
  /** The programme's sound as single contributors hear it: without themselves. */
  readonly #mixMinus = new Map<string, types.Producer>();
  readonly #quality: QualityWatch;
  /** Who gets which size of the programme's picture. */
  readonly returns: Returns;
  #seat: RouterSeat | null = null;
  #closed = false;

  constructor(options: RoomOptions) {
    this.broadcastId = options.broadcastId;
    this.#pool = options.pool;
    this.#ports = options.ports;
    this.log = options.log.child({ broadcastId: options.broadcastId });
    this.talkback = new Talkback({
      available: (peerId) => this.#announce({ type: 'talkback', peerId }, ['audio'], isContributor),
      gone: (peerId) => this.#tell({ type: 'sourceGone', source: { type: 'talkback', peerId } }, isContributor),
      failed: (err) => this.log.error({ err }, 'a voice could not be turned'),
    });
    this.returns = new Returns({
      peers: () => this.#peers.values(),
      onNeed: () => this.events.emit('listeners'),
      offered: (size) => (size === 'small' ? this.#smallProgram : (this.#program.get('video') ?? null)),
      log: this.log,
    });
    this.#quality = new QualityWatch({
      feeds: () => this.#feeds.values(),
      consumersOf: (peerIds) => [...peerIds].flatMap((id) => this.#peers.get(id)?.consumers() ?? []),
      returnsOf: (peerIds) => this.returns.seenBy(peerIds),
      report: (contributorId, quality) => this.events.emit('quality', contributorId, quality),
    });
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** The router, while there is one. */
  get router(): types.Router | null {
    return this.#seat?.router ?? null;
  }

  /** Takes a router; resolves once there is one. */
  async open(): Promise<void> {
    const seat = await this.#pool.seat();
    if (this.#closed) {
      seat.router.close();
      return;
    }
    this.#seat = seat;
    seat.router.once('workerclose', () => this.#routerLost(seat));
    this.log.info({ routerId: seat.router.id }, 'room is open');
    this.events.emit('up');
  }

  /** Handles one request of a browser. @throws SfuFailure when it cannot be granted */
  async handle(identity: PeerIdentity, signal: Signal): Promise<SignalReply> {
    if (this.#closed || !this.#seat) throw new SfuFailure('mediaUnavailable', 'this broadcast has no router now');
    const peer = this.#peers.get(identity.id) ?? this.#admit(identity, signal);
    if (!sameIdentity(peer.identity, identity)) throw new SfuFailure('forbidden', 'this peer id belongs to another');
    const reply = await peer.handle(signal);
    if (signal.type === 'join' && isContributor(identity)) this.#tellVoices(identity.id);
    return reply;
  }

  /** The browser is gone for good. */
  leave(peerId: string): void {
    const peer = this.#peers.get(peerId);
    if (!peer) return;
    this.#peers.delete(peerId);
    this.returns.forget(peerId);
    peer.close();
    this.log.info({ peerId }, 'peer left');
    if (peer.identity.role === 'contributor') this.events.emit('listeners');
  }

  /** Removes a contributor who is no longer part of the broadcast, with the browsers that spoke for them. */
  removeContributor(contributorId: string): void {
    for (const { identity } of [...this.#peers.values()]) {
      if (identity.role === 'contributor' && identity.contributorId === contributorId) this.leave(identity.id);
    }
    this.#feeds.get(contributorId)?.close();
    this.#feeds.delete(contributorId);
  }

  feed(contributorId: string): Feed {
    const known = this.#feeds.get(contributorId);
    if (known) return known;
    const feed = new Feed(contributorId, () => this.#feedChanged(feed));
    this.#feeds.set(contributorId, feed);
    return feed;
  }

  /** The contributors whose browsers are here. */
  listeners(): Set<string> {
    const ids = new Set<string>();
    for (const { identity } of this.#peers.values())
      if (identity.role === 'contributor') ids.add(identity.contributorId);
    return ids;
  }

  /** What a source offers now to `listener`: of the programme's sound, contributors get what is theirs. */
  producer(source: SignalSource, kind: MediaKind, listener?: PeerIdentity): types.Producer | null {
    if (source.type === 'program' && kind === 'audio' && listener?.role === 'contributor') {
      return this.#mixMinus.get(listener.contributorId) ?? null;
    }
    if (source.type === 'program' && kind === 'video' && listener) {
      const size = this.returns.sizeFor(listener);
      if (size === 'off') return null;
      if (size === 'small') return this.#smallProgram;
    }
    if (source.type === 'program') return this.#program.get(kind) ?? null;
    if (source.type === 'talkback') return kind === 'audio' ? this.talkback.producer(source.peerId) : null;
    return this.#feeds.get(source.contributorId)?.producer(kind) ?? null;
  }

  /**
   * Opens the door through which a simulated contributor's RTP comes in. The caller closes it; it closes by itself when
   * a person takes the place or the router is lost.
   */
  async openIngress(contributorId: string, tracks: SimulatedTracks): Promise<RtpIngress> {
    return openRtpIngress(await this.plainTransport({ comedia: false }), this.feed(contributorId), tracks);
  }

  /** The programme's return, as its producers change. */
  offerProgram(producer: types.Producer): void {
    this.#program.get(producer.kind)?.close();
    this.#program.set(producer.kind, producer);
    producer.observer.once('close', () => {
      if (this.#program.get(producer.kind) === producer) this.#program.delete(producer.kind);
    });
    const isFor = (identity: PeerIdentity) =>
      identity.role === 'staff' || (producer.kind === 'video' && this.returns.sizeFor(identity) === 'full');
    this.#announce({ type: 'program' }, [producer.kind], isFor);
  }

  /** The small picture of the return, as its producer changes. */
  offerSmallProgram(producer: types.Producer): void {
    this.#smallProgram?.close();
    this.#smallProgram = producer;
    producer.observer.once('close', () => {
      if (this.#smallProgram === producer) this.#smallProgram = null;
    });
    this.#announce({ type: 'program' }, ['video'], (identity) => this.returns.sizeFor(identity) === 'small');
  }

  /** One contributor's programme sound, as its producer changes. */
  offerMixMinus(contributorId: string, producer: types.Producer): void {
    this.#mixMinus.get(contributorId)?.close();
    this.#mixMinus.set(contributorId, producer);
    producer.observer.once('close', () => {
      if (this.#mixMinus.get(contributorId) === producer) this.#mixMinus.delete(contributorId);
    });
    const isTheirs = (identity: PeerIdentity) =>
      identity.role === 'contributor' && identity.contributorId === contributorId;
    this.#announce({ type: 'program' }, ['audio'], isTheirs);
  }

  /** An RTP socket on loopback, for a process of ours. The caller closes it. */
  async plainTransport({ comedia }: { comedia: boolean }): Promise<types.PlainTransport> {
    const router = this.router;
    if (!router) throw new SfuFailure('mediaUnavailable', 'this broadcast has no router now');
    return router.createPlainTransport({
      listenInfo: { protocol: 'udp', ip: '127.0.0.1', portRange: this.#ports },
      rtcpMux: true,
      comedia,
    });
  }

  /** What the programme process can consume. */
  programCapabilities(): types.RtpCapabilities {
    const router = this.router;
    if (!router) throw new SfuFailure('mediaUnavailable', 'this broadcast has no router now');
    return programCapabilities(router.rtpCapabilities);
  }

  /** Closes everything in it. Safe twice. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#quality.close();
    this.returns.close();
    for (const peer of this.#peers.values()) peer.close();
    this.#peers.clear();
    this.#seat?.router.close();
    this.#seat = null;
    this.log.info('room is closed');
    this.events.emit('down');
    this.events.removeAllListeners();
  }

  #admit(identity: PeerIdentity, signal: Signal): Peer {
    const seat = this.#seat;
    if (signal.type !== 'join' || !seat) throw new SfuFailure('notFound', 'this peer is not known: join first');
    const peer = new Peer(identity, {
      seat,
      producer: (source, kind) => this.producer(source, kind, identity),
      produced: (contributorId, producer) =>
        this.feed(contributorId).add([producer], { type: 'person', peerId: identity.id }),
      spoke: (producer) => this.talkback.offer(identity.id, producer),
      guard: (consumer, speakerId, contributorId) => this.talkback.guard(consumer, speakerId, contributorId),
      wantsReturn: (size) => this.returns.want(identity, size),
      notify: (notice) => this.events.emit('notice', identity.id, notice),
      log: this.log.child({ peerId: identity.id }),
    });
    this.#peers.set(identity.id, peer);
    this.log.info({ peerId: identity.id, role: identity.role }, 'peer joined');
    if (identity.role === 'contributor') this.events.emit('listeners');
    return peer;
  }

  #feedChanged(feed: Feed): void {
    const kinds = feed.producers().map(({ kind }) => kind);
    this.log.debug({ contributorId: feed.contributorId, sender: feed.sender, kinds }, 'feed changed');
    this.events.emit('feed', feed.contributorId);
    if (kinds.length > 0) {
      this.#announce({ type: 'feed', contributorId: feed.contributorId }, kinds, ({ role }) => role === 'staff');
    }
  }

  #announce(source: SignalSource, kinds: MediaKind[], to: (identity: PeerIdentity) => boolean): void {
    this.#tell({ type: 'sourceAvailable', source, kinds }, to);
  }

  #tell(notice: SignalNotice, to: (identity: PeerIdentity) => boolean): void {
    for (const { identity } of this.#peers.values()) if (to(identity)) this.events.emit('notice', identity.id, notice);
  }

  /** A contributor who comes later learns of the voices that are there. */
  #tellVoices(contributorPeerId: string): void {
    for (const peerId of this.talkback.peerIds()) {
      const source = { type: 'talkback', peerId } as const;
      this.events.emit('notice', contributorPeerId, { type: 'sourceAvailable', source, kinds: ['audio'] });
    }
  }

  /** mediasoup has closed the router and all in it already. */
  #routerLost(seat: RouterSeat): void {
    if (this.#closed) return;
    this.#seat = null;
    const lost = [...this.#peers.keys()];
    this.#peers.clear();
    for (const peerId of lost) this.returns.forget(peerId);
    this.events.emit('listeners');
    this.log[seat.died() ? 'warn' : 'debug']({ peers: lost.length }, 'room lost its router');
    this.events.emit('down');
    this.open().then(
      // Only now: a browser that asks at once finds the new router.
      () => {
        for (const peerId of lost) this.events.emit('notice', peerId, { type: 'reset' });
      },
      (err: unknown) => {
        if (!this.#closed) this.log.error({ err }, 'room got no new router');
      },
    );
  }
}

function isContributor({ role }: PeerIdentity): boolean {
  return role === 'contributor';
}

function sameIdentity(a: PeerIdentity, b: PeerIdentity): boolean {
  if (a.role === 'contributor' && b.role === 'contributor') return a.contributorId === b.contributorId;
  return a.role === b.role;
}
