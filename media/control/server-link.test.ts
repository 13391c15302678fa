import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import type { DesiredBroadcast, MediaReport, StorageUse } from '@antenne/server/contract';
import { Server, type Socket } from 'socket.io';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SfuFailure } from '../sfu/failure.ts';
import { silent } from '../sfu/testing.ts';
import { openServerLink, type ServerLink, type ServerLinkNode, type ServerLinkOptions } from './server-link.ts';
import { desired } from './testing.ts';

const live = desired();
const peerId = '7b1c6d1e-5d0f-4a53-9a4e-2f3f7a3c9a10';
const nodeId = '0b9f6c3a-9f0d-4c39-8b9e-0d1f7a3c9a11';

let http: HttpServer;
let io: Server;
let port: number;
let link: ServerLink;
let sockets: Socket[];
let heard: MediaReport[];
let taken: (DesiredBroadcast | DesiredBroadcast[])[];
let left: string[];
const spoken: unknown[] = [];
const program: MediaReport = { type: 'program', broadcastId: live.broadcastId, health: 'running', restarts: 0 };

const node: ServerLinkNode = {
  take: async (broadcast) => void taken.push(broadcast),
  takeAll: async (all) => void taken.push([...all]),
  silence: () => void spoken.push('silence'),
  stage: (broadcastId) =>
    broadcastId === live.broadcastId
      ? {
          room: {
            handle: async (_identity, signal) => {
              if (signal.type === 'join') return { type: 'join', resumed: false, routerRtpCapabilities: {} };
              if (signal.type === 'closeTransport') throw new Error('something broke');
              throw new SfuFailure('notFound', 'no such thing');
            },
            leave: (id) => left.push(id),
          },
          fade: () => {},
          talk: (voices) => void spoken.push(voices),
        }
      : null,
};

async function listen(at = 0): Promise<void> {
  http = createServer();
  io = new Server(http);
  io.of('/media').on('connection', (socket) => {
    expect(socket.handshake.auth).toEqual({ secret: 'a secret of sixteen', nodeId });
    sockets.push(socket);
    socket.on('media:hello', (_hello: unknown, ack: (reply: unknown) => void) =>
      ack({ ok: true, data: { broadcasts: [live] } }),
    );
    socket.on('report', (report: MediaReport) => heard.push(report));
  });
  http.listen(at, '127.0.0.1');
  await once(http, 'listening');
  const address = http.address();
  if (!address || typeof address === 'string') throw new Error('no port');
  port = address.port;
}

const removed: [string, string | null][] = [];
const use: StorageUse = {
  totalBytes: 100,
  freeBytes: 40,
  shortBytes: 0,
  broadcasts: [{ slug: 'essai', replayBytes: 50, recordingBytes: 10 }],
};
const said: Parameters<ServerLinkOptions['putCaptions']>[2][] = [];

beforeEach(async () => {
  removed.length = 0;
  said.length = 0;
  sockets = [];
  heard = [];
  taken = [];
  left = [];
  spoken.length = 0;
  await listen();
  link = openServerLink({
    serverUrl: `http://127.0.0.1:${port}`,
    secret: 'a secret of sixteen',
    nodeId,
    publicUrl: 'http://localhost:3001',
    node,
    recordings: { remove: async (slug, file) => void removed.push([slug, file]) },
    storage: {
      measure: async () => use,
      remove: async (slug) => {
        if (slug === live.slug) throw new Error('it is live');
        removed.push([slug, null]);
      },
    },
    putCaptions: async (_broadcastId, slug, update) => {
      if (slug !== 'show') return null;
      said.push(update);
      return Math.max(0, ...update.captions.map(({ rev }) => rev));
    },
    current: () => [program],
    log: silent,
  });
  await link.greeted;
});
afterEach(async () => {
  link.close();
  await io.close();
});

function command(name: string, input: unknown): Promise<unknown> {
  const socket = sockets.at(-1);
  if (!socket) throw new Error('media is not connected');
  return socket.timeout(2000).emitWithAck(name, input);
}
const rtc = (request: unknown) =>
  command('rtc:request', { broadcastId: live.broadcastId, peer: { role: 'staff', peerId }, request });

