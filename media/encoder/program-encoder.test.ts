import { AV_LOG_QUIET } from 'node-av/constants';
import { type Frame, Log, type Packet } from 'node-av/lib';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { createPicture, markProgramColour, SAMPLE_RATE } from '../core/av.ts';
import type { EncodedTrack, LadderSink, PacketSink } from '../core/encoded.ts';
import type { ProgramFormat } from '../core/program-link.ts';
import { type CodedPacket, decodeH264, decodeSound } from '../testing/decode.ts';
import { about, meanColour, toneLevel } from '../testing/observe.ts';
import { fillPicture, type Yuv } from '../testing/rtp-media.ts';
import { splitAnnexB } from './h264-packetizer.ts';
import { ProgramEncoder } from './program-encoder.ts';
import { levelFor } from './video-encoder.ts';

const FORMAT: ProgramFormat = {
  width: 320,
  height: 180,
  frameRate: 25,
  videoBitrate: 600_000,
  preset: 'superfast',
  segmentSeconds: 2,
  partSeconds: 0.32,
  audioBitrate: 128_000,
};
const TONE_HZ = 440;

class Recorder implements PacketSink, LadderSink {
  tracks: { video: EncodedTrack; audio: EncodedTrack } | null = null;
  readonly video: CodedPacket[] = [];
  /** By rendition. */
  readonly lower: CodedPacket[][] = [];
  lowerTracks: readonly EncodedTrack[] = [];
  readonly audio: CodedPacket[] = [];
  readonly lean: CodedPacket[] = [];
  leanTrack: EncodedTrack | undefined;
  readonly mixMinus = new Map<string, { mediaMs: number; data: Buffer }[]>();
  closed = 0;

  open(tracks: { video: EncodedTrack; audio: EncodedTrack } | Parameters<LadderSink['open']>[0]): void {
    const { audio } = tracks;
    const [video, ...lower] = 'videos' in tracks ? tracks.videos : [tracks.video];
    this.lowerTracks = lower;
    if ('lean' in tracks) this.leanTrack = tracks.lean;
    if (video) this.tracks = { video, audio };
  }

  write(kind: 'video' | 'audio', packet: Packet): void {
    this[kind].push(codedOf(packet));
  }

  writePicture([own, ...lower]: readonly Packet[]): void {
    if (own) this.write('video', own);
    lower.forEach((packet, index) => {
      this.lower[index] = [...(this.lower[index] ?? []), codedOf(packet)];
    });
  }

  writeSound(packet: Packet): void {
    this.write('audio', packet);
  }

  writeLeanSound(packet: Packet): void {
    this.lean.push(codedOf(packet));
  }

  isHeard = true;

  writeMixMinus(contributorId: string, packet: Packet, mediaMs: number): void {
    const own = this.mixMinus.get(contributorId) ?? [];
    this.mixMinus.set(contributorId, [...own, { mediaMs, data: Buffer.from(packet.data ?? []) }]);
  }

  close(): void {
    this.closed += 1;
  }
}

function codedOf(packet: Packet): CodedPacket {
  return { data: Buffer.from(packet.data ?? []), pts: Number(packet.pts), key: packet.isKeyframe };
}

beforeAll(() => Log.setLevel(AV_LOG_QUIET));
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

function setUp(format = FORMAT) {
  const stream = new Recorder();
  const monitor = new Recorder();
  const encoder = new ProgramEncoder({ format, stream, monitor });
  encoder.open(0);
  const picture = createPicture(format.width, format.height);
  markProgramColour(picture);
  closers.push(async () => {
    await encoder.close();
    picture.free();
  });
  const sound = new Float32Array((SAMPLE_RATE / format.frameRate) * 2);
  return {
    encoder,
    stream,
    monitor,
    picture(tick: number, colour: Yuv = [16 + ((tick * 9) % 200), 128, 128]): Promise<void> {
      picture.makeWritable();
      fillPicture(picture, colour);
      encoder.encodePicture(picture, tick);
      return encoder.encoded;
    },
    sound(tick: number, listeners: string[] = []): Promise<void> {
      for (let i = 0; i < sound.length / 2; i += 1) {
        const sample = (tick * sound.length) / 2 + i;
        sound[2 * i] = sound[2 * i + 1] = 0.4 * Math.sin((2 * Math.PI * TONE_HZ * sample) / SAMPLE_RATE);
      }
      encoder.encodeSound(sound, sound.length / 2, new Map(listeners.map((id) => [id, sound])));
      return encoder.encoded;
    },
  };
}

const keys = (packets: CodedPacket[]): number[] => packets.filter(({ key }) => key).map(({ pts }) => pts);

