import { createHmac, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import Fastify, { type FastifyInstance } from 'fastify';
import { AV_LOG_QUIET } from 'node-av/constants';
import { Log } from 'node-av/lib';
import { pino } from 'pino';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { assetFiles, readClipIndex } from '../core/asset-files.ts';
import { isSigned } from '../core/signed-address.ts';
import { readNumber, writeTestClip } from '../testing/clip-file.ts';
import { assetRoutes } from './asset-routes.ts';
import { type AllowedUpload, type AssetNews, AssetStore } from './asset-store.ts';
import { ClipReader } from './clip-reader.ts';
import { Trailers } from './trailers.ts';

const FORMAT = { width: 640, height: 360, frameRate: 25 };
const PATIENCE = { timeout: 20_000, interval: 25 };
const BROADCAST = randomUUID();
const SECRET = 'a secret of sixteen';

let folder: string;
let app: FastifyInstance;
let store: AssetStore;
let trailers: Trailers;
let news: AssetNews[];
let url: string;
const tickets = new Map<string, AllowedUpload>();

beforeAll(() => Log.setLevel(AV_LOG_QUIET));
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'antenne-assets-'));
  await start();
});
afterEach(async () => {
  await app.close();
  await trailers.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

async function start(reserve = 0): Promise<void> {
  news = [];
  store = new AssetStore({
    folder: join(folder, 'assets'),
    format: FORMAT,
    onNews: (one) => news.push(one),
    log: pino({ level: 'silent' }),
    reserve,
  });
  await store.open();
  app = Fastify({ forceCloseConnections: true });
  trailers = new Trailers();
  assetRoutes(app, {
    store,
    trailers,
    allows: (ticket) => tickets.get(ticket) ?? null,
    opens: (id, key) => isSigned(key, (expires) => `${id} ${expires}`, SECRET, Date.now()),
  });
  url = await app.listen({ host: '127.0.0.1', port: 0 });
}

/** An asset's picture, by an address as the server signs them; good for a minute unless `seconds` says otherwise. */
function address(id: string, what: 'thumbnail' | 'view' | 'sound' | 'trailer', { seconds = 60, of = id } = {}): string {
  const expires = Math.floor(Date.now() / 1000) + seconds;
  const signature = createHmac('sha256', SECRET).update(`${of} ${expires}`).digest('base64url');
  return `${url}/assets/${id}/${what}?expires=${expires}&signature=${signature}`;
}

function allow(kind: 'clip' | 'still', bytes: number): { id: string; ticket: string } {
  const id = randomUUID();
  tickets.set(`t-${id}`, { assetId: id, broadcastId: BROADCAST, kind, bytes });
  return { id, ticket: `t-${id}` };
}

async function put(id: string, ticket: string, body: Uint8Array<ArrayBuffer>) {
  const reply = await fetch(`${url}/assets/${id}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${ticket}` },
    body,
  });
  return { status: reply.status, body: await reply.json() };
}

async function upload(kind: 'clip' | 'still', bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const { id, ticket } = allow(kind, bytes.length);
  expect(await put(id, ticket, bytes)).toEqual({ status: 201, body: { ok: true } });
  return id;
}

const last = (id: string) => news.findLast(({ assetId }) => assetId === id);
const settled = (id: string) =>
  vi.waitFor(() => {
    expect(['ready', 'failed']).toContain(last(id)?.state);
    return last(id);
  }, PATIENCE);
const folders = () => readdirSync(join(folder, 'assets'));

function clipBytes(changes: Partial<Parameters<typeof writeTestClip>[0]> = {}): Uint8Array<ArrayBuffer> {
  const path = join(folder, `${randomUUID()}.mp4`);
  const sound = { hz: 1_000, sampleRate: 44_100, channels: 1, amplitude: 0.25 } as const;
  writeTestClip({ path, width: 360, height: 640, frameRate: 24, pictures: 72, sound, ...changes });
  return new Uint8Array(readFileSync(path));
}

