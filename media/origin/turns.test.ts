/** A broadcast's turns, as players meet them: before, crashes, restarts, the end. Real media, real HTTP. */
import { rm } from 'node:fs/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { decode } from '../packager/testing/decode.ts';
import { probePlaylist } from '../packager/testing/playlist-probe.ts';
import { tempFolder } from '../packager/testing/reading.ts';
import { FRAMES_PER_PART, MAX_AGE, SEGMENT, Stage } from './testing/stage.ts';

let stage: Stage;
let dataDir: string;

beforeEach(async () => {
  dataDir = await tempFolder();
  stage = await Stage.open(dataDir);
});

afterEach(async () => {
  await stage.close();
  await rm(dataDir, { recursive: true });
});

it('before it begins, there is nothing yet, and that may be cached shortly', async () => {
  const { status, headers } = await stage.get('/hls/show/index.m3u8');
  expect([status, headers['cache-control']]).toEqual([404, MAX_AGE(2)]);
  expect((await stage.media()).status).toBe(404);
  await stage.begin(SEGMENT);
  expect((await stage.get('/hls/show/index.m3u8')).status).toBe(200);
  expect((await stage.probe()).mediaSequence).toBe(1);
});

it('a crash of the programme ends its segment early; who waited gets the next one with a discontinuity', async () => {
  await stage.begin(SEGMENT + 4 * FRAMES_PER_PART);
  const waiting = stage.media('?_HLS_msn=2&_HLS_part=4');
  await stage.holding(1);
  // No `interrupt`, no further part: the next process simply begins.
  stage.program = null;
  await stage.begin(SEGMENT, 300);
  const playlist = probePlaylist((await waiting).text);
  expect(playlist.segments.at(-1)?.duration ?? playlist.open).toBeDefined();
  const after = await stage.probe();
  expect(after.segments.map(({ msn, duration, cc, discontinuity }) => [msn, duration, cc, discontinuity])).toEqual([
    [1, 2, 0, false],
    [2, 0.8, 0, false],
    [3, 2, 1, true],
  ]);
  const [, , third] = after.segments;
  const { pictures } = await decode([await stage.bytes(third?.map ?? ''), await stage.bytes(third?.uri ?? '')]);
  expect(pictures.map(({ number }) => number)).toEqual(Array.from({ length: SEGMENT }, (_, index) => 300 + index));
});

it('a restart of media brings the playlist back and goes on from it', async () => {
  await stage.begin(3 * SEGMENT + 2 * FRAMES_PER_PART);
  const before = await stage.probe();
  await stage.close();
  stage = await Stage.open(dataDir);
  const reopened = await stage.probe();
  expect(reopened.segments.slice(0, 3).map(({ uri }) => uri)).toEqual(before.segments.map(({ uri }) => uri));
  const next = stage.media(`?_HLS_msn=${stage.channel.lastCompleteMsn + 1}&_HLS_part=0`);
  await stage.begin(FRAMES_PER_PART, 700);
  expect(probePlaylist((await next).text).open).toMatchObject({ msn: 5, discontinuity: true });
  const { pictures } = await decode([
    await stage.bytes(reopened.segments[2]?.map ?? ''),
    await stage.bytes(reopened.segments[2]?.uri ?? ''),
  ]);
  expect(pictures[0]).toMatchObject({ number: 2 * SEGMENT, key: true });
});

it('at its end the playlist is closed, for those who wait as well', async () => {
  await stage.begin(SEGMENT + FRAMES_PER_PART);
  const waiting = stage.media('?_HLS_msn=2&_HLS_part=6');
  await stage.holding(1);
  stage.channel.end();
  const playlist = probePlaylist((await waiting).text);
  expect(playlist).toMatchObject({ ended: true, hint: null });
  expect((await stage.probe('?_HLS_msn=77&_HLS_skip=YES')).ended).toBe(true);
});

it('a hundred viewers who leave while they wait cost nothing', async () => {
  await stage.begin(SEGMENT);
  const clients = Array.from({ length: 100 }, () => stage.start('/hls/show/main/live.m3u8?_HLS_msn=2&_HLS_part=0'));
  await stage.holding(100);
  for (const { out, answer } of clients) {
    answer.catch(() => {});
    out.destroy();
  }
  await stage.holding(0);
  await stage.advance(FRAMES_PER_PART);
  expect((await stage.probe()).open?.parts).toHaveLength(1);
  const { promise, resolve } = Promise.withResolvers<number>();
  stage.origin.app.server.getConnections((_error, count) => resolve(count));
  expect(await promise).toBeLessThan(5);
});

it('closing answers who waits and leaves no connection', async () => {
  await stage.begin(SEGMENT);
  const { answer } = stage.start('/hls/show/main/live.m3u8?_HLS_msn=2');
  await stage.holding(1);
  const started = performance.now();
  await stage.origin.close();
  expect((await answer).status).toBe(503);
  expect(performance.now() - started).toBeLessThan(2000);
});
