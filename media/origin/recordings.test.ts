import { createHmac } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createOrigin, type Origin } from './origin.ts';
import { recordingRoutes } from './recordings.ts';

const SECRET = 'a secret of sixteen';
const keyText = (slug: string, expires: number): string => `recordings\n${slug}\n${expires}`;
const BYTES = Buffer.from(Array.from({ length: 1000 }, (_, index) => index % 256));

let folder: string;
let origin: Origin;
let base: string;
let now: number;
beforeEach(async () => {
  now = 1_000_000_000_000;
  folder = await mkdtemp(join(tmpdir(), 'antenne-recordings-'));
  await writeFile(join(folder, 'awa-01.mkv'), BYTES);
  origin = createOrigin({ sources: { find: async () => null }, log: pino({ level: 'silent' }) });
  recordingRoutes(origin.app, {
    source: {
      list: async (slug) => ({ slug }),
      path: (_slug, file) => (file.endsWith('.mkv') ? join(folder, file) : null),
      edit: async (_slug, kind) => (kind === 'edit.edl' ? { type: 'text/plain', body: 'TITLE: x' } : null),
    },
    secret: SECRET,
    keyText,
    listName: 'index.json',
    now: () => now,
  });
  base = `http://127.0.0.1:${await origin.listen('127.0.0.1', 0)}`;
});
afterEach(async () => {
  await origin.close();
  await rm(folder, { recursive: true, force: true });
});

function get(
  name: string,
  { slug = 'tour', expires = now / 1000 + 900, range = '', method = 'GET' } = {},
): Promise<Response> {
  const signature = createHmac('sha256', SECRET).update(keyText('tour', expires)).digest('base64url');
  const headers = range ? { range } : {};
  return fetch(`${base}/recordings/${slug}/${name}?expires=${expires}&signature=${signature}`, { headers, method });
}

test('a file comes whole or in the range that was asked for, as a download, and nobody caches it', async () => {
  const whole = await get('awa-01.mkv');
  expect(whole.status).toBe(200);
  expect(Buffer.from(await whole.arrayBuffer())).toEqual(BYTES);
  expect(whole.headers.get('content-type')).toBe('video/x-matroska');
  expect(whole.headers.get('content-disposition')).toBe('attachment; filename="tour-awa-01.mkv"');
  expect(whole.headers.get('cache-control')).toBe('private, no-store');
  const rest = await get('awa-01.mkv', { range: 'bytes=990-' });
  expect(rest.status).toBe(206);
  expect(rest.headers.get('content-range')).toBe('bytes 990-999/1000');
  expect(Buffer.from(await rest.arrayBuffer())).toEqual(BYTES.subarray(990));
  expect((await get('awa-01.mkv', { method: 'HEAD' })).headers.get('content-length')).toBe('1000');
});

test('the list and the edit list; what is not there is not found', async () => {
  expect(await (await get('index.json')).json()).toEqual({ slug: 'tour' });
  expect(await (await get('edit.edl')).text()).toBe('TITLE: x');
  expect((await get('awa-02.mkv')).status).toBe(404);
  expect((await get('edit.xml')).status).toBe(404);
  expect((await get('..%2F..%2Fsecret')).status).toBe(404);
});

test('a key that ran out, of another broadcast, or made up opens nothing', async () => {
  expect((await get('awa-01.mkv', { slug: 'autre' })).status).toBe(403);
  const expires = now / 1000 + 900;
  now += 901_000;
  expect((await get('awa-01.mkv', { expires })).status).toBe(403);
  expect((await fetch(`${base}/recordings/tour/awa-01.mkv`)).status).toBe(403);
  expect((await fetch(`${base}/recordings/tour/awa-01.mkv?expires=9999999999999&signature=AAAA`)).status).toBe(403);
});