test('a portrait clip at 24 pictures a second with mono at 44.1 kHz becomes the programme’s', async () => {
  const id = await upload('clip', clipBytes());
  expect(await settled(id)).toMatchObject({
    state: 'ready',
    facts: { width: 360, height: 640, durationMs: 3_000, hasSound: true },
  });
  const files = assetFiles(store.folderOf(id));
  expect(existsSync(files.upload)).toBe(false);
  const index = readClipIndex(store.folderOf(id));
  expect(index.pictures).toHaveLength(75);
  // Any picture is at most eleven away from a key frame.
  const keys = index.pictures.flatMap(([, , key], number) => (key ? [number] : []));
  expect(Math.max(...keys.map((key, at) => (keys[at + 1] ?? 75) - key))).toBeLessThanOrEqual(12);
  const numbers: number[] = [];
  const sides: number[] = [];
  const reader = new ClipReader(files.video);
  reader.read({
    onPicture(frame) {
      expect([frame.width, frame.height]).toEqual([640, 360]);
      numbers.push(readNumber(frame, { x: 219, width: 202 }));
      sides.push(frame.data?.[0]?.[180 * (frame.linesize[0] ?? 0) + 100] ?? 0);
    },
    onSound: () => undefined,
  });
  reader.close();
  // 24 to 25: each second one picture stands twice, none is left out.
  expect([...new Set(numbers)]).toEqual(Array.from({ length: 72 }, (_, number) => number));
  expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  expect(Math.max(...sides)).toBeLessThanOrEqual(17);
  const sound = readFileSync(files.sound);
  expect(sound.length).toBe(3 * 48_000 * 4);
  let [left, right] = [0, 0];
  for (let i = 48_000; i < 96_000; i += 1) {
    left = Math.max(left, sound.readInt16LE(i * 4) / 32_768);
    right = Math.max(right, sound.readInt16LE(i * 4 + 2) / 32_768);
  }
  expect(left).toBeCloseTo(0.25, 1);
  expect(right).toBeCloseTo(left, 3);
  const thumbnail = await fetch(address(id, 'thumbnail'));
  expect(thumbnail.headers.get('content-type')).toBe('image/jpeg');
  const part = await fetch(address(id, 'view'), { headers: { range: 'bytes=4-7' } });
  expect([part.status, await part.text()]).toEqual([206, 'ftyp']);
  // A producer hears it alone: a file that browsers play, and parts of it.
  const wave = await fetch(address(id, 'sound'));
  expect(wave.headers.get('content-type')).toBe('audio/wav');
  const bytes = Buffer.from(await wave.arrayBuffer());
  expect(Number(wave.headers.get('content-length'))).toBe(bytes.length);
  expect(bytes.subarray(44).equals(sound)).toBe(true);
  expect([bytes.toString('latin1', 0, 4), bytes.readUInt32LE(24), bytes.readUInt32LE(40)]).toEqual([
    ...['RIFF', 48_000, sound.length],
  ]);
  for (const [from, to] of [
    [40, 99],
    [5_000, 5_007],
    [0, 3],
  ] as const) {
    const some = await fetch(address(id, 'sound'), { headers: { range: `bytes=${from}-${to}` } });
    expect(some.headers.get('content-range')).toBe(`bytes ${from}-${to}/${bytes.length}`);
    expect(Buffer.from(await some.arrayBuffer()).equals(bytes.subarray(from, to + 1))).toBe(true);
  }
});

test('a clip without sound is a clip', async () => {
  const id = await upload('clip', clipBytes({ sound: null, width: 320, height: 180, pictures: 12 }));
  expect(await settled(id)).toMatchObject({ state: 'ready', facts: { hasSound: false, durationMs: 520 } });
  expect((await fetch(address(id, 'sound'))).status).toBe(404);
});

test('a phone’s still is turned upright, and kept no larger than a programme', async () => {
  const canvas = createCanvas(2_400, 1_200);
  const context = canvas.getContext('2d');
  context.fillStyle = '#c8102e';
  context.fillRect(0, 0, 1_200, 1_200);
  context.fillStyle = '#0047bb';
  context.fillRect(1_200, 0, 1_200, 1_200);
  const id = await upload('still', withOrientation(await canvas.encode('jpeg', 92), 6));
  expect(await settled(id)).toMatchObject({ state: 'ready', facts: { width: 1_200, height: 2_400, durationMs: null } });
  const kept = await loadImage(assetFiles(store.folderOf(id)).picture);
  expect([kept.width, kept.height]).toEqual([540, 1_080]);
  const look = createCanvas(540, 1_080);
  look.getContext('2d').drawImage(kept, 0, 0);
  const [top, bottom] = [
    look.getContext('2d').getImageData(270, 100, 1, 1),
    look.getContext('2d').getImageData(270, 980, 1, 1),
  ];
  expect(top.data[0]).toBeGreaterThan(150);
  expect(bottom.data[2]).toBeGreaterThan(150);
});

