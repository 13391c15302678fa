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

let stage: Stage;
let dataDir: string;

beforeAll(async () => {
  dataDir = await tempFolder();
  stage = await Stage.open(dataDir);
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
      ALL.filter((_, other) => other !== index).map((name) => ({ uri: `../${name}/live.m3u8`, msn: 10, part: 2 })),
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
  expect(reports.map(({ part }) => part)).toEqual([next, next]);
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

it('is played by FFmpeg, each of them', async () => {
  const run = promisify(execFile);
  const source = `http://127.0.0.1:${stage.port}/hls/show/index.m3u8`;
  for (const [index, size] of [
    [0, '320,180'],
    [2, '160,90'],
  ] as const) {
    const { stdout } = await run('ffprobe', [
      ...['-v', 'error', '-live_start_index', '0', '-select_streams', `v:${index}`],
      ...['-show_entries', 'stream=width,height', '-of', 'csv=p=0', source],
    ]);
    expect(stdout.trim().split('\n')[0]).toBe(size);
  }
});
