/** Viewers' connections as bytes: what is answered without Node's parser, and how the rest gets to it. */
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Outlet } from './outlet.ts';
import { PlainConnections, type Receive } from './plain-connections.ts';

const LARGE = Buffer.alloc(3_000_000, 'large ');
const SMALL = Buffer.from('the same for all');

let server: Server;
let connections: PlainConnections;
/** What Node's parser read. */
let byNode: string[];
let held: Outlet[];
const clients: Client[] = [];

const lengthOf = (length: number): string[] => ['Content-Length', String(length)];
const answers: Record<string, (outlet: Outlet) => void> = {
  '/plain/small': (outlet) => outlet.send(200, [...lengthOf(SMALL.length), 'X-Kind', 'small'], SMALL),
  '/plain/large': (outlet) => outlet.send(200, lengthOf(LARGE.length), LARGE),
  '/plain/stream': (outlet) =>
    outlet.send(206, lengthOf(LARGE.length), Readable.from([LARGE.subarray(0, 99), LARGE.subarray(99)])),
  '/plain/held': (outlet) => void held.push(outlet),
  '/plain/broken': (outlet) => {
    const body = new Readable({ read: () => undefined });
    outlet.send(200, lengthOf(9), body);
    body.destroy(new Error('the disk is gone'));
  },
};
const receive: Receive = ({ url }, outlet) => {
  answers[url]?.(outlet);
  return url in answers;
};

const soon = (check: () => void) => vi.waitFor(check, { interval: 2, timeout: 10_000 });

/** One connection that keeps what came. */
class Client {
  readonly socket: Socket;
  text = '';
  ended = false;

  constructor(to = server) {
    clients.push(this);
    this.socket = connect((to.address() as AddressInfo).port, '127.0.0.1');
    this.socket.on('data', (bytes) => {
      this.text += bytes.toString('latin1');
    });
    this.socket.on('close', () => {
      this.ended = true;
    });
    this.socket.on('error', () => undefined);
  }

  /** Resolves once something of the kind came; it is left out then. */
  async comes(what: string): Promise<string> {
    await soon(() => expect(this.text.includes(what)).toBe(true));
    const end = this.text.indexOf(what) + what.length;
    const came = this.text.slice(0, end);
    this.text = this.text.slice(end);
    return came;
  }

  get(path: string, method = 'GET', fields = ''): void {
    this.socket.write(`${method} ${path} HTTP/1.1\r\nHost: a\r\n${fields}\r\n`);
  }
}

const listening = (one: Server) => new Promise<void>((resolve) => one.listen(0, '127.0.0.1', resolve));

beforeEach(async () => {
  byNode = [];
  held = [];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      byNode.push(`${request.method} ${request.url} ${Buffer.concat(chunks)}`);
      response.end('by Node.');
    });
  });
  connections = new PlainConnections(server, 30_000, receive);
  await listening(server);
});

