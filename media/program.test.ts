import { fork } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AV_LOG_QUIET } from 'node-av/constants';
import { Log } from 'node-av/lib';
import { afterEach, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { makeClip } from './assets/make-clip.ts';
import { assetFiles } from './core/asset-files.ts';
import { CHANNELS } from './core/av.ts';
import type { ProgramAsset, ProgramDesired, ProgramFormat } from './core/program-link.ts';
import { isRtcp, parseRtp } from './core/rtp.ts';
import { LoudnessMeter } from './mixer/loudness-meter.ts';
import { writeTestClip } from './testing/clip-file.ts';
import { decodeMp4Pictures, decodeMp4Sound, decodeSound } from './testing/decode.ts';
import { NO_GRAPHICS } from './testing/no-graphics.ts';
import { meanColour, toneLevel } from './testing/observe.ts';
import { type ProgramRig, startProgramRig } from './testing/program-rig.ts';
import { makeRtpMedia, type RtpMedia } from './testing/rtp-media.ts';

const FORMAT: ProgramFormat = {
  width: 320,
  height: 180,
  frameRate: 25,
  videoBitrate: 400_000,
  preset: 'superfast',
  segmentSeconds: 2,
  partSeconds: 0.32,
  audioBitrate: 96_000,
};
const A = { type: 'feed', contributorId: 'a' } as const;
const B = { type: 'feed', contributorId: 'b' } as const;
const DESIRED: ProgramDesired = {
  title: 'Le Tour du Monde',
  accent: '#0f7a4f',
  contributors: [
    { id: 'a', name: 'Awa', place: 'Bamako', role: null, zone: null, gain: 1 },
    { id: 'b', name: 'Inés', place: 'Quito', role: null, zone: null, gain: 1 },
  ],
  program: A,
  standby: null,
  assets: [],
  plannedStart: '2026-05-09T18:00:00.000Z',
  transition: { type: 'cut' },
  question: null,
  graphics: NO_GRAPHICS,
  zone: 'Europe/Paris',
  takes: 0,
  held: [],
};
const PATIENCE = { timeout: 15_000, interval: 20 };

let media: Record<string, RtpMedia>;
beforeAll(() => {
  Log.setLevel(AV_LOG_QUIET);
  media = {
    a: makeRtpMedia({ codec: 'vp8', paint: [60, 128, 128], toneHz: 500 }),
    b: makeRtpMedia({ codec: 'h264', paint: [200, 128, 128], toneHz: 900, amplitude: 0.1 }),
    c: makeRtpMedia({ codec: 'vp8', paint: [120, 128, 128], toneHz: 1_400, amplitude: 0.3 }),
  };
});

let rig: ProgramRig | undefined;
afterEach(async () => {
  await rig?.close();
  rig = undefined;
});

function start(changes: Partial<ProgramDesired> = {}): ProgramRig {
  rig = startProgramRig({ format: FORMAT, desired: { ...DESIRED, ...changes }, media });
  return rig;
}

test('two real feeds are cut at the tick that is told, in the picture that is packaged', async () => {
  const own = start();
  await vi.waitFor(() => expect(own.of('feed').filter(({ state }) => state === 'live')).toHaveLength(2), PATIENCE);
  expect(own.of('feed').find(({ contributorId }) => contributorId === 'b')).toMatchObject({ width: 320, height: 180 });
  await vi.waitFor(() => expect(own.of('levels').at(-1)?.program.rms).toBeGreaterThan(-12), PATIENCE);
  own.want({ program: B });
  await vi.waitFor(() => expect(own.of('onAir')).toHaveLength(2), PATIENCE);
  const [first, cut] = own.of('onAir');
  expect(first).toMatchObject({ source: A, questionId: null, tick: 0 });
  expect(cut).toMatchObject({ source: B, questionId: null });
  const cutSeconds = (cut?.tick ?? 0) / FORMAT.frameRate;
  expect((cut?.at ?? 0) - (first?.at ?? 0)).toBeCloseTo(cutSeconds * 1_000, 3);
  // The sound went along.
  await vi.waitFor(() => expect(own.of('levels').at(-1)?.program.rms).toBeLessThan(-20), PATIENCE);
  const duration = (): number => own.outputs('part').reduce((sum, part) => sum + part.duration, 0);
  await vi.waitFor(() => expect(duration()).toBeGreaterThan(cutSeconds + 0.4), PATIENCE);

  const [init] = own.outputs('init');
  expect(init).toMatchObject({ width: 320, height: 180, codecs: 'avc1.4d401f,mp4a.40.2' });
  const lumas: { seconds: number; luma: number }[] = [];
  const pieces = [...(init ? [init.data] : []), ...own.outputs('part').map(({ data }) => data)];
  decodeMp4Pictures(pieces, ({ frame, seconds }) => lumas.push({ seconds, luma: meanColour(frame)[0] }));
  const firstOfB = lumas.find(({ luma }) => luma > 150);
  expect(firstOfB?.seconds).toBeCloseTo(cutSeconds, 3);
  for (const { seconds, luma } of lumas) if (seconds >= cutSeconds) expect(luma).toBeGreaterThan(150);

  // Twenty times a second, and on a busy machine not much less.
  expect(own.of('levels').length / duration()).toBeGreaterThan(12);

  // What viewers decode is as loud as producers are told.
  const { samples } = decodeMp4Sound(pieces);
  const meter = new LoudnessMeter();
  meter.push(samples, samples.length / CHANNELS);
  const decoded = meter.integrated ?? Number.NaN;
  // Parts come later than levels, and each block of so short a time counts: one of the last told is of the same moment.
  const told = own.of('levels').flatMap(({ loudness }) => loudness?.integrated ?? []);
  expect(told.at(-1)).toBeGreaterThan(-20);
  expect(Math.min(...told.slice(-20).map((value) => Math.abs(value - decoded)))).toBeLessThan(0.3);
});

test('a feed that falls silent stalls, and is back by itself', async () => {
  const own = start();
  const last = () => own.of('feed').findLast(({ contributorId }) => contributorId === 'a')?.state;
  await vi.waitFor(() => expect(last()).toBe('live'), PATIENCE);
  own.silent.add('a');
  await vi.waitFor(() => expect(last()).toBe('stalled'), PATIENCE);
  await vi.waitFor(() => expect(own.of('levels').at(-1)?.feeds.a?.rms).toBe(-90), PATIENCE);
  own.silent.clear();
  await vi.waitFor(() => expect(last()).toBe('live'), PATIENCE);
});

test('a feed that was lost on air stands behind its slate until the next take, through a restart too', async () => {
  const own = start();
  const last = () => own.of('feed').findLast(({ contributorId }) => contributorId === 'a')?.state;
  await vi.waitFor(() => expect(last()).toBe('live'), PATIENCE);
  own.silent.add('a');
  await vi.waitFor(() => expect(own.of('held')).toEqual([{ type: 'held', takes: 0, contributorIds: ['a'] }]), PATIENCE);
  own.silent.clear();
  // As the server does once it is told.
  own.want({ held: ['a'] });
  await vi.waitFor(() => expect(last()).toBe('live'), PATIENCE);
  await vi.waitFor(() => expect(own.of('levels').at(-1)?.feeds.a?.rms).toBeGreaterThan(-12), PATIENCE);
  expect(own.of('levels').at(-1)?.program.rms).toBe(-90);

  const before = own.messages.length;
  process.kill(own.supervisor.pid ?? 0, 'SIGKILL');
  const levels = () => own.messages.slice(before).findLast((message) => message.type === 'levels');
  await vi.waitFor(() => expect(levels()?.feeds.a?.rms).toBeGreaterThan(-12), PATIENCE);
  expect(levels()?.program.rms).toBe(-90);
  own.want({ held: [], takes: 1 });
  await vi.waitFor(() => expect(levels()?.program.rms).toBeGreaterThan(-12), PATIENCE);
});

/** What each of them is sent, as a browser would take it: their own mix over RTP. `close` ends it. */
async function openEars(own: ProgramRig, ids: readonly string[]) {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const packets = new Map<number, Buffer[]>();
  socket.on('message', (datagram) => {
    const packet = isRtcp(datagram) ? null : parseRtp(datagram);
    if (packet) packets.set(packet.ssrc, [...(packets.get(packet.ssrc) ?? []), Buffer.from(packet.payload)]);
  });
  const { port } = socket.address();
  await vi.waitFor(() => expect(own.of('onAir')).toHaveLength(1), PATIENCE);
  const ears = ids.map((without, ssrc) => ({ without, ssrc }));
  const target = { ip: '127.0.0.1', port, kind: 'audio', small: false, payloadType: 103 } as const;
  own.supervisor.send({ type: 'return', targets: ears.map((ear) => ({ ...target, ...ear })) });
  return {
    /** The last 300 ms that came to this person. */
    heard(id: string): Float32Array {
      const newest = (packets.get(ids.indexOf(id)) ?? []).slice(-20);
      const coded = newest.map((data, index) => ({ data, pts: index * 960, key: true }));
      return decodeSound('opus', coded, null).slice(-2 * 14_400);
    },
    close: () => void socket.close(),
  };
}

test('who hears whom: tones through the whole process, through a take and changes of routing', async () => {
  const tones = { a: 500, b: 900, c: 1_400 };
  const people = DESIRED.contributors;
  const c = { id: 'c', name: 'Rosa', place: 'Lima', role: null, zone: null, gain: 0.5 };
  const own = start({ contributors: [...people, c] });
  const ears = await openEars(own, ['a', 'b', 'c']);
  onTestFinished(ears.close);
  /** How loud each tone is in a sound, by whose it is; nothing that cannot be heard is named. */
  const inSound = (sound: Float32Array, least = 0.004) => {
    const levels = Object.entries(tones).map(([id, hz]) => [id, toneLevel(sound, hz)] as const);
    return Object.fromEntries(levels.filter(([, level]) => !(level < least)));
  };
  const hears = async (expected: Record<string, Record<string, number>>) => {
    const about = (levels: Record<string, number>) =>
      Object.fromEntries(Object.entries(levels).map(([id, level]) => [id, expect.closeTo(level, 1.6)]));
    await vi.waitFor(() => {
      for (const [id, levels] of Object.entries(expected))
        expect([id, inSound(ears.heard(id))]).toEqual([id, about(levels)]);
    }, PATIENCE);
  };
  const route = (routes: Record<string, { program: boolean; others: string[] }>) =>
    own.want({
      contributors: [...people, c].map((one) => ({ ...one, ...(routes[one.id] && { hears: routes[one.id] }) })),
    });

  // Awa is on air.
  await hears({ a: {}, b: { a: 0.5 }, c: { a: 0.5 } });
  // Off the air, Rosa hears Inés beside the programme, and Inés Rosa in its place, as loud as the fader stands.
  route({ c: { program: true, others: ['b'] }, b: { program: false, others: ['b', 'c'] } });
  await hears({ a: {}, b: { c: 0.15 }, c: { a: 0.5, b: 0.1 } });
  own.want({ program: B });
  await hears({ a: { b: 0.1 }, b: { c: 0.15 }, c: { b: 0.1 } });
  // Inés is talked to: what she hears goes down by 15 dB.
  own.want({ ducked: ['b'] });
  await hears({ a: { b: 0.1 }, b: { c: 0.027 }, c: { b: 0.1 } });
  own.want({ ducked: [] });
  route({});
  await hears({ a: { b: 0.1 }, b: {}, c: { b: 0.1 } });
  own.want({ program: { type: 'black' } });
  await hears({ a: {}, b: {}, c: {} });

  // None of it was ever in the programme, in no fifth of a second.
  const pieces = [...own.outputs('init'), ...own.outputs('part')].map(({ data }) => data);
  const { samples } = decodeMp4Sound(pieces);
  const found = new Set<string>();
  for (let at = 0; at + 19_200 < samples.length; at += 19_200) {
    for (const id of Object.keys(inSound(samples.subarray(at, at + 19_200), 0.02))) found.add(id);
  }
  expect([...found].sort()).toEqual(['a', 'b']);
});

test('contributors come and go while it runs', async () => {
  const own = start({ contributors: [] });
  await vi.waitFor(() => expect(own.of('onAir')).toHaveLength(1), PATIENCE);
  own.want({ contributors: DESIRED.contributors });
  await vi.waitFor(() => expect(own.of('feedBound')).toHaveLength(2), PATIENCE);
  await vi.waitFor(() => expect(Object.keys(own.of('levels').at(-1)?.feeds ?? {})).toEqual(['a', 'b']), PATIENCE);
  own.want({ contributors: DESIRED.contributors.slice(1) });
  await vi.waitFor(() => expect(Object.keys(own.of('levels').at(-1)?.feeds ?? {})).toEqual(['b']), PATIENCE);
});

test('the return is sent to the targets, with key frames when they are wanted', async () => {
  const own = start();
  const receiver = createSocket('udp4');
  receiver.bind(0, '127.0.0.1');
  await once(receiver, 'listening');
  const { port } = receiver.address();
  const seen = { video: 0, audio: 0, reports: 0, parameterSets: 0 };
  receiver.on('message', (datagram) => {
    const packet = parseRtp(datagram);
    if (isRtcp(datagram)) seen.reports += 1;
    else if (packet?.ssrc === 7) seen.video += 1;
    else if (packet?.ssrc === 8) seen.audio += 1;
    if (packet?.ssrc === 7 && packet.payload.readUInt8(0) % 32 === 24) seen.parameterSets += 1;
  });
  try {
    await vi.waitFor(() => expect(own.of('onAir')).toHaveLength(1), PATIENCE);
    const target = { ip: '127.0.0.1', port } as const;
    own.supervisor.send({
      type: 'return',
      targets: [
        { ...target, kind: 'video', without: null, small: false, ssrc: 7, payloadType: 102 },
        { ...target, kind: 'audio', without: null, small: false, ssrc: 8, payloadType: 103 },
      ],
    });
    await vi.waitFor(
      () => expect(Math.min(seen.video, seen.audio, seen.reports, seen.parameterSets)).toBeGreaterThan(0),
      PATIENCE,
    );
    own.supervisor.send({ type: 'return', targets: [] });
  } finally {
    receiver.close();
  }
});

test('killed in the middle, it is back with the same source and question on air, in a new epoch', async () => {
  const own = start();
  await vi.waitFor(() => expect(own.outputs('part').length).toBeGreaterThan(0), PATIENCE);
  const question = { id: 'q', text: 'Où va l’argent ?', author: null, theme: 'Prix' };
  own.want({ program: B, question });
  await vi.waitFor(() => expect(own.of('onAir').at(-1)).toMatchObject({ source: B, questionId: 'q' }), PATIENCE);
  const { pid } = own.supervisor;
  const before = own.messages.length;
  process.kill(pid ?? 0, 'SIGKILL');
  const again = () => own.messages.slice(before);
  await vi.waitFor(() => expect(again().find(({ type }) => type === 'onAir')).toMatchObject({ source: B }), PATIENCE);
  expect(own.health).toEqual([
    ['starting', 0],
    ['running', 0],
    ['restarting', 1],
    ['running', 1],
  ]);
  expect(own.supervisor.pid).not.toBe(pid);
  expect(own.supervisor.restarts).toBe(1);
  await vi.waitFor(() => expect(again().filter(({ type }) => type === 'feedPort')).toHaveLength(2), PATIENCE);
  await vi.waitFor(() => expect(new Set(own.outputs('part').map(({ epoch }) => epoch)).size).toBe(2), PATIENCE);
  await vi.waitFor(
    () => expect(again().findLast(({ type }) => type === 'feed')).toMatchObject({ state: 'live' }),
    PATIENCE,
  );
});

test('it ends at once and cleanly when told to, and when its parent is gone', async () => {
  const entry = join(import.meta.dirname, 'program.ts');
  for (const end of ['stop', 'disconnect'] as const) {
    const child = fork(entry, [], { serialization: 'advanced', execArgv: [] });
    const parts: number[] = [];
    child.on('message', (message: { type: string; output?: { type: string; duration?: number } }) => {
      if (message.type === 'ready') child.send({ type: 'start', broadcastId: 'x', format: FORMAT, desired: DESIRED });
      if (message.output?.type === 'part') parts.push(message.output.duration ?? 0);
    });
    await vi.waitFor(() => expect(parts.length).toBeGreaterThan(1), PATIENCE);
    const before = performance.now();
    const exited = once(child, 'exit');
    if (end === 'stop') child.send({ type: 'stop' });
    else child.disconnect();
    expect(await exited).toEqual([0, null]);
    expect(performance.now() - before).toBeLessThan(1_500);
  }
});

test('a clip’s end takes the preview by itself, and says which take it follows', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'antenne-program-clip-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const pictures = 30;
  writeTestClip({ path: assetFiles(folder).upload, ...FORMAT, pictures, sound: null });
  await makeClip({ kind: 'clip', folder, format: FORMAT }, () => undefined);
  const clip = { type: 'clip', assetId: 'clip' } as const;
  const asset: ProgramAsset = {
    ...{ id: 'clip', kind: 'clip', folder, loop: false, cueMs: 0, gain: 1, duck: true, playOnTake: true },
    ...{ atEnd: 'take', endTransition: { type: 'mix', frames: 5 } },
    playout: { playing: false, positionMs: 0, at: new Date().toISOString(), serial: 0, jump: false },
  };
  const own = start({ program: A, standby: clip, assets: [asset] });
  await vi.waitFor(() => expect(own.of('onAir')).toHaveLength(1), PATIENCE);
  const playout = { ...asset.playout, playing: true, serial: 1 };
  own.want({ program: clip, standby: B, takes: 3, assets: [{ ...asset, playout }] });
  await vi.waitFor(() => expect(own.of('onAir').at(-1)?.source).toEqual(B), PATIENCE);
  expect(own.of('tookAtEnd')).toEqual([{ type: 'tookAtEnd', takes: 3, source: B, transition: asset.endTransition }]);
  const [, began, ended] = own.of('onAir');
  // Reported with the first picture: a loaded machine may leave one out.
  expect((ended?.tick ?? 0) - (began?.tick ?? 0)).toBeGreaterThanOrEqual(pictures - 5 - 2);
});
