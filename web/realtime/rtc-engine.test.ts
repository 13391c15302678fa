import type { RtcNotice, RtcReply, RtcRequest } from '@antenne/server/contract';
import { FakeMediaStreamTrack } from 'fake-mediastreamtrack';
import { Device, FakeHandler, testFakeParameters as fake } from 'mediasoup-client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RtcEngine } from './rtc-engine.ts';
import { failureCode, toWire } from './rtc-wire.ts';

/** An SFU that grants everything, remembers what it was asked and can be told to forget or to refuse. */
let asked: RtcRequest['type'][];
let known: boolean;
let refuse: (request: RtcRequest) => string | null;
let notify: (notice: RtcNotice) => void;
/** The browser's transports, newest last. */
let handlers: FakeHandler[];
let engine: RtcEngine;
let count: number;
let consumerIds: string[];

class Refused extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

async function sfu(request: RtcRequest): Promise<RtcReply> {
  asked.push(request.type);
  const code = refuse(request);
  if (code) throw new Refused(code);
  count += 1;
  switch (request.type) {
    case 'join': {
      const resumed = known;
      known = true;
      return { type: 'join', resumed, routerRtpCapabilities: toWire(fake.generateRouterRtpCapabilities()) };
    }
    case 'createTransport': {
      const { iceParameters, iceCandidates, dtlsParameters } = fake.generateTransportRemoteParameters();
      return {
        type: 'createTransport',
        id: `transport ${count}`,
        iceParameters: toWire(iceParameters),
        iceCandidates: iceCandidates.map(toWire),
        dtlsParameters: toWire(dtlsParameters),
      };
    }
    case 'restartIce':
      return { type: 'restartIce', iceParameters: { usernameFragment: 'again', password: 'again' } };
    case 'produce':
      return { type: 'produce', producerId: `producer ${count}` };
    case 'consume': {
      const codecMimeType = request.kind === 'audio' ? 'audio/opus' : 'video/VP8';
      const { id, producerId, rtpParameters } = fake.generateConsumerRemoteParameters({ codecMimeType });
      consumerIds.push(id);
      return { type: 'consume', consumerId: id, producerId, kind: request.kind, rtpParameters: toWire(rtpParameters) };
    }
    case 'connectTransport':
    case 'closeTransport':
    case 'setProducerPaused':
    case 'resumeConsumer':
    case 'closeConsumer':
      return { type: request.type };
  }
}

/** The browser's own class, as far as the engine uses it. */
class FakeStream {
  readonly tracks = new Set<MediaStreamTrack>();
  addTrack = (track: MediaStreamTrack) => void this.tracks.add(track);
  removeTrack = (track: MediaStreamTrack) => void this.tracks.delete(track);
  getTracks = () => [...this.tracks];
}

beforeEach(() => {
  vi.stubGlobal('MediaStream', FakeStream);
  asked = [];
  known = false;
  refuse = () => null;
  handlers = [];
  count = 0;
  consumerIds = [];
  const made = FakeHandler.createFactory(fake);
  const handlerFactory: typeof made = {
    ...made,
    factory(options) {
      const handler = made.factory(options);
      if (handler instanceof FakeHandler) handlers.push(handler);
      return handler;
    },
  };
  engine = new RtcEngine(
    {
      request: sfu,
      notices: (listener) => {
        notify = listener;
        return () => {};
      },
    },
    () => Device.factory({ handlerFactory }),
  );
});
afterEach(() => {
  engine.close();
  vi.unstubAllGlobals();
});

const tracks = () => ({
  audio: new FakeMediaStreamTrack({ kind: 'audio' }),
  video: new FakeMediaStreamTrack({ kind: 'video' }),
});
const times = (type: RtcRequest['type']) => asked.filter((request) => request === type).length;
const settled = (expectation: () => void) => vi.waitFor(expectation, { timeout: 3000 });
const program = { type: 'program' } as const;

test('what is published is produced once, and a changed track renegotiates nothing', async () => {
  const { audio, video } = tracks();
  engine.publish({ audio, video });
  await settled(() => expect(times('produce')).toBe(2));
  handlers.at(-1)?.setConnectionState('connected');
  await settled(() => expect(engine.state.getState().connection).toBe('connected'));
  engine.publish({ audio, video: tracks().video });
  engine.setVideoPaused(true);
  await settled(() => expect(times('setProducerPaused')).toBe(1));
  expect(asked.filter((type) => type === 'join' || type === 'createTransport' || type === 'produce')).toEqual([
    'join',
    'createTransport',
    'produce',
    'produce',
  ]);
});

