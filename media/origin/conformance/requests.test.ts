/**
 * What single requests get (RFC 8216bis 6.2.5 and B.1, Apple's and hls.js's limits): directives, hints, refusals, and how
 * long caches may keep each. Requests that are answered in time are judged in `playlists.test.ts`.
 */
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tempFolder } from '../../packager/testing/reading.ts';
import { FRAMES_PER_PART, MAX_AGE, SEGMENT, Stage } from '../testing/stage.ts';

let stage: Stage;
let dataDir: string;
const NO_STORE = 'no-store';

// Sixteen seconds of window: segments 3 to 11 are complete, of 12 there are three parts.
beforeAll(async () => {
  dataDir = await tempFolder();
  stage = await Stage.open(dataDir);
  await stage.begin(11 * SEGMENT + 3 * FRAMES_PER_PART);
});

afterAll(async () => {
  await stage.close();
  await rm(dataDir, { recursive: true });
});

async function ask(query: string): Promise<[status: number, cacheControl: string | undefined]> {
  const { status, headers } = await stage.media(query);
  return [status, headers['cache-control']];
}

describe('a playlist request', () => {
  it.each([
    '?_HLS_part=1',
    '?_HLS_msn=',
    '?_HLS_msn=-1',
    '?_HLS_msn=12.5',
    '?_HLS_msn=twelve',
    '?_HLS_msn=12&_HLS_msn=12',
    '?_HLS_msn=12&_HLS_part=',
    '?_HLS_msn=12&_HLS_part=-1',
    '?_HLS_msn=12&_HLS_part=0.5',
    '?_HLS_msn=12&_HLS_part=1&_HLS_part=1',
    '?_HLS_skip=',
    '?_HLS_skip=no',
    '?_HLS_skip=YES&_HLS_skip=v2',
  ])('that cannot be meant, %s, gets 400, kept for one TARGETDURATION (6.2.5)', async (query) => {
    expect(await ask(query)).toEqual([400, MAX_AGE(2)]);
  });

  it('more than two segments ahead gets 400, nearer ones are held (6.2.5.2)', async () => {
    expect(await ask('?_HLS_msn=14')).toEqual([400, MAX_AGE(2)]);
    const { out, answer } = stage.start('/hls/show/main/live.m3u8?_HLS_msn=13');
    await stage.holding(1);
    answer.catch(() => {});
    out.destroy();
    await stage.holding(0);
  });

  it('more than three seconds of parts ahead gets 400, nearer ones roll over and are held (6.2.5.2)', async () => {
    expect(await ask('?_HLS_msn=12&_HLS_part=18')).toEqual([400, MAX_AGE(2)]);
    const { out, answer } = stage.start('/hls/show/main/live.m3u8?_HLS_msn=12&_HLS_part=12');
    await stage.holding(1);
    answer.catch(() => {});
    out.destroy();
    await stage.holding(0);
  });

  it('for a segment that has left gets the whole playlist at once, kept for half a TARGETDURATION (6.2.5.2)', async () => {
    const { firstMsn } = stage.channel;
    expect(firstMsn).toBeGreaterThan(1);
    for (const query of [`?_HLS_msn=${firstMsn - 1}`, `?_HLS_msn=${firstMsn - 1}&_HLS_part=3&_HLS_skip=YES`]) {
      expect(await ask(query)).toEqual([200, MAX_AGE(1)]);
      expect((await stage.probe(query)).skipped).toBe(0);
    }
  });

  it('without a number, or for one that is there, is answered at once, kept for half a TARGETDURATION (B.1)', async () => {
    for (const query of ['', '?_HLS_skip=YES', '?_HLS_skip=v2', '?_HLS_msn=11', '?_HLS_msn=12&_HLS_part=2']) {
      expect(await ask(query)).toEqual([200, MAX_AGE(1)]);
    }
    expect((await stage.get('/hls/show/index.m3u8')).headers['cache-control']).toBe(MAX_AGE(1));
  });

  it('is answered like any other, whatever else its address holds (6.2.5)', async () => {
    expect(await ask('?token=a&token=b&_HLS_unknown=1&utm=%')).toEqual([200, MAX_AGE(1)]);
  });

  it('held for three TARGETDURATIONs, like a held hint, gets 503 which nobody keeps (6.2.5.2, 6.2.6)', async () => {
    const { hint } = await stage.probe();
    const began = performance.now();
    const answers = await Promise.all([stage.media('?_HLS_msn=12'), stage.get(`/hls/show/main/${hint}`)]);
    const held = performance.now() - began;
    expect(answers.map(({ status, headers }) => [status, headers['cache-control']])).toEqual([
      [503, NO_STORE],
      [503, NO_STORE],
    ]);
    expect(held).toBeGreaterThan(5_900);
    // hls.js gives up after ten seconds.
    expect(held).toBeLessThan(10_000);
  });
});

it('not a byte of a hinted part leaves before it is complete (6.2.6)', async () => {
  const { hint } = await stage.probe();
  const { out, answer } = stage.start(`/hls/show/main/${hint}`);
  let begun = false;
  out.on('response', () => {
    begun = true;
  });
  await stage.holding(1);
  stage.program?.advance(FRAMES_PER_PART - 2);
  await stage.get('/hls/show/index.m3u8');
  expect(begun).toBe(false);
  await stage.advance(2);
  const { status, headers, body } = await answer;
  expect([status, headers['cache-control']]).toEqual([200, 'public, max-age=86400, immutable']);
  expect(headers['content-length']).toBe(String(body.length));
});

it('every answer may be read by every page, errors of HTTP itself included, and none is a redirect', async () => {
  const paths = [
    '/hls/show/index.m3u8',
    '/hls/show/main/live.m3u8',
    '/hls/show/main/live.m3u8?_HLS_msn=x',
    '/hls/show/main/s1-nobody.m4s',
    '/hls/show',
    '/hls/show/',
    '/hls/%zz/index.m3u8',
    `/hls/${'x'.repeat(500)}/index.m3u8`,
  ];
  for (const path of paths) {
    const { headers, status } = await stage.get(path);
    expect([path, headers['access-control-allow-origin']]).toEqual([path, '*']);
    expect([path, headers['access-control-expose-headers']]).toEqual([path, 'Age']);
    expect(status >= 300 && status < 400, path).toBe(false);
  }
});

it('playlists above a kilobyte travel compressed, as what they are (B.1)', async () => {
  for (const query of ['', '?_HLS_skip=YES']) {
    const path = `/hls/show/main/live.m3u8${query}`;
    const { headers, body, text } = await stage.get(path, { 'accept-encoding': 'gzip, deflate, br' });
    expect(headers['content-type']).toBe('application/vnd.apple.mpegurl');
    expect(headers['content-encoding']).toBe(text.length > 1024 ? 'gzip' : undefined);
    expect(body.length).toBeLessThanOrEqual(text.length);
  }
});

// Last: it ends the show.
it('a finished playlist ignores every directive, nonsense included (6.2.5)', async () => {
  stage.channel.end();
  await expect.poll(() => stage.channel.ended).toBe(true);
  for (const query of ['', '?_HLS_msn=999', '?_HLS_msn=x', '?_HLS_part=1', '?_HLS_skip=YES', '?_HLS_skip=no']) {
    expect(await ask(query)).toEqual([200, MAX_AGE(1)]);
    expect(await stage.probe(query)).toMatchObject({ ended: true, skipped: 0, hint: null });
  }
});
