import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ProgramCommand, ProgramMessage } from '../core/program-link.ts';
import { NO_GRAPHICS } from '../testing/no-graphics.ts';
import { type ProgramHealth, type ProgramSupervisor, restartDelay, superviseProgram } from './program-supervisor.ts';

const START: Extract<ProgramCommand, { type: 'start' }> = {
  type: 'start',
  broadcastId: 'b',
  format: {
    width: 2,
    height: 2,
    frameRate: 25,
    videoBitrate: 1,
    preset: 'x',
    segmentSeconds: 2,
    partSeconds: 1,
    audioBitrate: 1,
  },
  desired: {
    title: 't',
    accent: '#000000',
    contributors: [],
    program: { type: 'slate' },
    standby: null,
    assets: [],
    plannedStart: '2026-05-09T18:00:00.000Z',
    transition: { type: 'cut' },
    question: null,
    graphics: NO_GRAPHICS,
    zone: 'Europe/Paris',
    takes: 0,
    held: [],
  },
};
const PATIENCE = { timeout: 25_000, interval: 10 };

let folder: string;
let supervisor: ProgramSupervisor | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'antenne-supervisor-'));
});
afterEach(async () => {
  await supervisor?.close();
  rmSync(folder, { recursive: true });
});

/** Supervises a process whose body is `script`; `say(message)` speaks to the parent. */
function supervise(script: string, silenceLimitMs?: number, spareAfterMs?: number) {
  const entry = join(folder, 'child.mjs');
  writeFileSync(entry, `const say = (message) => process.send(message);\n${script}`);
  const messages: ProgramMessage[] = [];
  const health: [ProgramHealth, number][] = [];
  let starts = 0;
  supervisor = superviseProgram({
    entry,
    log: pino({ level: 'silent' }),
    start: () => {
      starts += 1;
      return START;
    },
    onMessage: (message) => messages.push(message),
    onHealth: (state, restarts) => health.push([state, restarts]),
    ...(silenceLimitMs === undefined ? {} : { silenceLimitMs }),
    ...(spareAfterMs === undefined ? {} : { spareAfterMs }),
  });
  return { supervisor, messages, health, starts: () => starts };
}

test('it restarts at once, then more and more slowly', () => {
  expect([0, 1, 2, 3, 4, 5, 50].map(restartDelay)).toEqual([0, 100, 500, 1_000, 2_000, 5_000, 5_000]);
});

test('each process gets the start command of its moment, then the other commands', async () => {
  const script = `process.on('message', (command) => say({ type: 'feedBound', contributorId: command.type }));
    say({ type: 'ready' });`;
  const { supervisor, messages, health } = supervise(script);
  supervisor.send({ type: 'returnKeyFrame', small: false });
  await vi.waitFor(() => expect(messages).toHaveLength(2), PATIENCE);
  supervisor.send({ type: 'returnKeyFrame', small: false });
  await vi.waitFor(() => expect(messages).toHaveLength(3), PATIENCE);
  // What was sent before it was ready is part of `start` or void.
  expect(messages).toEqual([
    { type: 'ready' },
    { type: 'feedBound', contributorId: 'start' },
    { type: 'feedBound', contributorId: 'returnKeyFrame' },
  ]);
  expect(health).toEqual([
    ['starting', 0],
    ['running', 0],
  ]);
});

test('a process that dies is started again, however it died', async () => {
  const script = `process.on('message', () => process.kill(process.pid, 'SIGKILL')); say({ type: 'ready' });`;
  const { supervisor, health, starts } = supervise(script);
  await vi.waitFor(() => expect(starts()).toBe(3), PATIENCE);
  await supervisor.close();
  expect(health.slice(0, 4)).toEqual([
    ['starting', 0],
    ['running', 0],
    ['restarting', 1],
    ['running', 1],
  ]);
  expect(health.at(-1)?.[0]).toBe('off');
});

test('a process that falls silent is killed and started again', async () => {
  const { supervisor, starts } = supervise(`setInterval(() => {}, 1000); say({ type: 'ready' });`, 1_500);
  await vi.waitFor(() => expect(starts()).toBe(2), PATIENCE);
  expect(supervisor.restarts).toBeGreaterThanOrEqual(1);
});

test('closing ends the process, one that does not listen too, and nothing is started again', async () => {
  const { supervisor, messages, health } = supervise(`setInterval(() => {}, 1000); say({ type: 'ready' });`);
  await vi.waitFor(() => expect(messages).toHaveLength(1), PATIENCE);
  const { pid } = supervisor;
  await Promise.all([supervisor.close(), supervisor.close()]);
  expect(supervisor.health).toBe('off');
  expect(health.at(-1)).toEqual(['off', 0]);
  expect(() => process.kill(pid ?? 0, 0)).toThrow('ESRCH');
});

test('one that was loaded beside it takes over, and another one is loaded', async () => {
  const { supervisor, messages, health, starts } = supervise(
    `process.on('message', () => say({ type: 'feedBound', contributorId: process.argv[2] + ' ' + process.pid }));
    say({ type: 'ready' });`,
    undefined,
    0,
  );
  const told = () => messages.flatMap((message) => (message.type === 'feedBound' ? [message.contributorId] : []));
  const beside = () => childrenOf(process.pid).filter((pid) => pid !== supervisor.pid);
  await vi.waitFor(() => expect(told()).toHaveLength(1), PATIENCE);
  expect(told()[0]).toMatch(/^undefined /);
  await vi.waitFor(() => expect(beside()).toHaveLength(1), PATIENCE);
  const [spare] = beside();
  process.kill(supervisor.pid ?? 0, 'SIGKILL');
  await vi.waitFor(() => expect(told()).toHaveLength(2), PATIENCE);
  expect(told()[1]).toBe(`--spare ${spare}`);
  expect([supervisor.pid, supervisor.restarts, starts()]).toEqual([spare, 1, 2]);
  expect(health.map(([state]) => state)).toEqual(['starting', 'running', 'restarting', 'running']);
  await vi.waitFor(() => expect(beside()).toHaveLength(1), PATIENCE);
  const [last] = beside();
  await supervisor.close();
  expect(() => process.kill(last ?? 0, 0)).toThrow('ESRCH');
});

test('one that dies while it waits is nobody’s loss, and another one follows', async () => {
  const { supervisor, starts } = supervise(`process.on('message', () => {}); say({ type: 'ready' });`, undefined, 100);
  const beside = () => childrenOf(process.pid).filter((pid) => pid !== supervisor.pid);
  await vi.waitFor(() => expect(beside()).toHaveLength(1), PATIENCE);
  const [first = 0] = beside();
  process.kill(first, 'SIGKILL');
  await vi.waitFor(() => expect(beside().filter((pid) => pid !== first)).toHaveLength(1), PATIENCE);
  expect([starts(), supervisor.restarts]).toEqual([1, 0]);
});

test('one that cannot wait is never waited for', async () => {
  const { supervisor, starts } = supervise(
    `if (process.argv[2]) process.exit(1); process.on('message', () => {}); say({ type: 'ready' });`,
    undefined,
    500,
  );
  await vi.waitFor(() => expect(starts()).toBe(1), PATIENCE);
  process.kill(supervisor.pid ?? 0, 'SIGKILL');
  await vi.waitFor(() => expect(starts()).toBe(2), PATIENCE);
});

/** Children of this process, by Linux's book; zombies are none. */
function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        const [state, ppid] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        return Number(ppid) === parent && state !== 'Z';
      } catch {
        return false;
      }
    });
}
