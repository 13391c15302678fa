import { createServer, type Server as HttpServer } from 'node:http';
import { type BusState, controlCommands, type SourceRef } from '@antenne/server/contract';
import { Server } from 'socket.io';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { type Connection, connect } from '../realtime/connection.ts';
import { createServerClock, type Link } from '../realtime/index.ts';
import { type DeskMessage, type DeskRunner, runDesk } from './desk-runner.ts';

const protocol = { namespace: '/control', commands: controlCommands, messages: {} } as const;
const feed = (n: number): SourceRef => ({ type: 'feed', contributorId: `00000000-0000-4000-8000-00000000000${n}` });
const soon = { timeout: 10_000, interval: 10 };
const CUT = { type: 'cut' } as const;

let http: HttpServer;
let io: Server;
let port = 0;
let bus: BusState;
/** What reached the server, in its order. */
let arrived: { name: string; input: unknown }[];
/** Whether the server hangs up instead of answering. */
let hangsUp: boolean;

async function up(): Promise<void> {
  http = createServer();
  io = new Server(http);
  io.of('/control').on('connection', (socket) => {
    socket.onAny((name: string, input: { source?: SourceRef }, acknowledge: (reply: unknown) => void) => {
      arrived.push({ name, input });
      if (hangsUp) return void socket.disconnect(true);
      if (name === 'studio:preview') bus = { ...bus, version: bus.version + 1, preview: input.source ?? null };
      acknowledge({ ok: true, data: bus });
    });
  });
  await new Promise<void>((done) => http.listen(port, '127.0.0.1', done));
  const address = http.address();
  if (typeof address === 'object' && address) port = address.port;
}

async function down(): Promise<void> {
  await io.close();
  http.close();
}

let connection: Connection<typeof protocol>;
let store: ReturnType<typeof roomStore>;
let desk: DeskRunner;
let unfollow: () => void;
const told: DeskMessage[] = [];

const roomStore = () =>
  createStore<{ link: Link; state: { bus: BusState } | null }>(() => ({ link: 'connecting', state: { bus } }));

beforeEach(async () => {
  bus = {
    version: 7,
    preview: feed(2),
    program: feed(1),
    onAir: feed(1),
    incoming: null,
    fade: null,
    held: [],
    onAirSince: null,
    health: 'running',
  };
  arrived = [];
  hangsUp = false;
  told.length = 0;
  await up();
  store = roomStore();
  connection = connect(protocol, { origin: `http://127.0.0.1:${port}`, pace: 'staff', random: () => 0 });
  connection.onLink((link) => store.setState({ link, state: { bus } }));
  const room = { call: connection.call, clock: createServerClock(), slug: 'essai', store };
  desk = runDesk(room, { show: () => {}, tell: (message) => told.push(message) });
  unfollow = desk.follow();
  await vi.waitFor(() => expect(store.getState().link).toBe('online'), soon);
});
afterEach(async () => {
  unfollow();
  connection.close();
  await down();
  port = 0;
});

const previews = () => arrived.flatMap(({ name, input }) => (name === 'studio:preview' ? [input] : []));

test('a preview pressed while the server is away reaches it when it is back; a take pressed then never does', async () => {
  await down();
  await vi.waitFor(() => expect(store.getState().link).toBe('reconnecting'), soon);
  desk.preview(feed(3));
  desk.take(CUT);
  await vi.waitFor(() => expect(told).toEqual([{ type: 'notTaken' }]), soon);
  expect(desk.buses()?.preview).toEqual(feed(3));
  await up();
  await vi.waitFor(() => expect(previews()).toEqual([{ slug: 'essai', source: feed(3) }]), soon);
  // What is pressed now goes out after everything that was held back.
  await vi.waitFor(() => expect(bus.preview).toEqual(feed(3)), soon);
  desk.preview(feed(4));
  await vi.waitFor(() => expect(previews()).toHaveLength(2), soon);
  expect(arrived.map(({ name }) => name)).toEqual(['studio:preview', 'studio:preview']);
});

test('a take whose answer was lost is not sent again: the page says so, and what became of it once it is back', async () => {
  hangsUp = true;
  desk.take(CUT);
  await vi.waitFor(() => expect(told).toEqual([{ type: 'unanswered' }]), soon);
  hangsUp = false;
  await vi.waitFor(() => expect(told).toEqual([{ type: 'unanswered' }, { type: 'notTaken' }]), soon);
  expect(arrived.map(({ name }) => name)).toEqual(['studio:take']);
});

test('a take says until when it is meant', async () => {
  const before = Date.now();
  desk.take(CUT);
  await vi.waitFor(() => expect(arrived).toHaveLength(1), soon);
  const { notAfter } = controlCommands['studio:take'].input.parse(arrived[0]?.input);
  expect(Date.parse(notAfter ?? '')).toBeGreaterThan(before);
});