test('takes the whole list with the hello, tells what is, then each change', async () => {
  expect(taken).toEqual([[live]]);
  await vi.waitFor(() => expect(heard).toEqual([program]));
  const next = { ...live, rev: 2 };
  expect(await command('broadcast:desired', next)).toEqual({ ok: true, data: {} });
  expect(taken.at(-1)).toEqual(next);
  const report: MediaReport = { ...program, health: 'restarting', restarts: 1 };
  link.report(report);
  await vi.waitFor(() => expect(heard.at(-1)).toEqual(report));
});

test('relays WebRTC requests and answers each, refused and broken ones too', async () => {
  expect(await rtc({ type: 'join' })).toMatchObject({ ok: true, data: { type: 'join', resumed: false } });
  expect(await rtc({ type: 'restartIce', transportId: 'x' })).toMatchObject({ ok: false, error: { code: 'notFound' } });
  expect(await rtc({ type: 'closeTransport', transportId: 'x' })).toMatchObject({
    ok: false,
    error: { code: 'unavailable' },
  });
  expect(
    await command('rtc:request', { broadcastId: nodeId, peer: { role: 'staff', peerId }, request: { type: 'join' } }),
  ).toMatchObject({ ok: false, error: { code: 'mediaUnavailable' } });
  expect(await command('rtc:leave', { broadcastId: live.broadcastId, peerId })).toEqual({ ok: true, data: {} });
  expect(left).toEqual([peerId]);
});

test('says who hears whose voice, and lets nobody speak once the server is away', async () => {
  const talks = [{ peerId, to: 'all' }];
  expect(await command('talkback:desired', { broadcastId: live.broadcastId, talks })).toEqual({ ok: true, data: {} });
  expect(spoken).toEqual([talks]);
  expect(await command('talkback:desired', { broadcastId: nodeId, talks })).toMatchObject({
    ok: false,
    error: { code: 'mediaUnavailable' },
  });
  await io.close();
  await vi.waitFor(() => expect(spoken.at(-1)).toBe('silence'));
});

test.each([
  ['talkback:desired', { broadcastId: live.broadcastId, talks: [{ peerId, to: [] }] }],
  ['broadcast:desired', { ...live, program: { type: 'nonsense' } }],
  ['broadcast:desired', null],
  ['rtc:request', { broadcastId: live.broadcastId, peer: { role: 'king', peerId }, request: { type: 'join' } }],
])('refuses a %s that is not as agreed, and changes nothing', async (name, input) => {
  taken.length = 0;
  expect(await command(name, input)).toMatchObject({ ok: false, error: { code: 'badRequest' } });
  expect(taken).toEqual([]);
});

test('says what takes the disk, and removes what is over; what cannot be removed is an answer too', async () => {
  expect(await command('storage:measure', {})).toEqual({ ok: true, data: use });
  expect(await command('storage:remove', { slug: 'last-year' })).toEqual({ ok: true, data: {} });
  expect(removed).toEqual([['last-year', null]]);
  expect(await command('storage:remove', { slug: live.slug })).toMatchObject({ ok: false });
});

test('a server that goes away changes nothing; when it is back, everything is told again', async () => {
  await io.close();
  await vi.waitFor(() => expect(link.connected).toBe(false));
  link.report({ ...program, restarts: 7 });
  expect(taken).toEqual([[live]]);
  heard.length = 0;
  await listen(port);
  await vi.waitFor(() => expect(heard).toEqual([program]), { timeout: 8000 });
  expect(taken).toEqual([[live], [live]]);
  expect(link.connected).toBe(true);
}, 15_000);

test('takes captions over by their instants, and says what it has', async () => {
  const caption = {
    id: '6a1f8d3e-2b8c-4a5e-9d53-0c1f6d9d1a11',
    language: 'fr',
    text: 'Bonsoir',
    start: '2026-05-09T18:00:04.000Z',
    end: '2026-05-09T18:00:06.500Z',
    rev: 7,
  };
  const batch = { broadcastId: live.broadcastId, slug: 'show', languages: ['fr', 'en'], captions: [caption] };
  expect(await command('captions:put', batch)).toEqual({ ok: true, data: { rev: 7 } });
  const start = Date.parse(caption.start);
  expect(said).toEqual([{ languages: ['fr', 'en'], captions: [{ ...caption, start, end: start + 2_500 }] }]);
  expect(await command('captions:put', { ...batch, slug: 'gone' })).toEqual({ ok: true, data: { rev: null } });
});
