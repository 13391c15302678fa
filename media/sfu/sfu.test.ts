import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ProgramCommand } from '../core/program-link.ts';
import { browserCapabilities } from './codecs.ts';
import { SfuFailure } from './failure.ts';
import { bindProgram } from './program-binding.ts';
import type { Room } from './room.ts';
import type { Sfu } from './sfu.ts';
import type { PeerIdentity, Signal, SignalNotice, SignalReply } from './signals.ts';
import { camera, fingerprint, microphone, openRtpSink, openRtpSource, openTestSfu } from './testing.ts';

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

async function ask<T extends Signal['type']>(
  peer: PeerIdentity,
  signal: Extract<Signal, { type: T }>,
): Promise<Extract<SignalReply, { type: T }>> {
  const reply = await room.handle(peer, signal);
  if (!isReplyTo(reply, signal.type)) throw new Error(`reply ${reply.type} to ${signal.type}`);
  return reply;
}
function isReplyTo<T extends Signal['type']>(reply: SignalReply, type: T): reply is Extract<SignalReply, { type: T }> {
  return reply.type === type;
}
function refused(peer: PeerIdentity, signal: Signal): Promise<string> {
  return room.handle(peer, signal).then(
    () => 'granted',
    (error: unknown) => (error instanceof SfuFailure ? error.code : `not typed: ${String(error)}`),
  );
}
const contributor = (contributorId: string = randomUUID()) =>
  ({ id: randomUUID(), role: 'contributor', contributorId }) as const;
const staff = () => ({ id: randomUUID(), role: 'staff' }) as const;

/** Joins and opens a connected transport. */
async function joined(peer: PeerIdentity, direction: 'send' | 'recv'): Promise<string> {
  await ask(peer, { type: 'join' });
  const { id } = await ask(peer, { type: 'createTransport', direction });
  await ask(peer, { type: 'connectTransport', transportId: id, dtlsParameters: fingerprint });
  return id;
}

/** A simulated contributor that really sends. */
async function simulate(contributorId: string) {
  const source = await openRtpSource();
  undo.push(source.close);
  const ingress = await room.openIngress(contributorId, { video: 'vp8', fromPort: source.port });
  source.send(ingress);
  return ingress;
}