afterEach(async () => {
  for (const { socket } of clients.splice(0)) socket.destroy();
  connections.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

it('answers one plain request after the other', async () => {
  const client = new Client();
  for (let index = 0; index < 4; index += 1) {
    client.get('/plain/small');
    const answer = await client.comes(SMALL.toString());
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\nContent-Length: 16\r\nX-Kind: small\r\nDate: .* GMT\r\n/);
    expect(answer).toContain('\r\nConnection: keep-alive\r\nKeep-Alive: timeout=30\r\n\r\n');
  }
  client.get('/plain/small', 'HEAD');
  expect(await client.comes('\r\n\r\n')).toContain('Content-Length: 16');
  client.get('/plain/small', 'GET', 'Connection: close\r\n');
  expect(await client.comes(SMALL.toString())).toContain('\r\nConnection: close\r\n\r\n');
  await soon(() => expect(client.ended).toBe(true));
  expect(byNode).toEqual([]);
});

it.each(['/plain/large', '/plain/stream'])('hands %s over whole, to who takes it slowly as well', async (path) => {
  const client = new Client();
  for (let round = 0; round < 2; round += 1) {
    client.socket.pause();
    client.get(path);
    // Until nothing more fits on the way.
    await soon(() => expect(client.socket.bytesRead).toBeGreaterThan(0));
    client.socket.resume();
    await client.comes('\r\n\r\n');
    await soon(() => expect(client.text).toHaveLength(LARGE.length));
    expect(Buffer.from(client.text, 'latin1').equals(LARGE)).toBe(true);
    client.text = '';
  }
  expect(byNode).toEqual([]);
});

it.each([
  ['a body', 'POST /b HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody', ['POST /b body']],
  ['somebody else’s address', 'GET /c HTTP/1.1\r\nHost: a\r\n\r\n', ['GET /c ']],
  [
    'two requests at once',
    'GET /d HTTP/1.1\r\nHost: a\r\n\r\nGET /e HTTP/1.1\r\nHost: a\r\n\r\n',
    ['GET /d ', 'GET /e '],
  ],
])('gives %s to Node, before and after plain requests', async (_, text, expected) => {
  const [early, late] = [new Client(), new Client()];
  late.get('/plain/small');
  await late.comes(SMALL.toString());
  for (const client of [early, late]) {
    client.socket.write(text);
    for (const _answer of expected) await client.comes('by Node.');
    // It stays there.
    client.get('/plain/small');
    await client.comes('by Node.');
    expect(byNode.splice(0)).toEqual([...expected, 'GET /plain/small ']);
  }
});

it('gives a head in pieces to Node, and what is none', async () => {
  const arrived: Socket[] = [];
  server.on('connection', (socket) => arrived.push(socket));
  const client = new Client();
  client.socket.write('GET /plain/small HTTP/1.1\r\nHo');
  await soon(() => expect(arrived[0]?.bytesRead).toBeGreaterThan(0));
  client.socket.write('st: a\r\n\r\n');
  await client.comes('by Node.');
  const other = new Client();
  other.socket.write('nonsense\r\n\r\n');
  expect(await other.comes('\r\n\r\n')).toMatch(/^HTTP\/1\.1 400/);
});

it('answers in turn who asks on before they are answered', async () => {
  const client = new Client();
  client.get('/plain/held');
  await soon(() => expect(held).toHaveLength(1));
  client.get('/plain/small');
  client.get('/after');
  const other = new Client();
  other.get('/plain/small');
  await other.comes(SMALL.toString());
  held[0]?.send(503, lengthOf(4), Buffer.from('late'));
  expect(await client.comes('late')).toMatch(/^HTTP\/1\.1 503 Service Unavailable\r\n/);
  expect(await client.comes('by Node.')).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  await client.comes('by Node.');
  expect(byNode).toEqual(['GET /plain/small ', 'GET /after ']);
});

it('ends a connection that asks on and on', async () => {
  const client = new Client();
  client.get('/plain/held');
  await soon(() => expect(held).toHaveLength(1));
  client.socket.write('x'.repeat(100_000));
  await soon(() => expect(client.ended).toBe(true));
});

it('says when nobody waits any more, and takes an answer that comes too late', async () => {
  const client = new Client();
  client.get('/plain/held');
  await soon(() => expect(held).toHaveLength(1));
  const gone = vi.fn();
  held[0]?.gone(gone);
  expect(gone).not.toHaveBeenCalled();
  client.socket.destroy();
  await soon(() => expect(gone).toHaveBeenCalledOnce());
  held[0]?.send(200, lengthOf(4), Buffer.from('late'));
  const after = vi.fn();
  held[0]?.gone(after);
  expect(after).toHaveBeenCalledOnce();
});

it('ends the connection where a body breaks off', async () => {
  const client = new Client();
  client.get('/plain/broken');
  await soon(() => expect(client.ended).toBe(true));
});

it('lets go of a connection on which nothing moves', async () => {
  const quiet = createServer();
  new PlainConnections(quiet, 50, receive);
  await listening(quiet);
  const client = new Client(quiet);
  client.get('/plain/small');
  await client.comes(SMALL.toString());
  await soon(() => expect(client.ended).toBe(true));
  await new Promise((resolve) => quiet.close(resolve));
});

it('closes all of them, and lets nobody in afterwards', async () => {
  const client = new Client();
  client.get('/plain/held');
  await soon(() => expect(held).toHaveLength(1));
  connections.close();
  await soon(() => expect(client.ended).toBe(true));
  const late = new Client();
  await soon(() => expect(late.ended).toBe(true));
});
