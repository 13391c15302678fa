/** A broadcast that has run for a while, as players meet it: real media, real HTTP. */
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { decode } from '../packager/testing/decode.ts';
import { mergeDelta, type ProbedPlaylist, probePlaylist } from '../packager/testing/playlist-probe.ts';
import { tempFolder } from '../packager/testing/reading.ts';
import { FRAMES_PER_PART, MAX_AGE, SEGMENT, Stage } from './testing/stage.ts';

let stage: Stage;
let dataDir: string;

// Sixteen seconds of window, eleven segments so far, three parts of the twelfth.
beforeAll(async () => {
  dataDir = await tempFolder();
  stage = await Stage.open(dataDir);
  await stage.begin(11 * SEGMENT + 3 * FRAMES_PER_PART);
});

afterAll(async () => {
  await stage.close();
  await rm(dataDir, { recursive: true });
});

it('can be played from beginning to end: every picture once, sound all along, an IDR first in each segment', async () => {
  const playlist = await stage.probe();
  const init = await stage.bytes(playlist.segments[0]?.map ?? '');
  const pieces: Buffer[] = [init];
  for (const segment of playlist.segments) {
    const bytes = await stage.bytes(segment.uri);
    pieces.push(bytes);
    const { pictures } = await decode([init, bytes]);
    expect(pictures[0]?.key).toBe(true);
  }
  for (const part of playlist.open?.parts ?? []) pieces.push(await stage.bytes(part.uri));
  const { pictures, sounds, videoPackets } = await decode(pieces);
  const first = (playlist.mediaSequence - 1) * SEGMENT;
  const count = playlist.segments.length * SEGMENT + 3 * FRAMES_PER_PART;
  expect(pictures.map(({ number }) => number)).toEqual(Array.from({ length: count }, (_, index) => first + index));
  const media = videoPackets.reduce((sum, { duration }) => sum + duration, 0);
  const listed = playlist.segments.reduce((sum, { duration }) => sum + duration, 0) + 3 * 0.2;
  expect(Math.abs(media - listed)).toBeLessThan(0.04);
  sounds.slice(1).forEach(({ pts }, index) => {
    expect(pts - (sounds[index]?.pts ?? 0)).toBeCloseTo(1024 / 48_000, 3);
  });
  expect(Math.min(...sounds.slice(1).map(({ rms }) => rms))).toBeGreaterThan(0.15);
});

it('has parts that together are their segment, each starting with a key frame where it says so', async () => {
  const { segments } = await stage.probe();
  const withParts = segments.filter(({ parts }) => parts.length > 0);
  expect(withParts.length).toBeGreaterThan(1);
  for (const segment of withParts) {
    const parts = await Promise.all(segment.parts.map(({ uri }) => stage.bytes(uri)));
    expect(Buffer.concat(parts).equals(await stage.bytes(segment.uri))).toBe(true);
    expect(segment.parts.map(({ independent }) => independent)).toEqual([true, ...Array(9).fill(false)]);
    for (const { duration } of segment.parts) {
      expect(duration).toBeLessThanOrEqual(0.2);
      expect(duration).toBeGreaterThanOrEqual(0.85 * 0.2);
    }
    expect(segment.duration).toBeCloseTo(2, 6);
  }
});

it('describes itself in the multivariant playlist', async () => {
  const { text, headers, status } = await stage.get('/hls/show/index.m3u8');
  expect(status).toBe(200);
  expect(text).toMatch(
    /#EXT-X-STREAM-INF:BANDWIDTH=\d+,AVERAGE-BANDWIDTH=\d+,CODECS="avc1\.42c0..,mp4a\.40\.2",RESOLUTION=320x180,FRAME-RATE=25\.000\nmain\/live\.m3u8\n/,
  );
  expect(text).toContain('#EXT-X-INDEPENDENT-SEGMENTS');
  expect(headers['cache-control']).toBe(MAX_AGE(1));
});

it('answers waiting requests the moment the part is there, with a playlist that has it', async () => {
  const before = await stage.probe();
  const next = before.open?.parts.length ?? 0;
  const msn = before.open?.msn ?? 0;
  const waiting = [
    stage.media(`?_HLS_msn=${msn}&_HLS_part=${next}`),
    stage.media(`?_HLS_msn=${msn}&_HLS_part=${next}&_HLS_skip=YES`),
    stage.media(`?_HLS_msn=${msn}&_HLS_part=${next + 1}`),
  ] as const;
  await stage.holding(3);
  await stage.advance(FRAMES_PER_PART);
  for (const answer of await Promise.all(waiting.slice(0, 2))) {
    expect(answer.status).toBe(200);
    expect(probePlaylist(answer.text).open?.parts).toHaveLength(next + 1);
    // It named what was not there yet: caches may keep it.
    expect(answer.headers['cache-control']).toBe(MAX_AGE(12));
  }
  await stage.advance(FRAMES_PER_PART);
  expect(probePlaylist((await waiting[2]).text).open?.parts).toHaveLength(next + 2);
  const late = await stage.media(`?_HLS_msn=${msn}&_HLS_part=${next}`);
  expect(late.headers['cache-control']).toBe(MAX_AGE(1));
});

