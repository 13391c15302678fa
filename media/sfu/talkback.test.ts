import { randomUUID } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { types } from 'mediasoup';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { opusParameters } from './codecs.ts';
import { SfuFailure } from './failure.ts';
import { bindProgram } from './program-binding.ts';
import type { Room } from './room.ts';
import type { Sfu } from './sfu.ts';
import type { PeerIdentity, Signal, SignalNotice, SignalReply } from './signals.ts';
import { fingerprint, microphone, openRtpSink, openTestSfu } from './testing.ts';

const WITHIN = { timeout: 10_000 };

let sfu: Sfu;
let room: Room;
let notices: { peerId: string; notice: SignalNotice }[];
const undo: (() => void)[] = [];

beforeAll(async () => {
  sfu = await openTestSfu();
});
afterAll(() => sfu.close());
beforeEach(async () => {
  room = await sfu.openRoom(randomUUID());
  notices = [];
  room.events.on('notice', (peerId, notice) => notices.push({ peerId, notice }));
});
afterEach(() => {
  for (const step of undo.splice(0).reverse()) step();
  room.close();
});

const contributor = (contributorId: string = randomUUID()) =>
  ({ id: randomUUID(), role: 'contributor', contributorId }) as const;
const staff = () => ({ id: randomUUID(), role: 'staff' }) as const;

async function ask<T extends Signal['type']>(peer: PeerIdentity, signal: Extract<Signal, { type: T }>) {
  const reply = await room.handle(peer, signal);
  const isMine = (one: SignalReply): one is Extract<SignalReply, { type: T }> => one.type === signal.type;
  if (!isMine(reply)) throw new Error(`reply ${reply.type} to ${signal.type}`);
  return reply;
}
const refused = (peer: PeerIdentity, signal: Signal) =>
  room.handle(peer, signal).then(
    () => 'granted',
    (error: unknown) => (error instanceof SfuFailure ? error.code : String(error)),
  );

async function joined(peer: PeerIdentity, direction: 'send' | 'recv'): Promise<string> {
  await ask(peer, { type: 'join' });
  const { id } = await ask(peer, { type: 'createTransport', direction });
  await ask(peer, { type: 'connectTransport', transportId: id, dtlsParameters: fingerprint });
  return id;
}

/** The tab of a producer who has a microphone. */
async function speaker() {
  const peer = staff();
  const transportId = await joined(peer, 'send');
  await ask(peer, { type: 'produce', transportId, kind: 'audio', rtpParameters: microphone(4711) });
  return { peer, transportId, source: { type: 'talkback', peerId: peer.id } as const };
}

async function consumeOf(peer: PeerIdentity, source: Extract<Signal, { type: 'consume' }>['source']) {
  const transportId = await joined(peer, 'recv');
  const { routerRtpCapabilities: rtpCapabilities } = await ask(peer, { type: 'join' });
  return { type: 'consume', transportId, source, kind: 'audio', rtpCapabilities, maxLayer: 0 } as const;
}

/** A voice whose packets really flow: Opus over loopback, 50 a second, as a browser's would after DTLS. */
async function voice(peerId: string): Promise<{ payload: Buffer }> {
  const transport = await room.plainTransport({ comedia: true });
  const numbers = { ssrc: 77, payloadType: 100, cname: 'voice' };
  room.talkback.offer(peerId, await transport.produce({ kind: 'audio', rtpParameters: opusParameters(numbers) }));
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const payload = Buffer.from([0xfc, 0xff, 0xfe, 0x74, 0x61, 0x6c, 0x6b]);
  let count = 0;
  const timer = setInterval(() => {
    count += 1;
    const header = Buffer.alloc(12);
    header.writeUInt8(0x80, 0);
    header.writeUInt8(0x80 | numbers.payloadType, 1);
    header.writeUInt16BE(count & 0xffff, 2);
    header.writeUInt32BE(count * 960, 4);
    header.writeUInt32BE(numbers.ssrc, 8);
    socket.send(Buffer.concat([header, payload]), transport.tuple.localPort, '127.0.0.1');
  }, 20);
  undo.push(
    () => socket.close(),
    () => clearInterval(timer),
  );
  return { payload };
}

/** A contributor's ear: a consumer of the voice behind its gate, and the packets that come through. */
async function ear(peerId: string, contributorId: string) {
  const sink = await openRtpSink();
  undo.push(sink.close);
  const transport = await room.plainTransport({ comedia: false });
  await transport.connect({ ip: '127.0.0.1', port: sink.port });
  const consumer: types.Consumer = await transport.consume({
    producerId: room.talkback.producer(peerId)?.id ?? '',
    rtpCapabilities: room.programCapabilities(),
    paused: true,
  });
  const gate = room.talkback.guard(consumer, peerId, contributorId);
  return { sink, gate, consumer };
}

