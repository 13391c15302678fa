/** A client that does not read what it is sent. */
import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import { connect, type Socket as TcpSocket } from 'node:net';
import { pino } from 'pino';
import type { Server } from 'socket.io';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MOST_WAITING } from '../platform/slow-sockets.ts';
import { createSocketServer } from '../platform/socket-server.ts';
import { TestClient } from '../testing/clients.ts';
import { until } from '../testing/until.ts';

/** Bytes of one message, and more of them than the kernel's buffers and ours hold together. */
const MESSAGE = 100_000;
const MESSAGES = 400;

let http: HttpServer;
let io: Server;
let port: number;
let stuck: TcpSocket | undefined;
beforeAll(async () => {
  http = createServer();
  io = createSocketServer(http, {
    publicUrl: 'http://antenne.test',
    log: pino({ level: 'silent' }),
    firstCookie: () => null,
  });
  io.of('/audience').on('connection', (socket) => void socket.join('show'));
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const address = http.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  port = address.port;
});
afterAll(async () => {
  stuck?.destroy();
  await io.close();
});

/** A WebSocket by hand, because only a bare connection can be left unread. */
async function stuckClient(): Promise<TcpSocket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(
    'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: antenne.test\r\nUpgrade: websocket\r\n' +
      'Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
  );
  await once(socket, 'data');
  // A text frame masked with zeros (RFC 6455, 5.2).
  const text = Buffer.from('40/audience,');
  socket.write(Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), text]));
  await once(socket, 'data');
  socket.pause();
  return socket;
}

test('is closed once its share of memory is full, while others get everything in order; volatile messages never wait', async () => {
  const room = io.of('/audience');
  const reader = await new TestClient(`http://127.0.0.1:${port}/audience`, {}).connected();
  stuck = await stuckClient();
  await until('both', () => room.sockets.size === 2);
  const [readerSocket] = [...room.sockets.values()].filter(({ id }) => id === reader.socket.id);
  const [stuckSocket] = [...room.sockets.values()].filter(({ id }) => id !== reader.socket.id);
  if (!readerSocket || !stuckSocket) throw new Error('no sockets');
  let closedAfter: number | null = null;
  let waited = 0;
  let mostWaited = 0;
  stuckSocket.conn.on('packetCreate', ({ data }) => {
    if (!stuckSocket.conn.transport.writable) waited += String(data).length;
    mostWaited = Math.max(mostWaited, waited);
  });
  stuckSocket.conn.on('flush', () => {
    waited = 0;
  });

  let sent = 0;
  stuckSocket.on('disconnect', () => {
    closedAfter = sent;
  });
  const filler = 'x'.repeat(MESSAGE);
  for (; sent < MESSAGES && closedAfter === null; sent += 1) {
    room.to('show').emit('event', { number: sent, filler });
    await until('the reader', () => reader.messages('event').length === sent + 1);
    if (waited === 0) continue;
    const before = waited;
    room.to('show').volatile.emit('levels', { number: sent });
    await until('the reader', () => reader.messages('levels').length > 0);
    expect(waited, 'what waits for the one that is stuck').toBe(before);
  }
  expect(closedAfter).toBeLessThan(MESSAGES);
  expect(mostWaited).toBeGreaterThan(MOST_WAITING / 2);
  expect(mostWaited).toBeLessThan(MOST_WAITING + 2 * MESSAGE);
  expect(room.adapter.rooms.get('show')?.size).toBe(1);

  room.to('show').emit('event', { number: sent, filler: '' });
  await until('the reader', () => reader.messages('event').length === sent + 1);
  const numbers = reader.messages('event').map((message) => JSON.parse(JSON.stringify(message)).number);
  expect(numbers).toEqual(Array.from({ length: sent + 1 }, (_, number) => number));
  // It learns of it when it reads again: its page then comes back and catches up.
  let last: Buffer = Buffer.alloc(0);
  stuck.on('data', (chunk: Buffer) => {
    last = chunk.subarray(-2);
  });
  stuck.resume();
  await until('the close frame', () => last.equals(Buffer.from([0x88, 0x00])));
  reader.close();
}, 60_000);
