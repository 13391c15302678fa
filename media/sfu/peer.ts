/** One browser tab: its two transports and what goes through them. Closed by its room. */
import type { types } from 'mediasoup';
import type { Logger } from 'pino';
import { browserCapabilities } from './codecs.ts';
import { SfuFailure } from './failure.ts';
import type { MediaKind, PeerIdentity, Signal, SignalNotice, SignalReply, SignalSource } from './signals.ts';
import { parseDtlsParameters, parseRtpCapabilities, parseRtpParameters } from './structures.ts';
import type { TalkbackGate } from './talkback.ts';
import type { RouterSeat } from './worker-pool.ts';

/** What a peer needs of its room. */
export interface PeerSurroundings {
  seat: RouterSeat;
  producer(source: SignalSource, kind: MediaKind): types.Producer | null;
  /** Hands over a new producer of this contributor; the feed keeps it, and the transport's end closes it. */
  produced(contributorId: string, producer: types.Producer): void;
  /** Hands over this producer's voice; it is closed as above. */
  spoke(producer: types.Producer): void;
  /** Lets a consumer of a voice sound only while its contributor is spoken to. */
  guard(consumer: types.Consumer, speakerId: string, contributorId: string): TalkbackGate;
  /** This browser shows the programme at this size at most. */
  wantsReturn(size: 'full' | 'small'): void;
  notify(notice: SignalNotice): void;
  log: Logger;
}

type Direction = 'send' | 'recv';

/** Sources a studio can show, sound and picture, with room to spare. */
const CONSUMERS_MOST = 64;
/** Bits per second that one contributor may send: three layers and sound. */
const INCOMING_MOST = 4_000_000;

export class Peer {
  readonly identity: PeerIdentity;
  readonly #room: PeerSurroundings;
  readonly #transports = new Map<Direction, types.WebRtcTransport>();
  readonly #producers = new Map<string, types.Producer>();
  readonly #consumers = new Map<string, types.Consumer>();
  /** Of those consumers that are voices. */
  readonly #gates = new Map<string, TalkbackGate>();

  constructor(identity: PeerIdentity, surroundings: PeerSurroundings) {
    this.identity = identity;
    this.#room = surroundings;
  }