describe('a programme process', () => {
  /** Stands for the process: one UDP port per feed, and each `feedTracks` is confirmed at once. */
  async function program() {
    const sink = await openRtpSink();
    const sent: ProgramCommand[] = [];
    const binding = bindProgram(room, (command) => {
      sent.push(command);
      if (command.type === 'feedTracks') {
        queueMicrotask(() => binding.handle({ type: 'feedBound', contributorId: command.contributorId }));
      }
    });
    undo.push(() => binding.close(), sink.close);
    const last = <T extends ProgramCommand['type']>(type: T) =>
      sent.findLast((command): command is Extract<ProgramCommand, { type: T }> => command.type === type);
    return { sink, sent, binding, last };
  }

  test('makes the small picture only while a page wants it, and that page gets it instead of the whole one', async () => {
    const { last } = await program();
    const person = contributor();
    const transportId = await joined(person, 'recv');
    const rtpCapabilities = browserCapabilities(room.router?.rtpCapabilities ?? {});
    const consume = (maxLayer: number) =>
      ({
        type: 'consume',
        transportId,
        source: { type: 'program' },
        kind: 'video',
        rtpCapabilities,
        maxLayer,
      }) as const;
    await vi.waitFor(() => expect(last('return')?.targets.some(({ kind }) => kind === 'video')).toBe(true));
    const small = () => last('return')?.targets.filter((target) => target.small);
    expect(small()).toEqual([]);

    expect(await refused(person, consume(0))).toBe('mediaUnavailable');
    await vi.waitFor(() => expect(small()).toMatchObject([{ kind: 'video', without: null }]));
    const available = { type: 'sourceAvailable', source: { type: 'program' }, kinds: ['video'] };
    await vi.waitFor(() => expect(notices).toContainEqual({ peerId: person.id, notice: available }));
    const got = await ask(person, consume(0));
    const whole = await ask(person, consume(2));
    expect(got.producerId).not.toBe(whole.producerId);
    await vi.waitFor(() => expect(small()).toEqual([]));
  });

  test('gets the RTP of a simulated contributor on its port, under the announced numbers', async () => {
    const id = randomUUID();
    const { sink, binding, last } = await program();
    binding.handle({ type: 'feedPort', contributorId: id, port: sink.port });
    await vi.waitFor(() => expect(last('feedTracks')).toMatchObject({ video: null, audio: null }));

    await simulate(id);
    await vi.waitFor(() => expect(last('feedTracks')?.video).toMatchObject({ codec: 'vp8' }));
    const tracks = last('feedTracks');
    expect(tracks?.video).toMatchObject({ codec: 'vp8', clockRate: 90_000 });
    expect(tracks?.audio).toMatchObject({ codec: 'opus', clockRate: 48_000 });
    for (const track of [tracks?.video, tracks?.audio]) {
      await vi.waitFor(
        () => {
          const mine = sink.packets.filter(({ ssrc }) => ssrc === track?.ssrc);
          expect(mine.length).toBeGreaterThan(10);
          expect(new Set(mine.map(({ payloadType }) => payloadType))).toEqual(new Set([track?.payloadType]));
        },
        { timeout: 5000 },
      );
    }
  });

  test('is told of the tracks anew, and served again, after the worker was killed', async () => {
    const id = randomUUID();
    const { sink, binding, last, sent } = await program();
    binding.handle({ type: 'feedPort', contributorId: id, port: sink.port });
    const first = await simulate(id);
    await vi.waitFor(() => expect(sink.packets.length).toBeGreaterThan(0), { timeout: 5000 });
    const before = last('return');

    const lost = once(room.events, 'down');
    const back = once(room.events, 'up');
    const closed = new Promise<void>((resolve) => first.onClose(resolve));
    const pid = sfu.workerPids()[0];
    if (pid === undefined) throw new Error('no worker');
    process.kill(pid, 'SIGKILL');
    await Promise.all([lost, back, closed]);
    expect(sfu.workerPids()).not.toContain(pid);

    sent.length = 0;
    await simulate(id);
    await vi.waitFor(
      () => {
        const ssrc = last('feedTracks')?.video?.ssrc;
        expect(sink.packets.some((packet) => packet.ssrc === ssrc)).toBe(true);
      },
      { timeout: 5000 },
    );
    await vi.waitFor(() => expect(last('return')?.targets).toHaveLength(2));
    expect(last('return')?.targets).not.toEqual(before?.targets);
  });

  test('sends each contributor who is here the sound without themselves, and nobody else’s', async () => {
    const [rosa, awa] = [contributor(), contributor()];
    const { last } = await program();
    const listeners = () => (last('return')?.targets ?? []).flatMap(({ without }) => without ?? []).sort();
    await ask(rosa, { type: 'join' });
    await vi.waitFor(() => expect(listeners()).toEqual([rosa.contributorId]));
    await ask(awa, { type: 'join' });
    await vi.waitFor(() => expect(listeners()).toEqual([rosa.contributorId, awa.contributorId].sort()));
    const audio = (listener: PeerIdentity) => room.producer({ type: 'program' }, 'audio', listener)?.id;
    await vi.waitFor(() => expect(new Set([rosa, awa, staff()].map(audio)).size).toBe(3));
    expect([rosa, awa, staff()].map(audio)).not.toContain(undefined);
    expect(room.producer({ type: 'program' }, 'video', rosa)?.id).toBe(room.producer({ type: 'program' }, 'video')?.id);
    room.leave(rosa.id);
    await vi.waitFor(() => expect(listeners()).toEqual([awa.contributorId]));
    expect(audio(rosa)).toBeUndefined();
  });

  test('is asked for a key frame when somebody begins to watch its return', async () => {
    const { last } = await program();
    await vi.waitFor(() =>
      expect(
        last('return')
          ?.targets.map(({ kind }) => kind)
          .sort(),
      ).toEqual(['audio', 'video']),
    );
    const producer = room.producer({ type: 'program' }, 'video');
    const consumer = await (await room.plainTransport({ comedia: true })).consume({
      producerId: producer?.id ?? '',
      rtpCapabilities: room.programCapabilities(),
    });
    await consumer.requestKeyFrame();
    // mediasoup asks only streams that exist: the process's first packet makes it one.
    const { createSocket } = await import('node:dgram');
    const socket = createSocket('udp4');
    undo.push(() => socket.close());
    const video = last('return')?.targets.find(({ kind }) => kind === 'video');
    const header = Buffer.alloc(20, 0x65);
    header[0] = 0x80;
    header[1] = video?.payloadType ?? 0;
    header.writeUInt32BE(video?.ssrc ?? 0, 8);
    socket.send(header, video?.port ?? 0, video?.ip);
    await vi.waitFor(() => expect(last('returnKeyFrame')).toBeDefined(), { timeout: 5000 });
  });
});

