import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LossyRelay } from './lossy-relay.ts';

let relay: LossyRelay;
let server: Socket;
let client: Socket;
let arrived: { at: number; name: string }[];
let answered: string[];

beforeEach(async () => {
  relay = new LossyRelay(7);
  arrived = [];
  answered = [];
  [server, client] = [createSocket('udp4'), createSocket('udp4')];
  for (const socket of [server, client]) {
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
  }
  server.on('message', (datagram, from) => {
    arrived.push({ at: performance.now(), name: datagram.toString('latin1').trim() });
    server.send(datagram, from.port, from.address);
  });
  client.on('message', (datagram) => answered.push(datagram.toString('latin1').trim()));
});
afterEach(() => {
  relay.close();
  server.close();
  client.close();
});

/** Sends numbered packets of `bytes` each, not faster than the relay takes them: its socket's buffer is the system's. */
async function send(count: number, bytes = 100, through = relay): Promise<void> {
  const door = await through.doorTo(server.address().port);
  const taken = () => through.counts.up.passed + through.counts.up.lost;
  const before = taken();
  for (let index = 0; index < count; index += 1) {
    client.send(String(index).padEnd(bytes), door, '127.0.0.1');
    if (index % 50 === 49) await vi.waitFor(() => expect(taken()).toBe(before + index + 1), { interval: 5 });
  }
}

test('in fair weather everything passes, both ways', async () => {
  await send(50);
  await vi.waitFor(() => expect(answered).toHaveLength(50));
});

test('it loses its share each way, the same packets each time', async () => {
  relay.up = { loss: 0.2 };
  relay.down = { loss: 0.5 };
  await send(500);
  await vi.waitFor(() => {
    const { up, down } = relay.counts;
    expect(up.passed + up.lost).toBe(500);
    expect(down.passed + down.lost).toBe(up.passed);
  });
  const { up, down } = relay.counts;
  expect(up.lost / 500).toBeCloseTo(0.2, 1);
  expect(down.lost / up.passed).toBeCloseTo(0.5, 1);
  const again = new LossyRelay(7);
  again.up = { loss: 0.2 };
  await send(500, 100, again);
  await vi.waitFor(() => expect(again.counts.up.passed + again.counts.up.lost).toBe(500));
  expect(again.counts.up).toEqual(up);
  again.close();
});

test('late packets stay in their order', async () => {
  relay.up = { delayMs: 40, jitterMs: 60 };
  const from = performance.now();
  await send(40);
  await vi.waitFor(() => expect(arrived).toHaveLength(40));
  expect(arrived[0]?.at).toBeGreaterThanOrEqual(from + 40);
  expect(arrived.map(({ name }) => Number(name))).toEqual(Array.from({ length: 40 }, (_, index) => index));
});

test('a narrow line takes its time, and loses what its queue cannot hold', async () => {
  relay.up = { rate: 1_024_000, queueMs: 100 };
  // 1000 bytes with headers are 8.2 ms each: thirteen fit.
  await send(40, 1_000 - 28);
  await vi.waitFor(() => expect(relay.counts.up.passed + relay.counts.up.lost).toBe(40));
  expect(relay.counts.up.passed).toBeGreaterThanOrEqual(12);
  expect(relay.counts.up.passed).toBeLessThanOrEqual(16);
  await vi.waitFor(() => expect(arrived).toHaveLength(relay.counts.up.passed));
  expect((arrived.at(-1)?.at ?? 0) - (arrived[0]?.at ?? 0)).toBeGreaterThan(75);
});

test('a cut lets nothing through, what was on its way included, until it is over', async () => {
  relay.up = { delayMs: 500 };
  await send(5);
  await vi.waitFor(() => expect(relay.counts.up.passed).toBe(5));
  relay.up = { cut: true };
  await send(5);
  await vi.waitFor(() => expect(relay.counts.up.lost).toBe(5));
  relay.up = {};
  await send(1);
  await vi.waitFor(() => expect(answered).toHaveLength(1));
});
