/**
 * Ties one life of a programme process to a room: each feed's RTP goes to the port that the process named for it, and
 * the process's return becomes the room's programme. A binding lives as long as the process; it follows changes of feeds
 * and the loss of the router by itself.
 */
import { randomInt } from 'node:crypto';
import type { types } from 'mediasoup';
import type { ProgramCommand, ProgramMessage, ReturnTarget, RtpTrack } from '../core/program-link.ts';
import { BestLayers } from './best-layers.ts';
import { codecName, opusParameters, videoParameters } from './codecs.ts';
import type { Room } from './room.ts';
import { SerialTask } from './serial-task.ts';

type FeedCommand = Extract<ProgramCommand, { type: 'feedTracks' | 'feedsReset' | 'return' | 'returnKeyFrame' }>;

export interface ProgramBinding {
  /** Takes what concerns the feeds (`feedPort`, `feedBound`, `keyFrameWanted`) and leaves the rest. */
  handle(message: ProgramMessage): void;
  /** Whose pictures may be seen now or next: they come at their best, the others' small. */
  favour(contributorIds: Iterable<string>): void;
  /** The process is gone, or about to be. Safe twice. */
  close(): void;
}

/** Payload types of the return; any dynamic ones do. */
const RETURN_VIDEO_TYPE = 102;
const RETURN_AUDIO_TYPE = 103;

type Wanted = Pick<ReturnTarget, 'kind' | 'without' | 'small'>;

/** One stream that the process sends back. */
interface Return {
  transport: types.PlainTransport;
  target: ReturnTarget;
}

interface Tap {
  port: number;
  transport: types.PlainTransport | null;
  video: types.Consumer | null;
  /** What the process was last told of: port and producers. Null: nothing, or nothing that still holds. */
  bound: string | null;
  /** Consumers whose tracks were told and not yet confirmed, oldest first: each `feedBound` answers one `feedTracks`. */
  told: types.Consumer[][];
  rebind: SerialTask;
}

