/** `deploy/nginx.conf` before a running origin: real nginx, real media, fifty viewers. */
import { once } from 'node:events';
import { chmod, rm } from 'node:fs/promises';
import { createServer, type Server as HttpServer } from 'node:http';
import { createServer as createTcpServer, type Socket, type Server as TcpServer } from 'node:net';
import { Server } from 'socket.io';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { probePlaylist } from '../packager/testing/playlist-probe.ts';
import { tempFolder } from '../packager/testing/reading.ts';
import type { Gates } from './gates.ts';
import { type Client, hasNginx, MEDIA_HOST, type Nginx, SERVER_HOST, startNginx } from './testing/nginx.ts';
import { inSeconds, openGates, viewersPass } from './testing/passes.ts';
import { FRAMES_PER_PART, MAX_AGE, SEGMENT, Stage } from './testing/stage.ts';

const VIEWERS = 50;
const LIVE = '/hls/show/main/live.m3u8';

describe.skipIf(!hasNginx)('behind nginx', () => {
  let gates: Gates;
  let stage: Stage;
  let nginx: Nginx;
  let pages: HttpServer;
  let sockets: Server;
  let dataDir: string;
  let folder: string;
  let viewers: Client[];
  /** Addresses that the origin was asked for, but for the test's own questions. */
  const asked: string[] = [];

  beforeAll(async () => {
    [dataDir, folder] = await Promise.all([tempFolder(), tempFolder()]);
    // nginx's workers may be somebody else.
    await chmod(folder, 0o755);
    gates = openGates(dataDir);
    stage = await Stage.open(dataDir, { gates });
    stage.origin.app.server.on('connection', (socket) => {
      socket.on('data', (bytes: Buffer) => {
        const [, url] = /^[A-Z]+ (\S+) HTTP/.exec(bytes.toString('latin1')) ?? [];
        if (url && url !== '/health') asked.push(url);
      });
    });
    await stage.begin(4 * SEGMENT + 3 * FRAMES_PER_PART);
    pages = createServer((request, response) => response.end(request.headers['x-forwarded-for']));
    sockets = new Server(pages);
    pages.listen(0, '127.0.0.1');
    await once(pages, 'listening');
    const address = pages.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    nginx = await startNginx(folder, { server: address.port, media: stage.port });
    viewers = await Promise.all(Array.from({ length: VIEWERS }, () => nginx.connect(MEDIA_HOST)));
  });

  afterAll(async () => {
    for (const viewer of viewers ?? []) viewer.close();
    await nginx?.close();
    await sockets?.close();
    await stage?.close();
    await Promise.all([dataDir, folder].map((path) => rm(path, { recursive: true })));
  });

  const viewer = () => {
    const [first] = viewers;
    if (!first) throw new Error('nobody is connected');
    return first;
  };
  const cacheOf = ({ headers }: { headers: Record<string, unknown> }) => headers['x-cache-status'];

  it('asks the origin once for a part that fifty want, and all get the same bytes', async () => {
    const { segments } = await stage.probe();
    const name = segments.at(-1)?.parts[0]?.uri ?? '';
    const path = `/hls/show/main/${name}`;
    asked.length = 0;
    const first = await viewer().get(path);
    const got = await Promise.all(viewers.slice(1).map((one) => one.get(path, { 'accept-encoding': 'gzip' })));
    expect(asked).toEqual([path]);
    expect([first, ...got].map(cacheOf)).toEqual(['MISS', ...Array(VIEWERS - 1).fill('HIT')]);
    const bytes = await stage.bytes(name);
    expect(bytes.length).toBeGreaterThan(0);
    for (const { status, body } of [first, ...got]) expect([status, body.equals(bytes)]).toEqual([200, true]);
    expect(first.headers).toMatchObject({
      'cache-control': 'public, max-age=86400, immutable',
      'access-control-allow-origin': '*',
    });
  });

  it('keeps one copy for all who have the pass of a closed broadcast, and lets nobody in without', async () => {
    gates.set('show', { generation: 1, closed: true });
    try {
      const name = `main/${stage.channel.nameOf(2)}`;
      const path = `/hls/show/${viewersPass(inSeconds(3600))}/${name}`;
      asked.length = 0;
      const got = [await viewer().get(path), ...(await Promise.all(viewers.slice(1).map((one) => one.get(path))))];
      expect(got.map(cacheOf)).toEqual(['MISS', ...Array(VIEWERS - 1).fill('HIT')]);
      expect(asked).toEqual([path]);
      expect(Number(/max-age=(\d+)/.exec(String(got[0]?.headers['cache-control']))?.[1])).toBeLessThanOrEqual(3600);
      for (const wrong of ['', `${viewersPass(inSeconds(3600), 2)}/`, `${viewersPass(inSeconds(-1))}/`]) {
        const refused = await viewer().get(`/hls/show/${wrong}${name}`);
        expect([refused.status, refused.headers['access-control-allow-origin']]).toEqual([403, '*']);
      }
      // What a cache has, it has as long as the pass is good.
      const brief = `/hls/show/${viewersPass(inSeconds(3))}/${name}`;
      expect((await viewer().get(brief)).status).toBe(200);
      await expect.poll(async () => (await viewer().get(brief)).status, { timeout: 15_000 }).toBe(403);
    } finally {
      gates.set('show', { generation: 1, closed: false });
    }
  });

  it('lets nobody wait long for another’s request: whoever waits for a part is held by the origin itself', async () => {
    const { hint } = await stage.probe();
    const path = `/hls/show/main/${hint}`;
    const answers = viewers.map((one) => one.get(path));
    await stage.holding(VIEWERS);
    await stage.advance(FRAMES_PER_PART);
    const bytes = await stage.bytes(hint ?? '');
    for (const { status, body } of await Promise.all(answers))
      expect([status, body.equals(bytes)]).toEqual([200, true]);
    expect(cacheOf(await viewer().get(path))).toBe('HIT');
  });

  it('asks the origin once for a playlist that fifty wait for, where its part comes in time', async () => {
    for (;;) {
      const { open } = await stage.probe();
      const msn = open?.msn ?? stage.channel.lastCompleteMsn + 1;
      const part = open?.parts.length ?? 0;
      const path = `${LIVE}?_HLS_msn=${msn}&_HLS_part=${part}`;
      asked.length = 0;
      const since = performance.now();
      const answers = viewers.map((one) => one.get(path));
      await expect.poll(() => asked.length, { interval: 2 }).toBeGreaterThan(0);
      await stage.advance(FRAMES_PER_PART);
      const tookMs = performance.now() - since;
      const got = await Promise.all(answers);
      for (const { status, text } of got) {
        expect([status, probePlaylist(text).open?.parts.length ?? 10]).toEqual([200, part + 1]);
      }
      // Only a part that was there well before anybody's patience was over says something.
      if (tookMs > 120) continue;
      expect(asked).toEqual([path]);
      break;
    }
  });

  it('gives one playlist to fifty who wait for it, whatever else their addresses and browsers say', async () => {
    const before = await stage.probe();
    const msn = before.open?.msn;
    const part = before.open?.parts.length ?? 0;
    const pathOf = (index: number) =>
      `${LIVE}?token=${index}&_HLS_part=${part}&_HLS_msn=${msn}&_HLS_skip=YES&t=${index}`;
    const acceptOf = (index: number) => (index % 2 === 0 ? 'gzip, deflate, br' : 'identity');
    asked.length = 0;
    const answers = viewers.map((one, index) => one.get(pathOf(index), { 'accept-encoding': acceptOf(index) }));
    // The first one, and after the length of a part everybody.
    await stage.holding(VIEWERS);
    await stage.advance(FRAMES_PER_PART);
    const got = await Promise.all(answers);
    // Each once, and with the same words.
    expect(asked).toEqual(Array(VIEWERS).fill(`${LIVE}?_HLS_msn=${msn}&_HLS_part=${part}&_HLS_skip=YES`));
    const first = got[0]?.text ?? '';
    expect(probePlaylist(first).open?.parts).toHaveLength(part + 1);
    for (const { status, text } of got) expect([status, text === first]).toEqual([200, true]);
    // Who comes later asks nothing of the origin.
    asked.length = 0;
    const late = await Promise.all(viewers.map((one, index) => one.get(pathOf(VIEWERS + index))));
    expect(late.map(cacheOf)).toEqual(Array(VIEWERS).fill('HIT'));
    expect(asked).toEqual([]);
  });

  it('keeps one copy, compressed by the origin, and unpacks it for who cannot', async () => {
    const { open } = await stage.probe();
    const path = `${LIVE}?_HLS_msn=${open?.msn}&_HLS_part=${open?.parts.length}`;
    const waiting = viewer().get(path, { 'accept-encoding': 'gzip, deflate, br' });
    await stage.holding(1);
    await stage.advance(FRAMES_PER_PART);
    const zipped = await waiting;
    expect(zipped.headers['content-encoding']).toBe('gzip');
    const plain = await viewer().get(path);
    expect([cacheOf(plain), plain.headers['content-encoding']]).toEqual(['HIT', undefined]);
    expect(plain.text).toBe(zipped.text);
    expect(plain.body.length).toBeGreaterThan(2 * zipped.body.length);
  });

  it('takes a directive that is given twice for its first word, and keeps no refusal for others', async () => {
    const { open } = await stage.probe();
    const path = `${LIVE}?_HLS_msn=${open?.msn}&_HLS_part=0`;
    expect((await stage.get(`${path}&_HLS_msn=1`)).status).toBe(400);
    const doubled = await viewer().get(`${path}&_HLS_msn=1`);
    expect([doubled.status, cacheOf(doubled)]).toEqual([200, 'MISS']);
    expect((await viewer().get(path)).status).toBe(200);
    const wrong = await viewer().get(`${LIVE}?_HLS_msn=abc`);
    expect([wrong.status, wrong.headers['cache-control']]).toEqual([400, MAX_AGE(2)]);
    expect((await viewer().get(LIVE)).status).toBe(200);
  });

  it('serves ranges out of what it keeps', async () => {
    const { segments } = await stage.probe();
    const name = segments[0]?.uri ?? '';
    const whole = await stage.bytes(name);
    const path = `/hls/show/main/${name}`;
    const range = { range: 'bytes=100-299' };
    const [first, second] = [await viewer().get(path, range), await viewer().get(path, range)];
    for (const { status, body } of [first, second]) {
      expect(status).toBe(206);
      expect(body.equals(whole.subarray(100, 300))).toBe(true);
    }
    expect([cacheOf(first), cacheOf(second)]).toEqual(['MISS', 'HIT']);
  });

  it('keeps a 404 shortly, and forgets it', async () => {
    const path = '/hls/nothing/index.m3u8';
    const first = await viewer().get(path);
    const second = await viewer().get(path);
    expect([first, second].map(({ status }) => status)).toEqual([404, 404]);
    expect([cacheOf(first), cacheOf(second)]).toEqual(['MISS', 'HIT']);
    expect(first.headers['cache-control']).toBe(MAX_AGE(2));
    await expect
      .poll(async () => cacheOf(await viewer().get(path)), { timeout: 10_000, interval: 100 })
      .toBe('EXPIRED');
  });

  it('lets uploads of any size and downloads through, and nobody to what is the owner’s', async () => {
    const answer = await viewer().put('/assets/nothing', Buffer.alloc(3_000_000));
    // The origin of this test takes no uploads and has no files: what matters is that it was the one to say so.
    expect([answer.status, answer.text]).toEqual([404, 'nothing here\n']);
    for (const path of ['/recordings/show/list', '/replays/show/show-2026-05-09.mp4?expires=1&signature=x']) {
      expect([path, (await viewer().get(path)).text]).toEqual([path, 'nothing here\n']);
    }
    asked.length = 0;
    for (const path of ['/metrics', '/health', '/ready', '/']) {
      expect([path, (await viewer().get(path)).status]).toEqual([path, 404]);
    }
    expect(asked).toEqual([]);
    const page = await nginx.connect(SERVER_HOST);
    expect((await page.get('/metrics')).status).toBe(404);
    page.close();
  });

  it('says in words that pages may read that media is away, or does not answer', async () => {
    const silent = createTcpServer();
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const held = new Set<Socket>();
    silent.on('connection', (socket) => held.add(socket));
    const port = (server: TcpServer) => {
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('no port');
      return address.port;
    };
    const gone = createTcpServer();
    gone.listen(0, '127.0.0.1');
    await once(gone, 'listening');
    const goneAt = port(gone);
    await new Promise((resolve) => gone.close(resolve));
    try {
      for (const media of [goneAt, port(silent)]) {
        const place = await tempFolder();
        await chmod(place, 0o755);
        const own = await startNginx(place, { server: media, media }, [
          ['proxy_read_timeout 15s;', 'proxy_read_timeout 1s;'],
        ]);
        const client = await own.connect(MEDIA_HOST);
        try {
          for (const path of [LIVE, '/hls/show/index.m3u8', '/hls/show/main/s1-a.m4s', `${LIVE}?_HLS_msn=9`]) {
            const { status, headers } = await client.get(path);
            expect([path, status]).toEqual([path, 503]);
            expect(headers).toMatchObject({
              'access-control-allow-origin': '*',
              'access-control-expose-headers': 'Age',
              'cache-control': 'no-store',
            });
          }
          if (media === goneAt) {
            const upload = await client.put('/assets/nothing', Buffer.alloc(10));
            expect([upload.status, upload.headers['access-control-allow-origin']]).toEqual([503, '*']);
          }
        } finally {
          client.close();
          await own.close();
          await rm(place, { recursive: true });
        }
      }
    } finally {
      for (const socket of held) socket.destroy();
      silent.close();
    }
  });

  it('carries sockets and says who is there', async () => {
    const page = await nginx.connect(SERVER_HOST);
    const { text } = await page.get('/', { 'x-forwarded-for': '203.0.113.9' });
    page.close();
    // With TRUSTED_PROXIES=1 the last one counts.
    expect(text).toBe('203.0.113.9, 127.0.0.1');
    const connected = once(sockets, 'connection');
    const socket = io(`https://127.0.0.1:${nginx.port}`, {
      transports: ['websocket'],
      ca: nginx.ca,
      extraHeaders: { host: SERVER_HOST },
      rejectUnauthorized: false,
      reconnection: false,
    });
    const [peer] = await connected;
    peer.on('echo', (word: string, answer: (word: string) => void) => answer(word));
    expect(await socket.timeout(5_000).emitWithAck('echo', 'through')).toBe('through');
    expect(peer.handshake.headers['x-forwarded-for']).toBe('127.0.0.1');
    socket.disconnect();
  });
});
