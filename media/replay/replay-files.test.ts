import { createHmac } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Demuxer } from 'node-av/api';
import pino from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { find } from '../core/iso-boxes.ts';
import { downloadRoutes } from '../origin/downloads.ts';
import { createOrigin, type Origin } from '../origin/origin.ts';
import type { Channel } from '../packager/channel.ts';
import { type Channels, createChannels } from '../packager/channels.ts';
import { type Cuts, UNCUT } from '../packager/cuts.ts';
import { type Decoded, decodeFile } from '../packager/testing/decode.ts';
import { createTestProgram } from '../packager/testing/program.ts';
import { until } from '../packager/testing/reading.ts';
import { ReplayFiles } from './replay-files.ts';

const BEGUN = 1_750_000_000_000;
const SECRET = 'a secret of sixteen';
const FRAME = 1 / 25;
const AAC_FRAME = 1024 / 48_000;
const log = pino({ level: 'silent' });
const keyText = (slug: string, expires: number): string => `replay\n${slug}\n${expires}`;

let folder: string;
let channels: Channels;
let channel: Channel;
let replays: ReplayFiles;
let origin: Origin;
let base: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'antenne-replay-'));
  channels = createChannels({ dataDir: folder, log });
  channel = channels.channel('show');
  // 10 s of pictures 0 to 250; the programme process dies; 10 s of pictures 1000 to 1250.
  for (const [firstNumber, startedAt] of [
    [0, BEGUN],
    [1000, BEGUN + 30_000],
  ] as const) {
    const program = createTestProgram({ emit: (output) => channel.accept(output), startedAt, firstNumber });
    program.advance(250);
    program.close();
  }
  channel.end();
  await until(channel, () => channel.ended);
  replays = new ReplayFiles({ segments: (slug) => channels.replayFiles(slug), log });
  origin = createOrigin({ sources: channels, log });
  downloadRoutes(origin.app, { find: (slug) => replays.find(slug), secret: SECRET, keyText });
  base = `http://127.0.0.1:${await origin.listen('127.0.0.1', 0)}`;
});
afterEach(async () => {
  replays.close();
  await origin.close();
  await channels.close();
  await rm(folder, { recursive: true, force: true });
});

async function cut(seconds: {
  start?: number;
  end?: number;
  removed?: [from: number, until: number][];
}): Promise<void> {
  const at = (second: number | undefined) => (second === undefined ? null : BEGUN + second * 1000);
  const cuts: Cuts = {
    start: at(seconds.start),
    end: at(seconds.end),
    removed: (seconds.removed ?? []).map(([from, end]) => ({ from: BEGUN + from * 1000, until: BEGUN + end * 1000 })),
  };
  const before = channel.version;
  await channels.cut('show', cuts);
  await until(channel, () => channel.version > before);
}

function get(headers: Record<string, string> = {}, name = 'show-2026-05-09.mp4', method = 'GET'): Promise<Response> {
  const expires = Math.floor(Date.now() / 1000) + 60;
  const signature = createHmac('sha256', SECRET).update(keyText('show', expires)).digest('base64url');
  return fetch(`${base}/replays/show/${name}?expires=${expires}&signature=${signature}`, { headers, method });
}

async function download(): Promise<{ path: string; bytes: Buffer }> {
  const answer = await get();
  expect(answer.status).toBe(200);
  const bytes = Buffer.from(await answer.arrayBuffer());
  const path = join(folder, 'download.mp4');
  await writeFile(path, bytes);
  return { path, bytes };
}

/**
 * Every picture one frame after the one before, and sound for all of it: at no place further off than half an AAC frame.
 * `diedAt`: second at which a programme process died with the last of its sound.
 */
function expectContinuous({ pictures, sounds }: Decoded, numbers: number[], diedAt = Number.NaN): void {
  expect(pictures.map(({ number }) => number)).toEqual(numbers);
  for (const [index, { pts }] of pictures.entries()) expect(pts).toBeCloseTo(index * FRAME, 3);
  for (const [index, { pts }] of sounds.entries()) {
    const before = sounds[index - 1];
    const off = before ? Math.abs(pts - (before.pts + AAC_FRAME)) : 0;
    const most = Math.abs(pts - diedAt) < 2 * AAC_FRAME ? 4 * AAC_FRAME : AAC_FRAME / 2 + 0.001;
    expect(off, `sound at ${pts}`).toBeLessThanOrEqual(most);
  }
  const seconds = numbers.length * FRAME;
  expect(sounds[0]?.pts).toBeLessThan(2 * AAC_FRAME);
  expect(Math.abs((sounds.at(-1)?.pts ?? 0) + AAC_FRAME - seconds)).toBeLessThan(AAC_FRAME + 0.001);
}

