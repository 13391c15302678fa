import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AV_LOG_QUIET } from 'node-av/constants';
import { Log } from 'node-av/lib';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { H264Depacketizer } from '../ingest/h264.ts';
import { Vp8Depacketizer } from '../ingest/vp8.ts';
import { paintNumber, readNumber, readRecorded } from '../testing/recorded.ts';
import { makeRtpMedia, type RtpMediaOptions } from '../testing/rtp-media.ts';
import { lengthPrefixed } from './h264-units.ts';
import { IsoFile } from './iso-file.ts';
import type { Block } from './matroska.ts';
import { openNew, PartFile } from './part-file.ts';

let folder: string;
let path: string;
let count = 0;
beforeAll(async () => {
  Log.setLevel(AV_LOG_QUIET);
  folder = await mkdtemp(join(tmpdir(), 'antenne-matroska-'));
});
beforeEach(() => {
  count += 1;
  path = join(folder, `${count}.mkv`);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Codec = 'vp8' | 'h264';

/** Coded media from the depacketizers, as the programme process has it. `from`: number of the first picture, ms ahead. */
function coded(codec: Codec, from: number, options: Partial<RtpMediaOptions> = {}): Block[] {
  const paint: RtpMediaOptions['paint'] = (frame, index) => paintNumber(frame, from + index);
  const media = makeRtpMedia({ codec, paint, seconds: 2, ...options });
  const depacketizer = codec === 'h264' ? new H264Depacketizer() : new Vp8Depacketizer();
  return media.packets.flatMap(({ kind, atMs, timestamp, marker, payload }): Block[] => {
    const ms = from * 40 + atMs;
    if (kind === 'audio') return [{ kind, ms, key: true, data: payload }];
    const packet = { payloadType: 96, sequence: 0, ssrc: 1, timestamp, marker, payload };
    const { units } = depacketizer.push({ packet, gapBefore: false });
    return units.map(({ key, data }) => ({ kind, ms, key, data }));
  });
}

async function write(codec: Codec, blocks: readonly Block[], end: 'finish' | 'abandon'): Promise<void> {
  const first = blocks.find(({ kind }) => kind === 'video');
  if (!first) throw new Error('no picture');
  const iso = await IsoFile.begin(await PartFile.create(path, openNew), {
    startedAt: Date.UTC(2026, 0, 1),
    title: 'Inés Ñandú',
    tags: { TIMECODE: '00:00:00:00' },
    video: { codec, width: 320, height: 180, keyFrame: first.data },
    audio: true,
  });
  for (const block of blocks) {
    const isH264 = codec === 'h264' && block.kind === 'video';
    await iso.add(isH264 ? { ...block, data: lengthPrefixed(block.data) } : block);
  }
  await iso[end]();
}

const numbers = (length: number): number[] => Array.from({ length }, (_, index) => index);

test.each(['vp8', 'h264'] as const)('%s and Opus come back as they went in, picture by picture', async (codec) => {
  await write(codec, coded(codec, 0), 'finish');
  const { pictures, sound, duration, tags } = readRecorded(path, readNumber);
  expect(pictures.map(({ value }) => value)).toEqual(numbers(50));
  for (const [index, { seconds }] of pictures.entries()) expect(seconds).toBeCloseTo(index / 25, 3);
  expect(sound).toHaveLength(100);
  expect(duration).toBeCloseTo(2, 1);
  expect(tags).toMatchObject({ TIMECODE: '00:00:00:00', title: 'Inés Ñandú' });
  expect(tags.creation_time).toMatch(/^2026-01-01T00:00:00/);
});

test.each(['vp8', 'h264'] as const)('%s may change its size inside a file', async (codec) => {
  const blocks = [...coded(codec, 0), ...coded(codec, 50, { width: 640, height: 360 })];
  await write(codec, blocks, 'finish');
  const { pictures } = readRecorded(path, readNumber);
  expect(pictures.map(({ value }) => value)).toEqual(numbers(100));
  expect(pictures.map(({ width }) => width)).toEqual(numbers(100).map((index) => (index < 50 ? 320 : 640)));
});

test('a file that was cut anywhere plays up to there', async () => {
  await write('vp8', coded('vp8', 0), 'abandon');
  const whole = await readFile(path);
  let before = 0;
  for (const share of [0.3, 0.55, 0.7, 0.85, 0.999]) {
    const { pictures } = readRecorded(whole.subarray(0, Math.floor(whole.length * share)), readNumber);
    expect(pictures.map(({ value }) => value)).toEqual(numbers(pictures.length));
    // No more than a cluster, one second, is missing.
    expect(pictures.length).toBeGreaterThanOrEqual(Math.max(before, 50 * share - 27));
    before = pictures.length;
  }
  expect(before).toBeGreaterThanOrEqual(25);
});