describe('a voice', () => {
  test('reaches those addressed and nobody else, from the press to the release', async () => {
    const [anne, rosa, awa] = [randomUUID(), randomUUID(), randomUUID()];
    await voice(anne);
    const [hers, other] = [await ear(anne, rosa), await ear(anne, awa)];
    hers.gate.ready();
    other.gate.ready();
    room.talkback.route([{ peerId: anne, to: [rosa] }]);
    await vi.waitFor(() => expect(hers.sink.packets.length).toBeGreaterThan(10), WITHIN);
    expect(other.sink.packets).toEqual([]);

    // To the other one now: the first hears no more than what was on its way.
    room.talkback.route([{ peerId: anne, to: [awa] }]);
    await vi.waitFor(() => expect(other.sink.packets.length).toBeGreaterThan(0), WITHIN);
    const heard = hers.sink.packets.length;
    const until = other.sink.packets.length + 20;
    await vi.waitFor(() => expect(other.sink.packets.length).toBeGreaterThan(until), WITHIN);
    expect(hers.sink.packets.length - heard).toBeLessThan(3);

    room.talkback.route([{ peerId: anne, to: 'all' }]);
    await vi.waitFor(() => expect(hers.sink.packets.length).toBeGreaterThan(heard + 10), WITHIN);
    room.talkback.route([]);
    await vi.waitFor(() => expect([hers.consumer.paused, other.consumer.paused]).toEqual([true, true]));
  });

  test('waits for a browser that is not ready yet', async () => {
    const [anne, rosa] = [randomUUID(), randomUUID()];
    await voice(anne);
    const { sink, gate, consumer } = await ear(anne, rosa);
    room.talkback.route([{ peerId: anne, to: 'all' }]);
    expect(consumer.paused).toBe(true);
    gate.ready();
    await vi.waitFor(() => expect(sink.packets.length).toBeGreaterThan(5), WITHIN);
  });

  test('never reaches the programme, whoever is addressed and whoever is on air', async () => {
    const [anne, rosa] = [randomUUID(), randomUUID()];
    const sink = await openRtpSink();
    undo.push(sink.close);
    const told: unknown[] = [];
    const binding = bindProgram(room, (command) => {
      told.push(command);
      if (command.type === 'feedTracks')
        queueMicrotask(() => binding.handle({ type: 'feedBound', contributorId: command.contributorId }));
    });
    undo.push(() => binding.close());
    // The programme asks for whatever there may be: the contributor's feed, and what carries the speaker's name.
    for (const contributorId of [rosa, anne]) binding.handle({ type: 'feedPort', contributorId, port: sink.port });
    await voice(anne);
    const { sink: heard, gate } = await ear(anne, rosa);
    gate.ready();
    room.talkback.route([{ peerId: anne, to: 'all' }]);
    await vi.waitFor(() => expect(heard.packets.length).toBeGreaterThan(50), WITHIN);
    expect(sink.packets).toEqual([]);
    const tracks = told.filter((command) => JSON.stringify(command).includes('feedTracks'));
    expect(tracks).toEqual(
      [rosa, anne].map((contributorId) => ({ type: 'feedTracks', contributorId, video: null, audio: null })),
    );
  });
});

describe('a browser', () => {
  test('of a contributor is told of a voice, receives it paused, and is told of its end', async () => {
    const rosa = contributor();
    await ask(rosa, { type: 'join' });
    const { peer, transportId, source } = await speaker();
    expect(notices).toContainEqual({ peerId: rosa.id, notice: { type: 'sourceAvailable', source, kinds: ['audio'] } });
    expect(notices.filter(({ peerId }) => peerId === peer.id)).toEqual([]);
    const { consumerId } = await ask(rosa, await consumeOf(rosa, source));
    await ask(rosa, { type: 'resumeConsumer', consumerId });
    await ask(peer, { type: 'closeTransport', transportId });
    for (const notice of [
      { type: 'sourceGone', source },
      { type: 'consumerClosed', consumerId },
    ]) {
      await vi.waitFor(() => expect(notices).toContainEqual({ peerId: rosa.id, notice }));
    }
  });

  test('of a contributor who comes later is told of the voices that are there', async () => {
    const { source } = await speaker();
    const rosa = contributor();
    await ask(rosa, { type: 'join' });
    expect(notices).toContainEqual({ peerId: rosa.id, notice: { type: 'sourceAvailable', source, kinds: ['audio'] } });
  });

  test('that speaks anew replaces its voice, without an end in between', async () => {
    const rosa = contributor();
    await ask(rosa, { type: 'join' });
    const { peer, transportId, source } = await speaker();
    const first = room.talkback.producer(peer.id);
    await ask(peer, { type: 'produce', transportId, kind: 'audio', rtpParameters: { ...microphone(4712), mid: '1' } });
    expect(first?.closed).toBe(true);
    expect(room.talkback.producer(peer.id)?.closed).toBe(false);
    expect(notices.map(({ notice }) => notice)).not.toContainEqual({ type: 'sourceGone', source });
  });

  test('of the studio may not listen to a voice', async () => {
    const { source } = await speaker();
    const other = staff();
    expect(await refused(other, await consumeOf(other, source))).toBe('forbidden');
  });

  test('that leaves takes its voice along', async () => {
    const { peer } = await speaker();
    room.leave(peer.id);
    expect(room.talkback.peerIds()).toEqual([]);
  });
});
