/** What Prometheus reads of a running origin: real media, real HTTP. */
import { rm } from 'node:fs/promises';
import type { MediaReport } from '@antenne/server/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FRAMES_PER_PART, SEGMENT, Stage } from '../origin/testing/stage.ts';
import { tempFolder } from '../packager/testing/reading.ts';
import { MediaMetrics, metricsRoute } from './metrics.ts';

const TOKEN = 'a token of sixteen';
const LIVE = '/hls/show/main/live.m3u8';
const LOWER = [{ name: '90p', width: 160, height: 90, videoBitrate: 100_000 }];
const broadcastId = '7b1c6d1e-5d0f-4a53-9a4e-2f3f7a3c9a10';
const contributorId = '0b9f6c3a-9f0d-4c39-8b9e-0d1f7a3c9a11';
const ticks = {
  count: 125,
  late: 0,
  skipped: 2,
  lateP50: 0.5,
  lateP99: 4,
  lateMax: 9,
  cpuSeconds: 1.5,
  rssBytes: 1000,
  heapBytes: 100,
};
const reports: MediaReport[] = [
  { type: 'program', broadcastId, health: 'running', restarts: 1 },
  { type: 'feed', broadcastId, contributorId, state: 'stalled', picture: null },
  {
    type: 'quality',
    broadcastId,
    contributorId,
    quality: {
      level: 'fair',
      roundTripMs: 80,
      loss: 0.03,
      jitterMs: 12,
      bitrate: 900_000,
      layers: null,
      returns: null,
    },
  },
  {
    type: 'recording',
    broadcastId,
    status: { since: null, problem: 'isosPaused', program: true, isos: [], bytesPerSecond: 5, usableBytes: 7 },
  },
  { type: 'feed', broadcastId: contributorId, contributorId, state: 'live', picture: null },
];

let stage: Stage;
let metrics: MediaMetrics;
let dataDir: string;

beforeAll(async () => {
  dataDir = await tempFolder();
  metrics = new MediaMetrics(0.2);
  stage = await Stage.open(dataDir, {
    onPart: (slug, part) => metrics.published(slug, part),
    onAnswer: (answer) => metrics.answered(answer),
    routes: (app) => metricsRoute(app, metrics, TOKEN),
  });
  metrics.watch({
    origin: stage.origin,
    stages: () => [
      {
        health: {
          broadcastId,
          slug: 'show',
          stage: 'live',
          router: true,
          program: { health: 'running', restarts: 1, pid: 1, ticks },
        },
      },
    ],
    reports: () => reports,
  });
  await stage.begin(2 * SEGMENT, 0, LOWER);
});

afterAll(async () => {
  await stage.close();
  await rm(dataDir, { recursive: true });
});

async function read(): Promise<Map<string, number>> {
  const { status, headers, text } = await stage.get('/metrics', { authorization: `Bearer ${TOKEN}` });
  expect([status, headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const [name = '', value] = line.split(/ (?=\S+$)/);
      return [name, Number(value)];
    }),
  );
}

it('is for those with the token, and for no page', async () => {
  const refused = await stage.get('/metrics');
  expect([refused.status, refused.text]).toEqual([403, 'not for you\n']);
  expect(refused.headers['access-control-allow-origin']).toBeUndefined();
  expect((await read()).get('process_resident_memory_bytes')).toBeGreaterThan(1e6);
});

it('counts answers by kind and status, with the bytes that went out', async () => {
  const before = await read();
  const { segments } = await stage.probe();
  const { uri } = segments[0] ?? { uri: '' };
  const whole = await stage.bytes(uri);
  await stage.get(`/hls/show/main/${uri}`, { range: 'bytes=0-99' });
  await stage.get(`/hls/show/main/${uri}`, {}, 'HEAD');
  await stage.bytes(segments[0]?.parts[0]?.uri ?? '');
  await stage.bytes(segments[0]?.map ?? '');
  await stage.get('/hls/show/index.m3u8');
  await stage.get('/hls/none/index.m3u8');
  await stage.get('/hls/show/main/Rosa');
  await stage.get('/somewhere?name=Rosa');
  const after = await read();
  const grown = (name: string) => (after.get(name) ?? 0) - (before.get(name) ?? 0);
  const requests = (kind: string, status: number) =>
    grown(`antenne_origin_requests_total{kind="${kind}",status="${status}"}`);
  expect(requests('playlist', 200)).toBe(1);
  expect([requests('segment', 200), requests('segment', 206)]).toEqual([2, 1]);
  expect(grown('antenne_origin_bytes_total{kind="segment"}')).toBe(whole.length + 100);
  expect([requests('part', 200), requests('init', 200), requests('multivariant', 200)]).toEqual([1, 1, 1]);
  expect([requests('multivariant', 404), requests('other', 404)]).toEqual([1, 2]);
  expect([...after.keys()].join()).not.toContain('Rosa');
});

