/** What stays of a connection in memory: there are thousands. */
import { once } from 'node:events';
import { createServer, type Server as HttpServer, type IncomingMessage } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { pino } from 'pino';
import type { Server } from 'socket.io';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestClient } from '../testing/clients.ts';
import { until } from '../testing/until.ts';
import { commandServer } from './commands.ts';
import { createSocketServer } from './socket-server.ts';

const log = pino({ level: 'silent' });
let http: HttpServer;
let io: Server;
let client: TestClient | undefined;
let opened: WeakRef<IncomingMessage> | undefined;
/** What Engine.IO had in place of a response. */
let answered: WeakRef<object> | undefined;
beforeAll(async () => {
  http = createServer();
  http.on('upgrade', (request) => {
    opened ??= new WeakRef(request);
  });
  io = createSocketServer(http, {
    publicUrl: 'http://antenne.test',
    log,
    firstCookie: () => 'antenne_voter=awa; Path=/',
  });
  io.engine.use((_request: IncomingMessage, answer: object, next: () => void) => {
    answered ??= new WeakRef(answer);
    next();
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
});
afterAll(async () => {
  client?.close();
  await io?.close();
});

test('the request that opened it is forgotten while it is open, but not its cookies; listeners are the same for all', async () => {
  const address = http.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const serve = commandServer({ commands: {}, contextOf: () => ({}), log });
  io.of('/audience').on('connection', (socket) => serve(socket));
  const url = `http://127.0.0.1:${address.port}/audience`;
  client = await new TestClient(url, { extraHeaders: { cookie: 'theme=dark' } }).connected();
  const other = await new TestClient(url, {}).connected();
  const sockets = [...io.of('/audience').sockets.values()];
  expect(sockets.map(({ request }) => request.headers.cookie)).toEqual([
    'antenne_voter=awa; theme=dark',
    'antenne_voter=awa',
  ]);
  expect(new Set(sockets.flatMap((socket) => socket.listenersAny())).size).toBe(1);
  other.close();

  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  await until('the request and its answer to be forgotten', () => {
    collect();
    return opened && opened.deref() === undefined && answered && answered.deref() === undefined;
  });
  await until('the other connection to be gone', () => io.engine.clientsCount === 1);
  client.close();
  await until('the connection to be gone', () => io.engine.clientsCount === 0);
});