/** Puts an EXIF orientation into a JPEG. */
function withOrientation(jpeg: Buffer, orientation: number): Uint8Array<ArrayBuffer> {
  const tiff = Buffer.from([
    0x4d,
    0x4d,
    0,
    0x2a,
    0,
    0,
    0,
    8,
    0,
    1,
    1,
    0x12,
    0,
    3,
    0,
    0,
    0,
    1,
    0,
    orientation,
    0,
    0,
    0,
    0,
    0,
    0,
  ]);
  const body = Buffer.concat([Buffer.from('Exif\0\0'), tiff]);
  const head = Buffer.from([0xff, 0xe1, (body.length + 2) >> 8, (body.length + 2) & 255]);
  return new Uint8Array(Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)]));
}

test.each([
  ['clip', 'noise', new Uint8Array(20_000).fill(7)],
  [
    'clip',
    'a playlist that names a file of ours',
    new TextEncoder().encode('#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n'),
  ],
  [
    'still',
    'SVG',
    new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"><image href="/etc/hostname"/></svg>'),
  ],
  ['still', 'a PNG that announces 65,000 × 65,000', pngOf(65_000, 65_000)],
] as const)('a %s that is %s is told as unreadable', async (kind, _what, bytes) => {
  const id = await upload(kind, new Uint8Array(bytes));
  expect(await settled(id)).toMatchObject({ state: 'failed', problem: 'unreadable' });
  expect(existsSync(assetFiles(store.folderOf(id)).upload)).toBe(false);
});

function pngOf(width: number, height: number): Uint8Array {
  const png = Buffer.alloc(64);
  png.writeUInt32BE(0x8950_4e47, 0);
  png.writeUInt32BE(width, 16);
  png.writeUInt32BE(height, 20);
  return png;
}

test('an MP4 that lost its second half, and with it its index, fails with a reason', async () => {
  const whole = clipBytes();
  const id = await upload('clip', whole.slice(0, whole.length / 2));
  expect((await settled(id))?.state).toBe('failed');
});

test('no ticket, somebody else’s, and one that was used are refused', async () => {
  const bytes = clipBytes({ pictures: 3 });
  const { id, ticket } = allow('clip', bytes.length);
  expect(await put(id, 'made-up', bytes)).toEqual({ status: 403, body: { ok: false, problem: 'ticket' } });
  expect((await put(randomUUID(), ticket, bytes)).status).toBe(403);
  expect(folders()).toEqual([]);
  expect((await put(id, ticket, bytes)).status).toBe(201);
  expect(await put(id, ticket, bytes)).toEqual({ status: 409, body: { ok: false, problem: 'exists' } });
  await settled(id);
});

test('more bytes than were allowed are refused, announced or not, and nothing is left behind', async () => {
  const { id, ticket } = allow('clip', 1_000);
  expect((await put(id, ticket, new Uint8Array(1_001))).status).toBe(413);
  const reply = await new Promise<{ status: number | undefined }>((resolve, reject) => {
    const sent = request(`${url}/assets/${id}`, { method: 'PUT', headers: { authorization: `Bearer ${ticket}` } });
    sent.on('response', (response) => {
      response.resume();
      resolve({ status: response.statusCode });
    });
    sent.on('error', reject);
    sent.write(Buffer.alloc(900));
    sent.end(Buffer.alloc(900));
  });
  expect(reply.status).toBe(413);
  expect(last(id)).toMatchObject({ state: 'failed', problem: 'tooLarge' });
  expect(folders()).toEqual([]);
});

test('an upload whose connection breaks leaves nothing behind, and says so', async () => {
  const { id, ticket } = allow('clip', 1_000_000);
  const headers = { authorization: `Bearer ${ticket}`, 'content-length': '1000000' };
  const sent = request(`${url}/assets/${id}`, { method: 'PUT', headers });
  sent.on('error', () => undefined);
  sent.write(Buffer.alloc(200_000));
  await vi.waitFor(() => expect(last(id)?.state).toBe('uploading'), PATIENCE);
  sent.destroy();
  await vi.waitFor(() => expect(last(id)).toMatchObject({ state: 'failed', problem: 'cut' }), PATIENCE);
  expect(folders()).toEqual([]);
});

test('a disk without room refuses before it is full', async () => {
  await app.close();
  await store.close();
  await start(Number.MAX_SAFE_INTEGER);
  const bytes = new Uint8Array(10);
  const { id, ticket } = allow('clip', bytes.length);
  expect(await put(id, ticket, bytes)).toEqual({ status: 507, body: { ok: false, problem: 'diskFull' } });
});

