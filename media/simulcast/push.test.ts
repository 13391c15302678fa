/** Against FFmpeg as the server on the other side. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ProgramOutput } from '../core/program-output.ts';
import { decode } from '../packager/testing/decode.ts';
import { createTestProgram } from '../packager/testing/program.ts';
import { tempFolder } from '../packager/testing/reading.ts';
import type { PushState } from './push.ts';
import { Simulcast } from './simulcast.ts';
import { closeAll, closers, freePort, open, play } from './testing/rig.ts';

const log = pino({ level: 'silent' });
let folder = '';

beforeEach(async () => {
  folder = await tempFolder();
});
afterEach(async () => {
  await closeAll();
  await rm(folder, { recursive: true, force: true });
});

/** A server that writes what it gets to a file until the other side hangs up. */
function listen(kind: 'rtmp' | 'srt', port: number, file: string): ChildProcess {
  const source =
    kind === 'rtmp'
      ? ['-listen', '1', '-timeout', '30', '-i', `rtmp://127.0.0.1:${port}/live/key`]
      : ['-i', `srt://127.0.0.1:${port}?mode=listener`];
  const server = spawn('ffmpeg', ['-v', 'error', '-y', ...source, '-c', 'copy', '-f', 'mp4', join(folder, file)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  closers.push(() => void server.kill('SIGKILL'));
  return server;
}

/** The same for one connection after the other: FFmpeg's ends with its first one, even where that came to nothing. */
function listenAgain(port: number, file: string): { kill(): void } {
  let server: ChildProcess;
  let isOver = false;
  const start = (): void => {
    if (isOver) return;
    server = listen('rtmp', port, file);
    server.once('exit', start);
  };
  const kill = (): void => {
    isOver = true;
    server.kill('SIGKILL');
  };
  start();
  closers.push(kill);
  return { kill };
}

it.each(['rtmp', 'srt'] as const)(
  'what arrives by %s is the programme: every picture, and its sound',
  async (kind) => {
    const port = await freePort();
    const server = listen(kind, port, 'there.mp4');
    const ended = once(server, 'exit');
    const { push, states } = open(`${kind}://127.0.0.1:${port}${kind === 'rtmp' ? '/live/key' : ''}`);
    let seconds = 0;
    await play(
      (output) => push.accept(output),
      () => {
        if (states.at(-1)?.type === 'live') seconds += 1;
        return seconds > 5;
      },
    );
    await push.close();
    expect(states.at(-1)).toEqual({ type: 'stopped' });
    await ended;
    const { pictures, sounds } = await decode([await readFile(join(folder, 'there.mp4'))]);
    expect(pictures.length).toBeGreaterThan(100);
    const first = pictures[0]?.number ?? 0;
    expect(pictures.map(({ number }) => number)).toEqual(pictures.map((_, index) => first + index));
    expect(Math.abs((sounds.at(-1)?.pts ?? 0) - (pictures.at(-1)?.pts ?? 0))).toBeLessThan(0.3);
    expect(Math.max(...sounds.map(({ rms }) => rms))).toBeGreaterThan(0.15);
  },
  60_000,
);

it('tries again where nobody answers, and after the other side has gone', async () => {
  const port = await freePort();
  const { push, states } = open(`rtmp://127.0.0.1:${port}/live/key`);
  await play(
    (output) => push.accept(output),
    () => states.filter(({ type }) => type === 'waiting').length > 1,
  );
  const [failed] = states.filter(({ type }) => type === 'waiting');
  expect(failed).toMatchObject({ reason: expect.stringContaining('127.0.0.1') });
  const server = listenAgain(port, 'first.mp4');
  await play(
    (output) => push.accept(output),
    () => states.at(-1)?.type === 'live',
  );
  server.kill();
  const since = states.length;
  await play(
    (output) => push.accept(output),
    () => states.slice(since).some(({ type }) => type === 'waiting'),
  );
  listenAgain(port, 'second.mp4');
  await play(
    (output) => push.accept(output),
    () => states.at(-1)?.type === 'live',
  );
}, 90_000);

it('ends at once, with its process, whatever the other side does', async () => {
  const silent = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  closers.push(() => void silent.close());
  const address = silent.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const { push, states } = open(`rtmp://127.0.0.1:${port}/live/key`);
  await play(
    (output) => push.accept(output),
    () => states.some(({ type }) => type === 'connecting'),
  );
  await push.close();
  expect(states.at(-1)).toEqual({ type: 'stopped' });
}, 40_000);

it('a broadcast pushes to several at once; taking one away leaves the other as it was', async () => {
  const ports = [await freePort(), await freePort()];
  const servers = ports.map((port, index) => listen('rtmp', port, `${index}.mp4`));
  const ends = servers.map((server) => once(server, 'exit'));
  const told: [string, PushState['type']][] = [];
  const simulcast = new Simulcast({ log, onState: (id, { type }) => told.push([id, type]) });
  closers.push(() => simulcast.close());
  const target = (index: number) => ({
    id: `t${index}`,
    name: `t${index}`,
    address: `rtmp://127.0.0.1:${ports[index]}/live/key`,
  });
  simulcast.targets = [target(0)];
  const program = createTestProgram({ emit: (output: ProgramOutput) => simulcast.accept(output) });
  closers.push(() => program.close());
  const until = (done: () => boolean) =>
    vi.waitFor(
      () => {
        program.advance(25);
        expect(done()).toBe(true);
      },
      { timeout: 25_000, interval: 300 },
    );
  const last = (id: string) => told.findLast(([of]) => of === id)?.[1];
  await until(() => last('t0') === 'live');
  // One that comes in the middle begins with the next segment.
  simulcast.targets = [target(0), target(1)];
  await until(() => last('t1') === 'live');
  const before = told.length;
  simulcast.targets = [target(1)];
  await ends[0];
  await until(() => last('t0') === 'stopped');
  expect(told.slice(before).filter(([id]) => id === 't1')).toEqual([]);
  await simulcast.close();
  await ends[1];
  const { pictures } = await decode([await readFile(join(folder, '1.mp4'))]);
  expect(pictures[0]?.number).toSatisfy((number: number) => number % 50 === 0);
}, 60_000);