it('counts parts, those that were late, and what they weigh', async () => {
  const before = await read();
  await stage.advance(FRAMES_PER_PART);
  const after = await read();
  const grown = (name: string) => (after.get(name) ?? 0) - (before.get(name) ?? 0);
  expect(grown('antenne_parts_published_total{slug="show"}')).toBe(1);
  const { open, segments } = await stage.probe();
  const last = (open ?? segments.at(-1))?.parts.at(-1)?.uri ?? '';
  for (const rendition of ['main', '90p']) {
    const bytes = await stage.bytes(last, rendition);
    expect(grown(`antenne_parts_bytes_total{slug="show",rendition="${rendition}"}`)).toBe(bytes.length);
  }
  // The test's programme began long ago by its own clock.
  expect(grown('antenne_part_delay_seconds_bucket{slug="show",le="5"}')).toBe(0);
  expect(grown('antenne_part_delay_seconds_bucket{slug="show",le="+Inf"}')).toBe(1);
});

it.each([
  [0.25, 0],
  [0.251, 1],
  [null, 0],
])('a part %s s after the one before counts %s times as late', async (sincePrevious, late) => {
  const name = 'antenne_parts_late_total{slug="show"}';
  const before = (await read()).get(name) ?? 0;
  metrics.published('show', { sincePrevious, delay: 0.05, bytes: new Map() });
  expect((await read()).get(name)).toBe(before + late);
});

it('knows how many follow which rendition', async () => {
  const { open, segments } = await stage.probe();
  const msn = open?.msn ?? (segments.at(-1)?.msn ?? 0) + 1;
  const query = `?_HLS_msn=${msn}&_HLS_part=${open?.parts.length ?? 0}`;
  const waiting = [stage.media(query), stage.media(query), stage.media(query, '90p'), stage.get(`${LIVE}${query}`)];
  await stage.holding(4);
  const during = await read();
  expect(during.get('antenne_origin_held_requests{slug="show"}')).toBe(4);
  await stage.advance(FRAMES_PER_PART);
  await Promise.all(waiting);
  // Between two parts nobody waits, and still they are here.
  const after = await read();
  expect(after.get('antenne_origin_held_requests{slug="show"}')).toBe(0);
  for (const values of [during, after]) {
    expect(values.get('antenne_origin_viewers{slug="show",rendition="main"}')).toBe(3);
    expect(values.get('antenne_origin_viewers{slug="show",rendition="90p"}')).toBe(1);
  }
});

it('tells of the programme’s clock, of contributors and of the recorder', async () => {
  metrics.ticked('show', ticks);
  metrics.ticked('show', { ...ticks, skipped: 3 });
  const values = await read();
  const person = `slug="show",contributor="${contributorId}"`;
  expect(
    Object.fromEntries([...values].filter(([name]) => /antenne_(program|contributor|recording)/.test(name))),
  ).toEqual({
    'antenne_program_ticks_total{slug="show"}': 250,
    'antenne_program_ticks_skipped_total{slug="show"}': 5,
    'antenne_program_cpu_seconds_total{slug="show"}': 3,
    'antenne_program_up{slug="show"}': 1,
    'antenne_program_restarts_total{slug="show"}': 1,
    'antenne_program_tick_late_seconds{slug="show",quantile="0.5"}': 0.0005,
    'antenne_program_tick_late_seconds{slug="show",quantile="0.99"}': 0.004,
    'antenne_program_tick_late_seconds{slug="show",quantile="1"}': 0.009,
    'antenne_program_resident_memory_bytes{slug="show"}': 1000,
    [`antenne_contributor_state{${person},state="absent"}`]: 0,
    [`antenne_contributor_state{${person},state="live"}`]: 0,
    [`antenne_contributor_state{${person},state="stalled"}`]: 1,
    [`antenne_contributor_quality{${person},level="good"}`]: 0,
    [`antenne_contributor_quality{${person},level="fair"}`]: 1,
    [`antenne_contributor_quality{${person},level="poor"}`]: 0,
    [`antenne_contributor_round_trip_seconds{${person}}`]: 0.08,
    [`antenne_contributor_loss_ratio{${person}}`]: 0.03,
    [`antenne_contributor_jitter_seconds{${person}}`]: 0.012,
    [`antenne_contributor_bits_per_second{${person}}`]: 900_000,
    'antenne_recording_files{slug="show",kind="program"}': 1,
    'antenne_recording_files{slug="show",kind="contributor"}': 0,
    'antenne_recording_problem{slug="show",problem="isosPaused"}': 1,
    'antenne_recording_bytes_per_second{slug="show"}': 5,
    'antenne_recording_usable_bytes{slug="show"}': 7,
  });
});