test('after a reset everything is made anew, and the tracks live on', async () => {
  const { audio, video } = tracks();
  engine.publish({ audio, video });
  await settled(() => expect(times('produce')).toBe(2));
  known = false;
  notify({ type: 'reset' });
  await settled(() => expect(times('produce')).toBe(4));
  expect(times('join')).toBe(2);
  expect(audio.readyState).toBe('live');
});

test('a socket that was away costs a question when the SFU still knows us, and everything anew when it does not', async () => {
  engine.publish(tracks());
  await settled(() => expect(times('produce')).toBe(2));
  engine.resync();
  await settled(() => expect(times('join')).toBe(2));
  expect(times('produce')).toBe(2);
  known = false;
  engine.resync();
  await settled(() => expect(times('produce')).toBe(4));
});

test('a source that is not there yet is taken as soon as it is, into the same stream', async () => {
  refuse = ({ type }) => (type === 'consume' ? 'mediaUnavailable' : null);
  const { stream, state } = engine.consume(program, { kinds: ['video'] });
  await settled(() => expect(times('consume')).toBe(1));
  expect(state.getState()).toEqual({ audio: 'unwanted', video: 'waiting' });

  refuse = () => null;
  notify({ type: 'sourceAvailable', source: program, kinds: ['audio', 'video'] });
  await settled(() => expect(state.getState().video).toBe('live'));
  const [first] = stream.getTracks();
  expect(first?.kind).toBe('video');
  expect(times('consume')).toBe(2);
});

test('a producer that is replaced leaves the stream and comes back in it, whichever notice arrives first', async () => {
  const { stream, state } = engine.consume(program, { kinds: ['audio'] });
  await settled(() => expect(state.getState().audio).toBe('live'));
  const news: RtcNotice = { type: 'sourceAvailable', source: program, kinds: ['audio'] };
  for (const newsFirst of [false, true]) {
    const before = stream.getTracks()[0];
    const gone: RtcNotice = { type: 'consumerClosed', consumerId: consumerIds.at(-1) ?? '' };
    for (const notice of newsFirst ? [news, gone] : [gone, news]) notify(notice);
    await settled(() => {
      expect(state.getState().audio).toBe('live');
      expect(stream.getTracks()).toHaveLength(1);
      expect(stream.getTracks()[0]).not.toBe(before);
    });
  }
});

test('a request that fails is tried again from the join on', async () => {
  let failures = 2;
  refuse = ({ type }) => (type === 'createTransport' && failures-- > 0 ? 'unavailable' : null);
  engine.publish(tracks());
  await settled(() => expect(times('produce')).toBe(2));
  expect(times('join')).toBe(3);
});

test('a consumer whose start was refused or lost is asked for anew, not kept without a picture', async () => {
  let failures = 1;
  refuse = ({ type }) => (type === 'resumeConsumer' && failures-- > 0 ? 'notFound' : null);
  const { stream, state } = engine.consume(program, { kinds: ['video'] });
  await settled(() => expect(state.getState().video).toBe('live'));
  expect(times('consume')).toBe(2);
  expect(times('createTransport')).toBe(1);
  expect(times('closeConsumer')).toBe(1);
  expect(stream.getTracks()).toHaveLength(1);
});

test('a lost path restarts ICE, and when that fails is replaced with all that went over it', async () => {
  engine.publish(tracks());
  await settled(() => expect(times('produce')).toBe(2));
  const path = handlers.at(-1);
  path?.setConnectionState('connected');
  path?.setConnectionState('failed');
  await settled(() => expect(times('restartIce')).toBe(1));
  expect(engine.state.getState().connection).toBe('reconnecting');
  path?.setConnectionState('connecting');
  path?.setConnectionState('failed');
  await settled(() => expect(times('produce')).toBe(4));
  expect(times('createTransport')).toBe(2);
});

test('a path that the SFU has forgotten is replaced at once: it was started again', async () => {
  engine.publish(tracks());
  await settled(() => expect(times('produce')).toBe(2));
  const path = handlers.at(-1);
  path?.setConnectionState('connected');
  refuse = ({ type }) => (type === 'restartIce' ? 'notFound' : null);
  path?.setConnectionState('failed');
  await settled(() => expect(times('produce')).toBe(4));
  expect([times('restartIce'), times('createTransport')]).toEqual([1, 2]);
});

test('a closed consumption is told to the SFU and leaves its stream empty', async () => {
  const { stream, state, close } = engine.consume(program, { kinds: ['video'] });
  await settled(() => expect(state.getState().video).toBe('live'));
  close();
  close();
  await settled(() => expect(times('closeConsumer')).toBe(1));
  expect(stream.getTracks()).toEqual([]);
});

test('the code of a refusal is read from whatever was thrown', () => {
  expect(failureCode(new Refused('forbidden'))).toBe('forbidden');
  expect(failureCode('no answer')).toBe('unavailable');
});