  /** What it receives all the time: voices, which are mostly silent, measure nothing. */
  consumers(): types.Consumer[] {
    return [...this.#consumers.values()].filter(({ id }) => !this.#gates.has(id));
  }

  /** Of the programme: nothing else goes to contributors. */
  programConsumers(): types.Consumer[] {
    return this.consumers().filter(({ appData }) => appData.source === 'program');
  }

  notify(notice: SignalNotice): void {
    this.#room.notify(notice);
  }

  /** The programme's picture ends here; the browser is told and may ask for what there is then. */
  endReturn(): void {
    for (const consumer of this.programConsumers()) {
      if (consumer.kind !== 'video') continue;
      consumer.close();
      this.#room.notify({ type: 'consumerClosed', consumerId: consumer.id });
    }
  }

  /** @throws SfuFailure */
  async handle(signal: Signal): Promise<SignalReply> {
    try {
      return await this.#grant(signal);
    } catch (error) {
      if (error instanceof SfuFailure) throw error;
      if (this.#room.seat.router.closed)
        throw new SfuFailure('mediaUnavailable', 'the worker is gone', { cause: error });
      // What is left is mediasoup refusing what the browser sent: nothing changed, and the worker lives.
      const message = error instanceof Error ? error.message : String(error);
      this.#room.log.warn({ signal: signal.type, reason: message }, 'mediasoup refused a request');
      throw new SfuFailure('badRequest', message, { cause: error });
    }
  }

  /** Closes its transports and all in them. Safe twice. */
  close(): void {
    for (const transport of [...this.#transports.values()]) transport.close();
  }

  async #grant(signal: Signal): Promise<SignalReply> {
    switch (signal.type) {
      case 'join':
        return {
          type: 'join',
          resumed: this.#transports.size > 0,
          routerRtpCapabilities: browserCapabilities(this.#room.seat.router.rtpCapabilities),
        };
      case 'createTransport':
        return this.#createTransport(signal.direction);
      case 'connectTransport': {
        const dtlsParameters = parseDtlsParameters(signal.dtlsParameters);
        await this.#transport(signal.transportId).connect({ dtlsParameters });
        return { type: 'connectTransport' };
      }
      case 'restartIce':
        return { type: 'restartIce', iceParameters: await this.#transport(signal.transportId).restartIce() };
      case 'closeTransport':
        // A transport that is gone already is what was wanted.
        [...this.#transports.values()].find(({ id }) => id === signal.transportId)?.close();
        return { type: 'closeTransport' };
      case 'produce':
        return this.#produce(signal.transportId, signal.kind, parseRtpParameters(signal.rtpParameters));
      case 'setProducerPaused': {
        const producer = this.#producers.get(signal.producerId);
        if (!producer) throw new SfuFailure('notFound', 'this peer has no such producer');
        await (signal.paused ? producer.pause() : producer.resume());
        return { type: 'setProducerPaused' };
      }
      case 'consume':
        return this.#consume(signal);
      case 'resumeConsumer': {
        const consumer = this.#consumers.get(signal.consumerId);
        if (!consumer) throw new SfuFailure('notFound', 'this peer has no such consumer');
        const gate = this.#gates.get(signal.consumerId);
        if (gate) gate.ready();
        else await consumer.resume();
        return { type: 'resumeConsumer' };
      }
      case 'closeConsumer':
        this.#consumers.get(signal.consumerId)?.close();
        this.#consumers.delete(signal.consumerId);
        return { type: 'closeConsumer' };
    }
  }

  async #createTransport(direction: Direction): Promise<SignalReply> {
    const transport = await this.#room.seat.router.createWebRtcTransport({
      webRtcServer: this.#room.seat.webRtcServer,
      enableUdp: true,
      enableTcp: true,
      preferUdp: true,
      initialAvailableOutgoingBitrate: 1_000_000,
    });
    if (direction === 'send') await transport.setMaxIncomingBitrate(INCOMING_MOST);
    // One per direction: a page that was reloaded asks for new ones and has lost the old ones.
    this.#transports.get(direction)?.close();
    this.#transports.set(direction, transport);
    transport.observer.once('close', () => {
      if (this.#transports.get(direction) === transport) this.#transports.delete(direction);
    });
    transport.on('dtlsstatechange', (state) => {
      if (state !== 'failed' && state !== 'closed') return;
      // DTLS cannot be repaired by an ICE restart: the browser shall make another transport.
      transport.close();
      this.#room.notify({ type: 'transportClosed', transportId: transport.id });
    });
    transport.on('icestatechange', (state) =>
      this.#room.log.debug({ transportId: transport.id, direction, state }, 'ICE state'),
    );
    return {
      type: 'createTransport',
      id: transport.id,
      iceParameters: transport.iceParameters,
      iceCandidates: transport.iceCandidates,
      dtlsParameters: transport.dtlsParameters,
    };
  }

  async #produce(transportId: string, kind: MediaKind, rtpParameters: types.RtpParameters): Promise<SignalReply> {
    const { identity } = this;
    if (identity.role === 'staff' && kind !== 'audio') throw new SfuFailure('forbidden', 'staff send sound only');
    const transport = this.#transport(transportId);
    if (transport !== this.#transports.get('send')) throw new SfuFailure('invalidState', 'this transport receives');
    // mediasoup does not compare the two.
    if (!rtpParameters.codecs.every(({ mimeType }) => mimeType.toLowerCase().startsWith(`${kind}/`))) {
      throw new SfuFailure('badRequest', `the codecs are not those of ${kind}`);
    }
    // A burst of requests from several consumers reaches the browser as one a second at most.
    const producer = await transport.produce({ kind, rtpParameters, keyFrameRequestDelay: 1000 });
    this.#producers.set(producer.id, producer);
    producer.observer.once('close', () => this.#producers.delete(producer.id));
    if (identity.role === 'contributor') this.#room.produced(identity.contributorId, producer);
    else this.#room.spoke(producer);
    return { type: 'produce', producerId: producer.id };
  }

  async #consume(signal: Extract<Signal, { type: 'consume' }>): Promise<SignalReply> {
    const { source, kind } = signal;
    const rtpCapabilities = parseRtpCapabilities(signal.rtpCapabilities);
    if (source.type === 'feed' && this.identity.role !== 'staff') {
      throw new SfuFailure('forbidden', 'contributors receive the programme only');
    }
    const { identity } = this;
    if (source.type === 'talkback' && identity.role !== 'contributor') {
      throw new SfuFailure('forbidden', 'talkback is for contributors');
    }
    const transport = this.#transport(signal.transportId);
    if (transport !== this.#transports.get('recv')) throw new SfuFailure('invalidState', 'this transport sends');
    if (this.#consumers.size >= CONSUMERS_MOST) throw new SfuFailure('tooMany', 'too many consumers');
    if (source.type === 'program' && kind === 'video') this.#room.wantsReturn(signal.maxLayer < 2 ? 'small' : 'full');
    const producer = this.#room.producer(source, kind);
    if (!producer) throw new SfuFailure('mediaUnavailable', 'this source has nothing to receive now');
    if (!this.#room.seat.router.canConsume({ producerId: producer.id, rtpCapabilities })) {
      throw new SfuFailure('badRequest', 'this browser cannot decode this source');
    }
    const consumer = await transport.consume({
      producerId: producer.id,
      rtpCapabilities,
      paused: true,
      appData: { source: source.type },
    });
    this.#consumers.set(consumer.id, consumer);
    if (source.type === 'talkback' && identity.role === 'contributor') {
      this.#gates.set(consumer.id, this.#room.guard(consumer, source.peerId, identity.contributorId));
    }
    consumer.observer.once('close', () => {
      this.#consumers.delete(consumer.id);
      this.#gates.delete(consumer.id);
    });
    consumer.once('producerclose', () => this.#room.notify({ type: 'consumerClosed', consumerId: consumer.id }));
    if (consumer.type === 'simulcast') await consumer.setPreferredLayers({ spatialLayer: signal.maxLayer });
    return {
      type: 'consume',
      consumerId: consumer.id,
      producerId: producer.id,
      kind: consumer.kind,
      rtpParameters: consumer.rtpParameters,
    };
  }

  #transport(id: string): types.WebRtcTransport {
    const transport = [...this.#transports.values()].find((candidate) => candidate.id === id);
    if (!transport) throw new SfuFailure('notFound', 'this peer has no such transport');
    return transport;
  }
}