it('holds a request for a segment until it is complete, and one past its last part until the next begins', async () => {
  const msn = stage.channel.lastCompleteMsn + 1;
  const whole = stage.media(`?_HLS_msn=${msn}`);
  const rolled = stage.media(`?_HLS_msn=${msn}&_HLS_part=10`);
  await stage.holding(2);
  while (stage.channel.lastCompleteMsn < msn) await stage.advance(FRAMES_PER_PART);
  expect(probePlaylist((await whole).text).segments.at(-1)?.msn).toBe(msn);
  await stage.advance(FRAMES_PER_PART);
  expect(probePlaylist((await rolled).text).open).toMatchObject({ msn: msn + 1 });
});

it('gives updates that, merged into the earlier playlist, equal the full one', async () => {
  const strip = (segments: ProbedPlaylist['segments']) => segments.map(({ parts: _, ...segment }) => segment);
  for (let step = 0; step < 14; step++) {
    const earlier = await stage.probe();
    await stage.advance(FRAMES_PER_PART);
    const delta = await stage.probe('?_HLS_skip=YES');
    const full = await stage.probe();
    expect(delta.skipped).toBeGreaterThan(0);
    expect(delta.skipped + delta.segments.length).toBe(full.segments.length);
    expect(strip(mergeDelta(earlier, delta))).toEqual(strip(full.segments));
  }
});

it('blocks a hinted part until it is complete, then is exactly that part', async () => {
  const { hint } = await stage.probe();
  let settled = false;
  const { answer } = stage.start(`/hls/show/main/${hint}`);
  void answer.then(() => {
    settled = true;
  });
  await stage.holding(1);
  expect(settled).toBe(false);
  await stage.advance(FRAMES_PER_PART);
  const got = await answer;
  expect(got.status).toBe(200);
  const { open, segments } = await stage.probe();
  const last = (open ?? segments.at(-1))?.parts.at(-1);
  expect(last?.uri).toBe(hint);
  expect(got.body.equals(await stage.bytes(hint ?? ''))).toBe(true);
});

it('lets a hint go that will never come', async () => {
  const { hint } = await stage.probe();
  const { answer } = stage.start(`/hls/show/main/${hint}`);
  await stage.holding(1);
  stage.channel.interrupt();
  expect((await answer).status).toBe(404);
  await stage.begin(SEGMENT + 4 * FRAMES_PER_PART, 5000);
});

it.each([
  '?_HLS_part=1',
  '?_HLS_msn=',
  '?_HLS_msn=-1',
  '?_HLS_msn=1.5',
  '?_HLS_msn=1&_HLS_msn=2',
  '?_HLS_msn=100000',
  '?_HLS_skip=maybe',
])('refuses %s', async (query) => {
  const { status, headers } = await stage.media(query);
  expect(status).toBe(400);
  expect(headers['cache-control']).toBe(MAX_AGE(2));
  expect(headers['access-control-allow-origin']).toBe('*');
});

it('gives the whole playlist at once to who has fallen out of it', async () => {
  const { firstMsn } = stage.channel;
  expect(firstMsn).toBeGreaterThan(1);
  const { status, headers, text } = await stage.media(`?_HLS_msn=${firstMsn - 1}&_HLS_part=0&_HLS_skip=YES`);
  expect(status).toBe(200);
  expect(headers['cache-control']).toBe(MAX_AGE(1));
  expect(probePlaylist(text).skipped).toBe(0);
});

