/** Several renditions of one broadcast, over HTTP: a player may change from one to another at any part. */
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { decode } from '../packager/testing/decode.ts';
import { tempFolder } from '../packager/testing/reading.ts';
import { FRAMES_PER_PART, SEGMENT, Stage } from './testing/stage.ts';

const LOWER = [
  { name: '120p', width: 208, height: 120, videoBitrate: 200_000 },
  { name: '90p', width: 160, height: 90, videoBitrate: 100_000 },
];
const ALL = ['main', '120p', '90p'];
/** With sound alone. */
const EVERY = [...ALL, 'sound'];

let stage: Stage;
let dataDir: string;

beforeAll(async () => {
  dataDir = await tempFolder();
  stage = await Stage.open(dataDir);
  stage.leanAudioBitrate = 64_000;
  await stage.begin(9 * SEGMENT + 3 * FRAMES_PER_PART, 0, LOWER);
});

afterAll(async () => {
  await stage.close();
  await rm(dataDir, { recursive: true });
});

it('lists each with what it costs and how large it is', async () => {
  const { text } = await stage.get('/hls/show/index.m3u8');
  const variants = [...text.matchAll(/#EXT-X-STREAM-INF:BANDWIDTH=(\d+),.*RESOLUTION=(\S+),.*\n(\S+)/g)];
  expect(variants.map(([, , size, uri]) => [size, uri])).toEqual([
    ['320x180', 'main/live.m3u8'],
    ['208x120', '120p/live.m3u8'],
    ['160x90', '90p/live.m3u8'],
  ]);
  expect(text).toMatch(
    /#EXT-X-STREAM-INF:BANDWIDTH=96000,AVERAGE-BANDWIDTH=67200,CODECS="mp4a.40.2"\nsound\/live.m3u8\n/,
  );
  const rates = variants.map(([, rate]) => Number(rate));
  expect(rates).toEqual([...rates].sort((a, b) => b - a));
});

it('has the same segments, parts and numbers in all, and each knows how far the others are', async () => {
  const playlists = await Promise.all(ALL.map((rendition) => stage.probe('', rendition)));
  const [own] = playlists;
  for (const [index, playlist] of playlists.entries()) {
    expect(playlist.segments).toEqual(own?.segments);
    expect(playlist.open).toEqual(own?.open);
    expect(playlist.control).toEqual(own?.control);
    expect(playlist.reports).toEqual(
      EVERY.filter((_, other) => other !== index).map((name) => ({ uri: `../${name}/live.m3u8`, msn: 10, part: 2 })),
    );
  }
});

it('shows the same pictures at the same times with the same sound, whichever part comes from where', async () => {
  const { segments } = await stage.probe();
  const decoded = await Promise.all(
    ALL.map(async (rendition) => {
      const map = await stage.bytes(segments[0]?.map ?? '', rendition);
      const media = await Promise.all(segments.map(({ uri }) => stage.bytes(uri, rendition)));
      return decode([map, ...media]);
    }),
  );
  expect(decoded[0]?.pictures).toHaveLength(segments.length * SEGMENT);
  expect(decoded[1]).toEqual(decoded[0]);
  expect(decoded[2]).toEqual(decoded[0]);
});

it('answers whoever waits for any of them at the same moment', async () => {
  const before = await stage.probe();
  const next = before.open?.parts.length ?? 0;
  const waiting = ALL.map((rendition) => stage.media(`?_HLS_msn=${before.open?.msn}&_HLS_part=${next}`, rendition));
  const hinted = ALL.map((rendition) => stage.get(`/hls/show/${rendition}/${before.hint}`));
  await stage.holding(6);
  await stage.advance(FRAMES_PER_PART);
  for (const answer of await Promise.all(waiting)) expect(answer.status).toBe(200);
  const sizes = (await Promise.all(hinted)).map(({ status, body }) => [status, body.length > 0]);
  expect(sizes).toEqual(ALL.map(() => [200, true]));
  const reports = (await stage.probe('', '90p')).reports;
  expect(reports.map(({ part }) => part)).toEqual([next, next, next]);
});

it('knows no others', async () => {
  const { segments } = await stage.probe();
  const paths = ['480p/live.m3u8', `480p/${segments.at(-1)?.uri}`, '../main/live.m3u8', '%2e%2e/index.jsonl'];
  for (const path of paths) {
    const { status, headers } = await stage.get(`/hls/show/${path}`);
    expect([path, status]).toEqual([path, 404]);
    expect(headers['access-control-allow-origin']).toBe('*');
  }
});

/** Plays it as fast as it comes. @returns how many seconds there were, and what FFmpeg had to complain about */
async function playWithFfmpeg(path: string) {
  const source = `http://127.0.0.1:${stage.port}/hls/show/${path}`;
  const { stderr: complaints, stdout } = await promisify(execFile)('ffmpeg', [
    ...['-v', 'error', '-nostdin', '-progress', '-', '-i', source, '-map', '0', '-f', 'null', '-'],
  ]);
  const [, microseconds] = /out_time_us=(\d+)\n(?!.*out_time_us)/s.exec(stdout) ?? [];
  return { complaints, seconds: Number(microseconds) / 1e6 };
}

it('shows each its own size', async () => {
  for (const [rendition, size] of [
    ['main', '320,180'],
    ['90p', '160,90'],
  ] as const) {
    const { stdout } = await promisify(execFile)('ffprobe', [
      ...['-v', 'error', '-select_streams', 'v:0', '-show_entries', 'stream=width,height', '-of', 'csv=p=0'],
      `http://127.0.0.1:${stage.port}/hls/show/${rendition}/live.m3u8`,
    ]);
    expect(stdout.trim().split('\n')[0]).toBe(size);
  }
});

// Last: it ends the show. The live picture is played by FFmpeg in the shows.
it('is played by FFmpeg without a complaint once it is finished, each of them and all at once', async () => {
  stage.channel.end();
  await expect.poll(() => stage.channel.ended).toBe(true);
  for (const path of ['index.m3u8', ...EVERY.map((rendition) => `${rendition}/live.m3u8`)]) {
    const { complaints, seconds } = await playWithFfmpeg(path);
    expect([path, complaints]).toEqual([path, '']);
    expect(seconds, path).toBeGreaterThan(16);
  }
}, 120_000);