describe('a contributor', () => {
  test('sends a microphone and a camera of three layers, and keeps its transports when it joins again', async () => {
    const peer = contributor();
    const transportId = await joined(peer, 'send');
    await ask(peer, { type: 'produce', transportId, kind: 'audio', rtpParameters: microphone(4711) });
    const video = await ask(peer, { type: 'produce', transportId, kind: 'video', rtpParameters: camera() });
    expect(room.feed(peer.contributorId).producer('video')).toMatchObject({ id: video.producerId, type: 'simulcast' });
    expect(await ask(peer, { type: 'join' })).toMatchObject({ resumed: true });
    expect(await ask(peer, { type: 'restartIce', transportId })).toMatchObject({
      iceParameters: { usernameFragment: expect.any(String) },
    });
  });

  test('gets capabilities without video orientation', async () => {
    const { routerRtpCapabilities } = await ask(contributor(), { type: 'join' });
    const uris = JSON.stringify(routerRtpCapabilities);
    expect(uris).toContain('transport-wide-cc');
    expect(uris).not.toContain('video-orientation');
  });

  test('replaces the simulation, which may come back once they have left', async () => {
    const peer = contributor();
    const ingress = await room.openIngress(peer.contributorId, { video: 'vp8', fromPort: 9 });
    const replaced = new Promise<void>((resolve) => ingress.onClose(resolve));
    const transportId = await joined(peer, 'send');
    await ask(peer, { type: 'produce', transportId, kind: 'audio', rtpParameters: microphone(1) });
    await replaced;
    const feed = room.feed(peer.contributorId);
    expect(feed.producers().map(({ kind }) => kind)).toEqual(['audio']);
    await expect(room.openIngress(peer.contributorId, { video: 'vp8', fromPort: 9 })).rejects.toMatchObject({
      code: 'invalidState',
    });
    room.leave(peer.id);
    expect(feed.sender).toBeNull();
    await room.openIngress(peer.contributorId, { video: 'vp8', fromPort: 9 });
    expect(feed.sender).toBe('simulation');
  });

  test('who opens a second tab sends from that one only', async () => {
    const id = randomUUID();
    const [first, second] = [contributor(id), contributor(id)];
    await ask(first, {
      type: 'produce',
      transportId: await joined(first, 'send'),
      kind: 'audio',
      rtpParameters: microphone(1),
    });
    const { producerId } = await ask(second, {
      type: 'produce',
      transportId: await joined(second, 'send'),
      kind: 'audio',
      rtpParameters: microphone(2),
    });
    expect(room.feed(id).producers()).toMatchObject([{ id: producerId, closed: false }]);
    room.leave(first.id);
    expect(room.feed(id).producer('audio')?.closed).toBe(false);
  });

  test('may not watch another contributor, nor use their transport', async () => {
    const [mine, theirs] = [contributor(), contributor()];
    const transportId = await joined(theirs, 'send');
    const recv = await joined(mine, 'recv');
    expect(await refused(mine, { type: 'produce', transportId, kind: 'audio', rtpParameters: microphone(1) })).toBe(
      'notFound',
    );
    const { routerRtpCapabilities: rtpCapabilities } = await ask(mine, { type: 'join' });
    const source = { type: 'feed', contributorId: theirs.contributorId } as const;
    expect(
      await refused(mine, { type: 'consume', transportId: recv, source, kind: 'audio', rtpCapabilities, maxLayer: 0 }),
    ).toBe('forbidden');
  });

  test.each<[string, (transportId: string) => Signal]>([
    [
      'wrong DTLS parameters',
      (transportId) => ({ type: 'connectTransport', transportId, dtlsParameters: { fingerprints: 'x' } }),
    ],
    ['no fingerprint at all', (transportId) => ({ type: 'connectTransport', transportId, dtlsParameters: {} })],
    [
      'a codec that nobody knows',
      (transportId) => ({
        type: 'produce',
        transportId,
        kind: 'video',
        rtpParameters: {
          codecs: [{ mimeType: 'video/nope', payloadType: 96, clockRate: 90_000 }],
          encodings: [{ ssrc: 1 }],
        },
      }),
    ],
    [
      'a payload type out of range',
      (transportId) => ({
        type: 'produce',
        transportId,
        kind: 'audio',
        rtpParameters: {
          codecs: [{ mimeType: 'audio/opus', payloadType: 4096, clockRate: 48_000, channels: 2 }],
          encodings: [{ ssrc: 1 }],
        },
      }),
    ],
    [
      'sound declared as picture',
      (transportId) => ({ type: 'produce', transportId, kind: 'video', rtpParameters: microphone(5) }),
    ],
    [
      'ten layers',
      (transportId) => ({
        type: 'produce',
        transportId,
        kind: 'video',
        rtpParameters: { ...camera(), encodings: Array.from({ length: 10 }, (_, rid) => ({ rid: `r${rid}` })) },
      }),
    ],
  ])('who sends %s is refused, and the worker lives', async (_, signal) => {
    const peer = contributor();
    await ask(peer, { type: 'join' });
    const { id } = await ask(peer, { type: 'createTransport', direction: 'send' });
    const pids = sfu.workerPids();
    expect(await refused(peer, signal(id))).toBe('badRequest');
    expect(await ask(peer, { type: 'join' })).toMatchObject({ resumed: true });
    expect(sfu.workerPids()).toEqual(pids);
  });

  test('who was never heard of must join first', async () => {
    expect(await refused(contributor(), { type: 'createTransport', direction: 'send' })).toBe('notFound');
  });

  test('is told to begin anew when the worker was killed, and can', async () => {
    const peer = contributor();
    const transportId = await joined(peer, 'send');
    await ask(peer, { type: 'produce', transportId, kind: 'audio', rtpParameters: microphone(9) });
    process.kill(sfu.workerPids()[0] ?? 0, 'SIGKILL');
    await vi.waitFor(() => expect(notices).toContainEqual({ peerId: peer.id, notice: { type: 'reset' } }), {
      timeout: 5000,
    });
    expect(await ask(peer, { type: 'join' })).toMatchObject({ resumed: false });
    const again = await joined(peer, 'send');
    await ask(peer, { type: 'produce', transportId: again, kind: 'audio', rtpParameters: microphone(10) });
    expect(room.feed(peer.contributorId).sender).toBe('person');
  });
});