export function bindProgram(room: Room, send: (command: FeedCommand) => void): ProgramBinding {
  const taps = new Map<string, Tap>();
  const returns = new Map<string, Return>();
  let closed = false;

  const failed = (err: unknown) => {
    // Without a router, or on the way out, the next `up` or nobody does it again.
    if (!closed && room.router) room.log.error({ err }, 'programme could not be bound to the room');
  };

  const layers = new BestLayers({
    onChange(contributorId) {
      const consumer = taps.get(contributorId)?.video;
      if (consumer) chooseLayer(contributorId, consumer).catch(failed);
    },
  });
  const chooseLayer = async (contributorId: string, consumer: types.Consumer): Promise<void> => {
    if (consumer.closed || consumer.type !== 'simulcast') return;
    await consumer.setPreferredLayers({ spatialLayer: layers.layerOf(contributorId) });
  };

  /** Consumes what the feed has now, paused, and tells the process what will come. */
  const rebind = async (contributorId: string, tap: Tap): Promise<void> => {
    if (closed || !room.router) return;
    const producers = room.feed(contributorId).producers();
    const wanted = [room.router.id, tap.port, ...producers.map(({ id }) => id)].join();
    if (wanted === tap.bound) return;
    tap.transport?.close();
    tap.transport = null;
    tap.video = null;
    tap.bound = null;
    const tracks: { video: RtpTrack | null; audio: RtpTrack | null } = { video: null, audio: null };
    const consumers: types.Consumer[] = [];
    if (producers.length > 0) {
      const transport = await room.plainTransport({ comedia: false });
      tap.transport = transport;
      await transport.connect({ ip: '127.0.0.1', port: tap.port });
      for (const producer of producers) {
        if (producer.closed) continue;
        // Without bandwidth estimation a plain consumer of simulcast takes the best layer that arrives, up to this one.
        const consumer = await transport.consume({
          producerId: producer.id,
          rtpCapabilities: room.programCapabilities(),
          paused: true,
        });
        consumers.push(consumer);
        tracks[consumer.kind] = rtpTrack(consumer);
        if (consumer.kind === 'video') {
          tap.video = consumer;
          await chooseLayer(contributorId, consumer);
        }
      }
    }
    if (closed) return;
    tap.bound = wanted;
    tap.told.push(consumers);
    send({ type: 'feedTracks', contributorId, ...tracks });
  };

  const addTap = (contributorId: string, port: number): Tap => {
    const tap: Tap = {
      port,
      transport: null,
      video: null,
      bound: null,
      told: [],
      rebind: new SerialTask(() => rebind(contributorId, tap), failed),
    };
    taps.set(contributorId, tap);
    return tap;
  };

  /** Opens one stream of the return in the router. */
  const openReturn = async ({ kind, without, small }: Wanted): Promise<Return> => {
    // The process's ports are not known before its first packet, and differ in each of its lives: hence comedia.
    const transport = await room.plainTransport({ comedia: true });
    const ssrc = randomInt(1, 0x7fffffff);
    const payloadType = kind === 'video' ? RETURN_VIDEO_TYPE : RETURN_AUDIO_TYPE;
    // One name for all: browsers keep sound and picture of one name in step.
    const numbers = { ssrc, payloadType, cname: `program-${room.broadcastId}` };
    const rtpParameters = kind === 'video' ? videoParameters('h264', numbers) : opusParameters(numbers);
    const producer = await transport.produce({ kind, rtpParameters });
    if (kind === 'video') {
      await producer.enableTraceEvent(['pli', 'fir']);
      producer.on('trace', () => send({ type: 'returnKeyFrame', small }));
    }
    if (small) room.offerSmallProgram(producer);
    else if (without === null) room.offerProgram(producer);
    else room.offerMixMinus(without, producer);
    const target = { kind, without, small, ip: '127.0.0.1', port: transport.tuple.localPort, ssrc, payloadType };
    return { transport, target };
  };

  /** What should be sent back: the programme, and its sound for each contributor who listens. */
  const wantedReturns = (): Map<string, Wanted> => {
    const wanted = new Map<string, Wanted>();
    if (closed || !room.router) return wanted;
    for (const kind of ['audio', 'video'] as const) wanted.set(kind, { kind, without: null, small: false });
    if (room.returns.smallNeeded) wanted.set('small', { kind: 'video', without: null, small: true });
    for (const id of room.listeners()) wanted.set(`without ${id}`, { kind: 'audio', without: id, small: false });
    return wanted;
  };

  const bindReturn = async (): Promise<void> => {
    const wanted = wantedReturns();
    for (const [name, { transport }] of returns) {
      if (wanted.has(name) && !transport.closed) continue;
      transport.close();
      returns.delete(name);
    }
    for (const [name, stream] of wanted) {
      if (!returns.has(name)) returns.set(name, await openReturn(stream));
    }
    if (closed) for (const { transport } of returns.values()) transport.close();
    else send({ type: 'return', targets: [...returns.values()].map(({ target }) => target) });
  };
  const returnTask = new SerialTask(bindReturn, failed);

  const onFeed = (contributorId: string) => taps.get(contributorId)?.rebind.run();
  const onUp = () => {
    send({ type: 'feedsReset' });
    returnTask.run();
    for (const tap of taps.values()) tap.rebind.run();
  };
  room.events.on('feed', onFeed);
  const onListeners = () => returnTask.run();
  room.events.on('up', onUp);
  room.events.on('listeners', onListeners);
  returnTask.run();

  return {
    handle(message) {
      if (closed) return;
      switch (message.type) {
        case 'feedPort': {
          const { contributorId, port } = message;
          const tap = taps.get(contributorId) ?? addTap(contributorId, port);
          tap.port = port;
          tap.rebind.run();
          break;
        }
        case 'feedBound': {
          const consumers = taps.get(message.contributorId)?.told.shift() ?? [];
          for (const consumer of consumers) {
            if (!consumer.closed) consumer.resume().catch(failed);
          }
          break;
        }
        case 'keyFrameWanted': {
          const consumer = taps.get(message.contributorId)?.video;
          if (consumer && !consumer.closed && !consumer.paused) consumer.requestKeyFrame().catch(failed);
          break;
        }
        default:
          // Output, health and levels are for others.
          break;
      }
    },
    favour: (contributorIds) => layers.favour(contributorIds),
    close() {
      if (closed) return;
      closed = true;
      layers.close();
      room.events.off('feed', onFeed);
      room.events.off('up', onUp);
      room.events.off('listeners', onListeners);
      for (const tap of taps.values()) tap.transport?.close();
      for (const { transport } of returns.values()) transport.close();
      taps.clear();
    },
  };
}

function rtpTrack(consumer: types.Consumer): RtpTrack {
  const codec = consumer.rtpParameters.codecs[0];
  const ssrc = consumer.rtpParameters.encodings?.[0]?.ssrc;
  if (!codec || ssrc === undefined) throw new Error(`consumer ${consumer.id} has no codec or no ssrc`);
  return { ssrc, payloadType: codec.payloadType, codec: codecName(codec.mimeType), clockRate: codec.clockRate };
}