it('compresses for who can take it', async () => {
  const path = '/hls/show/main/live.m3u8';
  const zipped = await stage.get(path, { 'accept-encoding': 'br, gzip' });
  expect(zipped.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' });
  const plain = await stage.get(path, { 'accept-encoding': 'gzip;q=0' });
  expect(plain.headers['content-encoding']).toBeUndefined();
  expect(zipped.text).toBe(plain.text);
  expect(zipped.body.length).toBeLessThan(plain.body.length / 3);
  expect(plain.headers['content-type']).toBe('application/vnd.apple.mpegurl');
});

it('serves bytes for good, whole, in ranges, or their head only', async () => {
  const { segments } = await stage.probe();
  for (const name of [segments[0]?.uri ?? '', segments.at(-1)?.uri ?? '', segments[0]?.map ?? '']) {
    const path = `/hls/show/main/${name}`;
    const whole = await stage.get(path);
    expect(whole.headers).toMatchObject({
      'cache-control': 'public, max-age=86400, immutable',
      'content-type': 'video/mp4',
      'accept-ranges': 'bytes',
      'content-length': String(whole.body.length),
    });
    const range = await stage.get(path, { range: 'bytes=100-299' });
    expect(range.status).toBe(206);
    expect(range.headers['content-range']).toBe(`bytes 100-299/${whole.body.length}`);
    expect(range.body.equals(whole.body.subarray(100, 300))).toBe(true);
    expect((await stage.get(path, { range: 'bytes=9999999-' })).status).toBe(416);
    const head = await stage.get(path, {}, 'HEAD');
    expect([head.status, head.body.length, head.headers['content-length']]).toEqual([
      200,
      0,
      String(whole.body.length),
    ]);
  }
});

it('answers what Node’s parser reads as it answers what it reads by itself', async () => {
  const { segments, hint } = await stage.probe();
  const segment = `/hls/show/main/${segments.at(-1)?.uri}`;
  for (const [path, headers, method] of [
    ['/hls/show/index.m3u8', {}, 'GET'],
    ['/hls/show/main/live.m3u8', { 'accept-encoding': 'gzip' }, 'GET'],
    ['/hls/show/main/live.m3u8?_HLS_part=1', {}, 'GET'],
    [segment, {}, 'GET'],
    [segment, { range: 'bytes=5-' }, 'GET'],
    [segment, {}, 'HEAD'],
    ['/hls/nobody/index.m3u8', {}, 'HEAD'],
  ] as const) {
    const own = await stage.get(path, headers, method);
    // A body, though an empty one, is nothing that a player sends.
    const nodes = await stage.get(path, { ...headers, 'content-length': '0' }, method);
    expect(nodes, path).toEqual({ ...own, headers: { ...own.headers, date: expect.stringContaining('GMT') } });
  }
  const waiting = stage.get(`/hls/show/main/${hint}`, { 'content-length': '0' });
  await stage.holding(1);
  await stage.advance(FRAMES_PER_PART);
  expect((await waiting).body.equals(await stage.bytes(hint ?? ''))).toBe(true);
});

it('lets every page read every answer', async () => {
  for (const path of [
    '/hls/show/index.m3u8',
    '/hls/show/main/live.m3u8?_HLS_msn=x',
    '/hls/show/main/nothing.m4s',
    '/hls/nobody/index.m3u8',
    '/nowhere',
  ]) {
    const { headers } = await stage.get(path, { origin: 'https://elsewhere.example' });
    expect(headers['access-control-allow-origin'], path).toBe('*');
    expect(headers['access-control-expose-headers'], path).toBe('Age');
  }
  const preflight = await stage.get('/hls/show/index.m3u8', { 'access-control-request-method': 'GET' }, 'OPTIONS');
  expect(preflight.status).toBe(204);
});

it.each([
  '/hls/show/main/s1-zzzzzz.m4s',
  '/hls/show/main/..%2Findex.jsonl',
  '/hls/..%2F..%2Fetc/index.m3u8',
  '/hls/nobody/index.m3u8',
])('knows nothing of %s, and says so for two seconds', async (path) => {
  const { status, headers } = await stage.get(path);
  expect([status, headers['cache-control']]).toEqual([404, MAX_AGE(2)]);
});

it('says that it is well', async () => {
  expect(JSON.parse((await stage.get('/health')).text)).toMatchObject({ ok: true });
  expect((await stage.get('/ready')).status).toBe(200);
});

it('shows thumbnails: a list for the timeline, each for ever, and the newest under an address of its own', async () => {
  const missing = await stage.get('/hls/show/thumbnail.jpg');
  expect(missing.status).toBe(404);
  const { segments } = await stage.probe();
  const at = segments.at(-1)?.programDateTime ?? 0;
  stage.channel.accept({
    type: 'thumbnail',
    data: new Uint8Array(700).fill(9),
    width: 320,
    height: 180,
    programDateTime: at,
  });
  await expect.poll(async () => (await stage.get('/hls/show/thumbnail.jpg')).status).toBe(200);
  const list = await stage.get('/hls/show/thumbnails.vtt');
  expect(list.headers['content-type']).toBe('text/vtt; charset=utf-8');
  const [, name = ''] = /main\/(\S+\.jpg)/.exec(list.text) ?? [];
  const one = await stage.get(`/hls/show/main/${name}`);
  expect([one.status, one.headers['content-type'], one.body.length]).toEqual([200, 'image/jpeg', 700]);
  expect(one.headers['cache-control']).toContain('immutable');
  const newest = await stage.get('/hls/show/thumbnail.jpg');
  expect([newest.headers['content-type'], newest.headers['cache-control']]).toEqual(['image/jpeg', MAX_AGE(2)]);
  expect(newest.body).toEqual(one.body);
});

it('shows storyboards for ever, in the folder where thumbnails are and nowhere else', async () => {
  const name = 'b125-k3f9x2-1ffffff.jpg';
  expect((await stage.get(`/hls/show/main/${name}`)).status).toBe(404);
  const asked = vi.spyOn(stage.channel, 'storyboard').mockResolvedValue(new Uint8Array(900).fill(7));
  const sheet = await stage.get(`/hls/show/main/${name}`);
  expect([sheet.status, sheet.headers['content-type'], sheet.body.length]).toEqual([200, 'image/jpeg', 900]);
  expect(sheet.headers['cache-control']).toContain('immutable');
  expect((await stage.get(`/hls/show/270p/${name}`)).status).toBe(404);
  expect(asked).toHaveBeenCalledExactlyOnceWith(name);
  asked.mockRestore();
});