test('every picture comes out at once, in order, each segment with a key frame', async () => {
  const { stream, monitor, picture } = setUp();
  for (let tick = 0; tick < 110; tick += 1) {
    await picture(tick);
    expect(stream.video).toHaveLength(tick + 1);
  }
  expect(stream.video.map(({ pts }) => pts)).toEqual(Array.from({ length: 110 }, (_, i) => i));
  expect(keys(stream.video)).toEqual([0, 50, 100]);
  expect(monitor.video.map(({ data }) => data.length)).toEqual(stream.video.map(({ data }) => data.length));
  for (const { data, key } of stream.video) {
    // IDR, not just intra: players begin there.
    expect(splitAnnexB(data).some((nal) => nal.readUInt8(0) % 32 === 5)).toBe(key);
  }
});

test('the decoded programme shows each picture at its time, with its colours declared', async () => {
  const { stream, picture } = setUp();
  const colours: Yuv[] = [
    [60, 100, 200],
    [200, 120, 90],
  ];
  for (let tick = 0; tick < 20; tick += 1) await picture(tick, colours[tick < 10 ? 0 : 1]);
  const seen: [number, readonly number[], number][] = [];
  decodeH264(stream.video, stream.tracks?.video.parameters ?? null, (frame: Frame) => {
    seen.push([Number(frame.pts), meanColour(frame), frame.colorSpace]);
  });
  expect(seen.map(([pts]) => pts)).toEqual(Array.from({ length: 20 }, (_, i) => i));
  expect(seen[9]?.[1]).toEqual(about([60, 100, 200]));
  expect(seen[10]?.[1]).toEqual(about([200, 120, 90]));
  expect(seen[0]?.[2]).toBe(1);
  expect(stream.tracks?.video.parameters.getCodecString()).toBe('avc1.4d401f');
});

test('ticks that were left out leave a longer picture, and segments go on from there', async () => {
  const { stream, picture } = setUp();
  for (let tick = 0; tick < 160; tick += 1) if (tick < 48 || tick > 53) await picture(tick);
  expect(keys(stream.video)).toEqual([0, 54, 104, 154]);
  expect(stream.video[48]?.pts).toBe(54);
});

test('where a part begins a missed tick has its picture all the same, so parts and segments keep their length', async () => {
  const { stream, picture, encoder } = setUp();
  for (let tick = 0; tick < 160; tick += 1) {
    const missed = (tick >= 43 && tick < 72) || (tick >= 100 && tick < 103);
    if (!missed || encoder.beginsPart(tick)) await picture(tick);
  }
  expect(keys(stream.video)).toEqual([0, 50, 100, 150]);
  const partTicks = Math.round(FORMAT.partSeconds * FORMAT.frameRate);
  const pictures = new Set(stream.video.map(({ pts }) => pts));
  expect(Array.from({ length: 10 }, (_, part) => 50 + part * partTicks).filter((tick) => !pictures.has(tick))).toEqual(
    [],
  );
  expect(pictures.has(44)).toBe(false);
});

test('a key frame that is asked for comes at the next picture, at most once a second', async () => {
  const { stream, picture, encoder } = setUp();
  for (let tick = 0; tick < 120; tick += 1) {
    if (tick === 10 || (tick >= 30 && tick < 50)) encoder.requestKeyFrame();
    await picture(tick);
  }
  // Asked at 10: one second after the first. Asked all the time from 30: at 50 the segment's own answers.
  expect(keys(stream.video)).toEqual([0, 25, 50, 100]);
});

test('sound is encoded without gaps for the stream and for the return', async () => {
  const { stream, monitor, sound } = setUp();
  for (let tick = 0; tick < 50; tick += 1) await sound(tick);
  const steps = (packets: CodedPacket[]): number[] =>
    packets.slice(1).map(({ pts }, i) => pts - (packets[i]?.pts ?? 0));
  expect(new Set(steps(stream.audio))).toEqual(new Set([1_024]));
  expect(new Set(steps(monitor.audio))).toEqual(new Set([960]));
  const aac = decodeSound('aac', stream.audio, stream.tracks?.audio.parameters ?? null);
  const opus = decodeSound('opus', monitor.audio, null);
  for (const decoded of [aac, opus]) {
    expect(decoded.length / 2 / SAMPLE_RATE).toBeGreaterThan(1.9);
    expect(toneLevel(decoded.slice(SAMPLE_RATE, 2 * SAMPLE_RATE), TONE_HZ)).toBeCloseTo(0.4, 1);
  }
});

test('what nobody hears is not made, and what is heard later has its own time', async () => {
  const { monitor, sound } = setUp();
  monitor.isHeard = false;
  for (let tick = 0; tick < 25; tick += 1) await sound(tick);
  expect(monitor.audio).toEqual([]);
  monitor.isHeard = true;
  for (let tick = 25; tick < 75; tick += 1) await sound(tick);
  // An encoder's first packet begins with what it needs to warm up, less than one packet.
  expect(Math.abs((monitor.audio[0]?.pts ?? 0) - SAMPLE_RATE)).toBeLessThan(960);
  const opus = decodeSound('opus', monitor.audio, null);
  expect(toneLevel(opus.slice(SAMPLE_RATE, 2 * SAMPLE_RATE), TONE_HZ)).toBeCloseTo(0.4, 1);
});

