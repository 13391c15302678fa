/** The origin as players meet it: real media, real HTTP. */

import { rm } from 'node:fs/promises';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Channels, createChannels } from '../packager/channels.ts';
import { partName } from '../packager/names.ts';
import { decode } from '../packager/testing/decode.ts';
import { mergeDelta, type ProbedPlaylist, probePlaylist } from '../packager/testing/playlist-probe.ts';
import { createTestProgram, type TestProgram } from '../packager/testing/program.ts';
import { tempFolder, until } from '../packager/testing/reading.ts';
import { createOrigin, type Origin } from './origin.ts';

const log = pino({ level: 'silent' });
/** Parts of 0.2 s, 5 frames each; one more frame lets the last of them out. */
const FRAMES_PER_PART = 5;
const SEGMENT = 50;

interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
  text: string;
}

class Stage {
  readonly channels: Channels;
  readonly origin: Origin;
  readonly dataDir: string;
  port = 0;
  program: TestProgram | null = null;

  constructor(dataDir: string) {
    this.dataDir = dataDir;
    this.channels = createChannels({ dataDir, log, config: { windowSeconds: 16 } });
    this.origin = createOrigin({ sources: this.channels, log });
  }

  get channel() {
    return this.channels.channel('show');
  }

  /** A new programme process begins, `frames` pictures long so far. */
  async begin(frames: number, firstNumber = 0): Promise<void> {
    this.program?.close();
    this.program = createTestProgram({ emit: (output) => this.channel.accept(output), firstNumber });
    await this.advance(frames + 1);
  }

  async advance(frames: number): Promise<void> {
    this.program?.advance(frames);
    const last = this.program?.parts.at(-1)?.data;
    if (last) await until(this.channel, () => this.newest() === last);
  }

  /** The bytes of the newest published part. */
  private newest(): Uint8Array | undefined {
    const { channel } = this;
    const open = channel.partCount(channel.lastCompleteMsn + 1) > 0;
    const msn = channel.lastCompleteMsn + (open ? 1 : 0);
    const found = channel.find(partName(channel.nameOf(msn), channel.partCount(msn) - 1));
    return found?.type === 'bytes' ? found.chunks[0] : undefined;
  }

  start(path: string, options: { method?: string; headers?: Record<string, string> } = {}) {
    const out: ClientRequest = request({ host: '127.0.0.1', port: this.port, path, agent: false, ...options });
    const answer = new Promise<Answer>((resolve, reject) => {
      out.on('error', reject);
      out.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const body = Buffer.concat(chunks);
          const plain = response.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body, text: plain.toString() });
        });
      });
    });
    out.end();
    return { out, answer };
  }

  get(path: string, headers?: Record<string, string>, method = 'GET'): Promise<Answer> {
    return this.start(path, { method, ...(headers && { headers }) }).answer;
  }

  media(query = ''): Promise<Answer> {
    return this.get(`/hls/show/main/live.m3u8${query}`);
  }

  async probe(query = ''): Promise<ProbedPlaylist> {
    const { status, text } = await this.media(query);
    if (status !== 200) throw new Error(`${query} → ${status}`);
    return probePlaylist(text);
  }

  /** Resolves once that many requests wait. */
  async holding(count: number): Promise<void> {
    const held = async () => JSON.parse((await this.get('/health')).text).heldRequests as number;
    await expect.poll(held, { interval: 5 }).toBe(count);
  }

  async bytes(name: string): Promise<Buffer> {
    const { status, body } = await this.get(`/hls/show/main/${name}`);
    if (status !== 200) throw new Error(`${name} → ${status}`);
    return body;
  }

  async close(): Promise<void> {
    this.program?.close();
    await this.origin.close();
    await this.channels.close();
  }
}

let stage: Stage;
let dataDir: string;

async function open(): Promise<Stage> {
  const made = new Stage(dataDir);
  made.port = await made.origin.listen('127.0.0.1', 0);
  await made.channel.ready;
  return made;
}

const MAX_AGE = (seconds: number) => `public, max-age=${seconds}`;

describe('a broadcast that has run for a while', () => {
  // Sixteen seconds of window, eleven segments so far, three parts of the twelfth.
  beforeAll(async () => {
    dataDir = await tempFolder();
    stage = await open();
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
});

describe('a broadcast’s turns', () => {
  beforeEach(async () => {
    dataDir = await tempFolder();
    stage = await open();
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

  it('a held request is answered with 503 before players give up', async () => {
    await stage.begin(SEGMENT);
    const started = performance.now();
    const { hint } = await stage.probe();
    const answers = await Promise.all([stage.media('?_HLS_msn=2'), stage.get(`/hls/show/main/${hint}`)]);
    const took = performance.now() - started;
    for (const { status, headers } of answers) expect([status, headers['cache-control']]).toEqual([503, 'no-store']);
    expect(took).toBeGreaterThan(5000);
    expect(took).toBeLessThan(9500);
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
    stage = await open();
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
});