const range = (from: number, until_: number) => Array.from({ length: until_ - from }, (_, index) => from + index);

it('is the whole show in one file that says its length at its beginning, across a restart of the programme', async () => {
  const { path, bytes } = await download();
  expect(bytes.toString('latin1', 4, 8)).toBe('ftyp');
  expect(find(bytes, 'moov', 'mvex')).toBeNull();
  const film = find(bytes, 'moov', 'mvhd');
  // As long as the longer track: sound ends with a whole AAC frame.
  const filmMs = film?.readUInt32BE(16) ?? 0;
  expect(filmMs).toBeGreaterThanOrEqual(20_000);
  expect(filmMs).toBeLessThan(20_000 + AAC_FRAME * 1000);
  const demuxer = await Demuxer.open(path);
  expect(demuxer.duration).toBeCloseTo(20, 1);
  expect(demuxer.streams.map(({ codecpar }) => codecpar.codecType)).toHaveLength(2);
  await demuxer.close();
  expectContinuous(await decodeFile(path), [...range(0, 250), ...range(1000, 1250)], 10);
});

it('leaves out what was cut, with sound and picture together at every join', async () => {
  await cut({
    start: 1,
    end: 37,
    removed: [
      [4, 6],
      [9, 33],
    ],
  });
  const { path } = await download();
  // Segments of 50 pictures: the first two, the fourth, and from the second life the third and fourth.
  const numbers = [...range(0, 100), ...range(150, 200), ...range(1100, 1200)];
  expectContinuous(await decodeFile(path), numbers);
});

it('can be begun at any key frame', async () => {
  const { path } = await download();
  const demuxer = await Demuxer.open(path);
  const video = demuxer.video();
  if (!video) throw new Error('no video');
  await demuxer.seek(13, video.index);
  for await (const packet of demuxer.packets(video.index)) {
    if (!packet) continue;
    expect(packet.isKeyframe).toBe(true);
    expect((Number(packet.pts) * video.timeBase.num) / video.timeBase.den).toBeCloseTo(12, 3);
    packet.free();
    break;
  }
  await demuxer.close();
});

it('comes in ranges under the name that was asked for, and anew where it was cut meanwhile', async () => {
  const { bytes } = await download();
  const head = await get({}, undefined, 'HEAD');
  expect([head.status, head.headers.get('content-length')]).toEqual([200, String(bytes.length)]);
  expect(head.headers.get('content-disposition')).toBe('attachment; filename="show-2026-05-09.mp4"');
  expect(head.headers.get('cache-control')).toBe('private, no-store');
  const tag = head.headers.get('etag') ?? '';
  const from = Math.floor(bytes.length / 3);
  for (const wanted of [`bytes=${from}-`, `bytes=${from}-${2 * from}`, 'bytes=0-99', 'bytes=-1000']) {
    const part = await get({ range: wanted, 'if-range': tag });
    expect(part.status).toBe(206);
    const [, first, last] = /^bytes (\d+)-(\d+)\//.exec(part.headers.get('content-range') ?? '') ?? [];
    const expected = bytes.subarray(Number(first), Number(last) + 1);
    expect(Buffer.from(await part.arrayBuffer()).equals(expected), wanted).toBe(true);
  }
  await cut({ start: 4 });
  const other = await get({ range: `bytes=${from}-`, 'if-range': tag });
  expect(other.status).toBe(200);
  expect((await other.arrayBuffer()).byteLength).toBeLessThan(bytes.length);
  expect(other.headers.get('etag')).not.toBe(tag);
});

it('is not there without a key, under another name, or while the show goes on', async () => {
  expect((await fetch(`${base}/replays/show/show.mp4`)).status).toBe(403);
  expect((await get({}, 'index.jsonl')).status).toBe(404);
  channel.accept({ ...(await freshInit()) });
  await until(channel, () => !channel.ended);
  expect((await get()).status).toBe(404);
});

async function freshInit() {
  const program = createTestProgram({});
  program.close();
  return program.init;
}

it('a file that is broken on the disk is an error, not half a film', async () => {
  const [segment] = channel.replayFiles() ?? [];
  await writeFile(segment?.path ?? '', 'x');
  expect((await get()).status).toBe(500);
  // The next one may be whole again.
  await channels.cut('show', UNCUT);
});