describe('a producer in the studio', () => {
  test('receives a feed in its small layer, is told of its end and of its return', async () => {
    const viewer = staff();
    const peer = contributor();
    const recv = await joined(viewer, 'recv');
    const source = { type: 'feed', contributorId: peer.contributorId } as const;
    const { routerRtpCapabilities: rtpCapabilities } = await ask(viewer, { type: 'join' });
    const consume = {
      type: 'consume',
      transportId: recv,
      source,
      kind: 'video',
      rtpCapabilities,
      maxLayer: 0,
    } as const;
    expect(await refused(viewer, consume)).toBe('mediaUnavailable');

    const send = await joined(peer, 'send');
    await ask(peer, { type: 'produce', transportId: send, kind: 'video', rtpParameters: camera() });
    expect(notices).toContainEqual({
      peerId: viewer.id,
      notice: { type: 'sourceAvailable', source, kinds: ['video'] },
    });
    const { consumerId } = await ask(viewer, consume);
    await ask(viewer, { type: 'resumeConsumer', consumerId });
    expect(await refused(viewer, { type: 'resumeConsumer', consumerId: 'unknown' })).toBe('notFound');

    await ask(peer, { type: 'closeTransport', transportId: send });
    await vi.waitFor(() =>
      expect(notices).toContainEqual({ peerId: viewer.id, notice: { type: 'consumerClosed', consumerId } }),
    );
  });

  test('sends no picture', async () => {
    const viewer = staff();
    const transportId = await joined(viewer, 'send');
    expect(await refused(viewer, { type: 'produce', transportId, kind: 'video', rtpParameters: camera() })).toBe(
      'forbidden',
    );
  });
});

test('quality of a feed is reported about once a second and taken back at its end', async () => {
  const id = randomUUID();
  const reports: unknown[] = [];
  room.events.on('quality', (contributorId, quality) => contributorId === id && reports.push(quality));
  const ingress = await simulate(id);
  await vi.waitFor(() => expect(reports.at(-1)).toMatchObject({ bitrate: expect.any(Number), loss: 0 }), {
    timeout: 5000,
  });
  ingress.close();
  await vi.waitFor(() => expect(reports.at(-1)).toBeNull(), { timeout: 5000 });
});
