import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { programRuns } from './on-air.ts';

let origin: Server;
let url = '';
/** What the origin serves: null is 404. */
let playlist: () => string | null;
const never = new AbortController().signal;

beforeEach(async () => {
  origin = createServer((request, response) => {
    const body =
      request.url === '/hls/tour/index.m3u8' ? '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nmain.m3u8\n' : playlist();
    response.statusCode = body === null ? 404 : 200;
    response.end(body ?? '');
  }).listen(0, '127.0.0.1');
  await once(origin, 'listening');
  const address = origin.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  url = `http://127.0.0.1:${address.port}/hls/tour/index.m3u8`;
});
afterEach(() => {
  origin.close();
});

test('a playlist that appears and grows is a programme that runs', async () => {
  let reads = 0;
  playlist = () => {
    reads += 1;
    return reads < 3 ? null : `#EXTM3U\n# ${reads}\n`;
  };
  expect(await programRuns(url, 10_000, never)).toBe(true);
  expect(reads).toBe(4);
});

test('the playlist of an earlier run is none', async () => {
  playlist = () => '#EXTM3U\n# yesterday\n';
  expect(await programRuns(url, 700, never)).toBe(false);
});

test('an interruption ends the waiting', async () => {
  playlist = () => null;
  const stop = new AbortController();
  const waiting = programRuns(url, 60_000, stop.signal);
  stop.abort();
  expect(await waiting).toBe(false);
});
