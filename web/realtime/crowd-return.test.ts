/** A crowd whose server was restarted: it comes back spread out, not in one moment. */
import { createServer } from 'node:http';
import { audienceCommands } from '@antenne/server/contract';
import { Server } from 'socket.io';
import { afterEach, expect, test, vi } from 'vitest';
import { connect } from './connection.ts';

const protocol = { namespace: '/audience', commands: audienceCommands, messages: {} } as const;
const CROWD = 60;
const soon = { timeout: 15_000, interval: 10 };

const owned: (() => void)[] = [];
afterEach(() => {
  for (const end of owned.splice(0).reverse()) end();
});

/** As many viewers' pages on a server. @returns when each came, in ms of a steady clock; and what takes the server away. */
async function crowd() {
  const came: number[] = [];
  const http = createServer();
  const io = new Server(http);
  io.of('/audience').on('connection', () => came.push(performance.now()));
  await new Promise<void>((listening) => http.listen(0, '127.0.0.1', listening));
  owned.push(() => void io.close());
  const address = http.address();
  if (typeof address !== 'object' || !address) throw new Error('no port');
  const { port } = address;
  for (let page = 0; page < CROWD; page += 1) {
    const { close } = connect(protocol, { origin: `http://127.0.0.1:${port}` });
    owned.push(close);
  }
  await vi.waitFor(() => expect(came).toHaveLength(CROWD), soon);
  came.length = 0;
  return { io, came, port };
}

/** The most of them within any tenth of a second. */
function densest(times: readonly number[]): number {
  return Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 100).length));
}

test('who loses the server comes again after half a second at the earliest, spread over a second', async () => {
  const { io, port } = await crowd();
  const knocks: number[] = [];
  const lost = performance.now();
  await io.close();
  // Nobody is let in yet: whoever knocks waits again, longer.
  const deaf = createServer((_, response) => response.destroy());
  deaf.on('upgrade', (_, socket) => socket.destroy());
  deaf.on('connection', () => knocks.push(performance.now() - lost));
  await new Promise<void>((listening) => deaf.listen(port, '127.0.0.1', listening));
  owned.push(() => void deaf.close());
  await vi.waitFor(() => expect(knocks.filter((at) => at > 1_600).length).toBeGreaterThan(CROWD / 4), soon);
  const first = knocks.filter((at) => at < 1_500);
  expect(first.length).toBeGreaterThanOrEqual(CROWD * 0.8);
  expect(Math.min(...first)).toBeGreaterThan(450);
  expect(densest(first)).toBeLessThan(first.length / 2);
}, 30_000);

test('whom the server sends away comes again after a second at the earliest, spread over two', async () => {
  const { io, came } = await crowd();
  const sent = performance.now();
  io.of('/audience').disconnectSockets(true);
  await vi.waitFor(() => expect(came).toHaveLength(CROWD), soon);
  const waited = came.map((at) => at - sent);
  expect(Math.min(...waited)).toBeGreaterThan(950);
  expect(Math.max(...waited) - Math.min(...waited)).toBeGreaterThan(1_000);
  expect(densest(waited)).toBeLessThan(CROWD / 3);
}, 30_000);