test('sound that is ended lasts as long as what was heard, within a packet', async () => {
  const { encoder, stream, sound } = setUp({ ...FORMAT, leanAudioBitrate: 64_000 });
  for (let tick = 0; tick < 50; tick += 1) await sound(tick);
  const before = stream.audio.length;
  await encoder.close();
  for (const packets of [stream.audio, stream.lean]) {
    const end = (packets.at(-1)?.pts ?? 0) + 1_024;
    expect(end).toBeGreaterThanOrEqual(2 * SAMPLE_RATE);
    expect(end).toBeLessThan(2 * SAMPLE_RATE + 1_024);
  }
  expect(stream.audio.length).toBeGreaterThan(before);
});

test('sound alone is the same sound at the same times in fewer bits', async () => {
  const { stream, sound } = setUp({ ...FORMAT, leanAudioBitrate: 64_000 });
  for (let tick = 0; tick < 50; tick += 1) await sound(tick);
  expect(stream.lean.map(({ pts }) => pts)).toEqual(stream.audio.map(({ pts }) => pts));
  const decoded = decodeSound('aac', stream.lean, stream.leanTrack?.parameters ?? null);
  expect(toneLevel(decoded.slice(SAMPLE_RATE, 2 * SAMPLE_RATE), TONE_HZ)).toBeCloseTo(0.4, 1);
  expect(setUp().stream.leanTrack).toBeUndefined();
});

test('a mix-minus has an encoder of its own, whose packets lie on the programme’s clock', async () => {
  const { monitor, sound } = setUp();
  for (let tick = 0; tick < 10; tick += 1) await sound(tick);
  for (let tick = 10; tick < 60; tick += 1) await sound(tick, ['quito']);
  for (let tick = 60; tick < 70; tick += 1) await sound(tick);
  const own = monitor.mixMinus.get('quito') ?? [];
  // Ten ticks of 40 ms were before; an encoder's first packet begins with what it needs to warm up.
  expect(own[0]?.mediaMs).toBeGreaterThan(380);
  expect(own[0]?.mediaMs).toBeLessThanOrEqual(400);
  expect(own).toHaveLength(100);
  for (const [index, { mediaMs }] of own.entries()) expect(mediaMs - (own[0]?.mediaMs ?? 0)).toBeCloseTo(20 * index, 6);
  const packets = own.map(({ data, mediaMs }) => ({ data, pts: Math.round(mediaMs * 48), key: true }));
  const heard = decodeSound('opus', packets, null);
  expect(toneLevel(heard.slice(SAMPLE_RATE, 2 * SAMPLE_RATE), TONE_HZ)).toBeCloseTo(0.4, 1);
});

test('closing twice closes the sinks once', async () => {
  const { encoder, stream, monitor } = setUp();
  await Promise.all([encoder.close(), encoder.close()]);
  expect([stream.closed, monitor.closed]).toEqual([1, 1]);
});

test('the level is the lowest that holds size and rate', async () => {
  const format = { width: 1280, height: 720, frameRate: 25 };
  expect(levelFor(format)).toBe('3.1');
  expect(levelFor({ ...format, frameRate: 50 })).toBe('3.2');
  expect(levelFor({ width: 1920, height: 1080, frameRate: 25 })).toBe('4.0');
  expect(() => levelFor({ width: 16_000, height: 9_000, frameRate: 25 })).toThrow('no H.264 level');
});

test('smaller renditions are the same pictures, key frames at the same ticks', async () => {
  const lower = [
    { name: '120p', width: 208, height: 120, videoBitrate: 200_000 },
    { name: '90p', width: 160, height: 90, videoBitrate: 100_000 },
  ];
  const { stream, encoder, picture } = setUp({ ...FORMAT, lower });
  for (let tick = 0; tick < 60; tick += 1) {
    if (tick === 30) encoder.requestKeyFrame();
    await picture(tick, [40 + 3 * tick, 100, 200]);
  }
  expect(keys(stream.video)).toEqual([0, 30, 50]);
  expect(stream.lower).toHaveLength(2);
  for (const [index, packets] of stream.lower.entries()) {
    expect(keys(packets)).toEqual([0, 30, 50]);
    const seen: { pts: number; size: number[]; colour: Yuv }[] = [];
    decodeH264(packets, stream.lowerTracks[index]?.parameters ?? null, (frame: Frame) => {
      seen.push({ pts: Number(frame.pts), size: [frame.width, frame.height], colour: meanColour(frame) });
    });
    expect(seen.map(({ pts }) => pts)).toEqual(Array.from({ length: 60 }, (_, tick) => tick));
    expect(seen[42]?.size).toEqual([lower[index]?.width, lower[index]?.height]);
    expect(seen[42]?.colour).toEqual(about([40 + 3 * 42, 100, 200]));
  }
});