test('what was not ready when media ended is made ready by the next; half an upload is removed', async () => {
  const bytes = clipBytes({ width: 1_280, height: 720, pictures: 250 });
  const id = await upload('clip', bytes);
  await app.close();
  await store.close();
  expect(store.isReady(id)).toBe(false);
  const half = randomUUID();
  const { upload: path } = assetFiles(join(folder, 'assets', half));
  mkdirSync(join(folder, 'assets', half));
  writeFileSync(path, 'half');
  await start();
  expect(await settled(id)).toMatchObject({ state: 'ready', facts: { durationMs: 10_400 } });
  expect(folders()).toEqual([id]);
});

test('a still whose picture has vanished from the disk says so, and is there again when its file is', async () => {
  const canvas = createCanvas(64, 36);
  const id = await upload('still', new Uint8Array(await canvas.encode('png')));
  expect(await settled(id)).toMatchObject({ state: 'ready' });
  const { picture } = assetFiles(join(folder, 'assets', id));
  const bytes = readFileSync(picture);
  const restart = async () => {
    await app.close();
    await store.close();
    await start();
  };
  rmSync(picture);
  await restart();
  expect(await settled(id)).toMatchObject({ state: 'failed', problem: 'missing', progress: 0 });
  expect(store.isReady(id)).toBe(false);
  writeFileSync(picture, bytes);
  await restart();
  expect(await settled(id)).toMatchObject({ state: 'ready', problem: null });
});

test('pictures open by a signed address only, and only as long as it is good', async () => {
  const id = await upload('still', new Uint8Array(await createCanvas(16, 16).encode('png')));
  expect(await settled(id)).toMatchObject({ state: 'ready' });
  expect((await fetch(address(id, 'view'))).status).toBe(200);
  for (const what of ['view', 'thumbnail', 'sound'] as const) {
    const wrong = [
      `${url}/assets/${id}/${what}`,
      address(id, what).replace(/signature=..../, 'signature=AAAA'),
      address(id, what).replace(/signature=.*/, ''),
      address(id, what, { seconds: -1 }),
      address(id, what, { of: randomUUID() }),
    ];
    for (const one of wrong) {
      const reply = await fetch(one);
      expect([reply.status, await reply.json()]).toEqual([403, { ok: false, problem: 'address' }]);
    }
  }
});

test('what nobody wants any more goes, while it is being made as well', async () => {
  const id = await upload('clip', clipBytes({ width: 1_280, height: 720, pictures: 250 }));
  const kept = await upload('still', new Uint8Array(await createCanvas(16, 16).encode('png')));
  store.keepOnly(BROADCAST, [kept]);
  expect(await settled(kept)).toMatchObject({ state: 'ready' });
  await vi.waitFor(() => expect(folders()).toEqual([kept]), PATIENCE);
  expect((await fetch(address(id, 'view'))).status).toBe(404);
});

test('a clip’s trailer has its pictures and its sound, and is made once', async () => {
  const id = await upload('clip', clipBytes({ width: 640, height: 360, frameRate: 25, pictures: 50 }));
  await settled(id);
  const { video, trailer } = assetFiles(store.folderOf(id));
  // Two viewers at once: the second waits for what the first began.
  const replies = await Promise.all([fetch(address(id, 'trailer')), fetch(address(id, 'trailer'))]);
  expect(replies.map(({ status, headers }) => [status, headers.get('content-type')])).toEqual([
    [200, 'video/mp4'],
    [200, 'video/mp4'],
  ]);
  const [first, second] = await Promise.all(replies.map(async (reply) => Buffer.from(await reply.arrayBuffer())));
  expect(first?.equals(second ?? Buffer.alloc(0))).toBe(true);
  // Browsers can begin before they have all of it.
  expect(first?.indexOf('moov')).toBeLessThan(first?.indexOf('mdat') ?? 0);

  const seen = { pictures: 0, samples: 0, loudest: 0 };
  const reader = new ClipReader(trailer);
  reader.read({
    onPicture: () => {
      seen.pictures += 1;
    },
    onSound(frame) {
      seen.samples += frame.nbSamples;
      const [left] = frame.data ?? [];
      if (!left) return;
      for (let at = 0; at + 4 <= frame.nbSamples * 4; at += 4) {
        seen.loudest = Math.max(seen.loudest, left.readFloatLE(at));
      }
    },
  });
  reader.close();
  expect(seen.pictures).toBe(50);
  expect(Math.abs(seen.samples / 48_000 - 2)).toBeLessThan(0.06);
  expect(seen.loudest).toBeGreaterThan(0.2);
  expect(seen.loudest).toBeLessThan(0.32);
  expect(existsSync(video)).toBe(true);
  expect((await fetch(`${url}/assets/${id}/trailer`)).status).toBe(403);
});
