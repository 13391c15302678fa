/**
 * Entry of the simulator: sends loops as RTP over loopback UDP, as a contributor's browser would. Loops that are not
 * there yet are made in children of its own, at a low priority, so that neither making nor a crash in native code
 * disturbs the sending. Ends when its parent does.
 */
import { fork } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { type Loop, readLoop } from './loop-file.ts';
import { loopPath } from './loop-path.ts';
import type { SimulatorCommand, SimulatorMessage } from './messages.ts';
import { places } from './recipe/places.ts';
import { RtpStream } from './rtp-stream.ts';

/** Milliseconds between two looks at what is due: a divisor of the 20 and 40 ms of sound and picture. */
const TICK_MS = 5;
/** One core stays with the programme and whoever watches it: the first picture is waited for, and is made alone on two. */
const MAKERS = Math.max(1, cpus().length - 1);

const folder = process.argv[2];
if (!folder) throw new Error('usage: process.ts FOLDER');
await mkdir(folder, { recursive: true });
const socket = createSocket('udp4');
socket.bind(0, '127.0.0.1');
await once(socket, 'listening');

const loops = new Map<number, Loop>();
const wanted = new Set<number>();
const streams = new Map<number, { stream: RtpStream; port: number }>();
const queue: number[] = [];
let making = 0;

process.on('disconnect', () => process.exit(0));
process.on('message', (command: SimulatorCommand) => void obey(command));
// The parent decides when it ends; a Ctrl-C reaches both.
process.on('SIGINT', () => {});
tell({ type: 'up', port: socket.address().port });
schedule(performance.now());

async function obey(command: SimulatorCommand): Promise<void> {
  switch (command.type) {
    case 'want':
      await want(command.which);
      break;
    case 'push': {
      const loop = loops.get(command.which);
      if (!loop) return;
      // Begun on the common grid, one tick apart, so that packets of all streams do not come at once.
      const start = Math.ceil(performance.now() / TICK_MS) * TICK_MS + (command.which % 4) * TICK_MS;
      const stream = new RtpStream(loop, command.video, command.audio, start);
      streams.set(command.id, { stream, port: command.port });
      break;
    }
    case 'stop':
      streams.delete(command.id);
      break;
  }
}

function schedule(last: number): void {
  const next = last + TICK_MS;
  setTimeout(
    () => {
      const now = performance.now();
      const wallMs = performance.timeOrigin + now;
      for (const { stream, port } of streams.values()) {
        for (const packet of stream.due(now, wallMs)) socket.send(packet, port, '127.0.0.1');
      }
      schedule(Math.max(next, now - TICK_MS));
    },
    Math.max(0, next - performance.now()),
  );
}

async function want(which: number): Promise<void> {
  if (wanted.has(which)) return;
  wanted.add(which);
  if (await load(which, null)) return;
  queue.push(which);
  makeNext();
}

async function load(which: number, madeInMs: number | null): Promise<boolean> {
  const loop = await readLoop(loopPath(folder ?? '', which));
  if (!loop) return false;
  loops.set(which, loop);
  tell({ type: 'ready', which, video: loop.video, madeInMs });
  return true;
}

function makeNext(): void {
  if (making >= MAKERS) return;
  const which = queue.shift();
  if (which === undefined) return;
  making += 1;
  const place = places[which]?.name ?? String(which);
  tell({ type: 'making', which, place });
  const startedAt = performance.now();
  const words = [loopPath(folder ?? '', which), String(which), ...(loops.size === 0 ? ['first'] : [])];
  const maker = fork(join(import.meta.dirname, 'maker.ts'), words, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  maker.once('error', (error) => tell({ type: 'failed', which, reason: error.message }));
  maker.once('exit', (code, signal) => {
    making -= 1;
    void load(which, Math.round(performance.now() - startedAt)).then((there) => {
      if (!there) tell({ type: 'failed', which, reason: `maker ended with ${signal ?? code}` });
      if (!there) wanted.delete(which);
      makeNext();
    });
  });
}

function tell(message: SimulatorMessage): void {
  if (process.connected) process.send?.(message);
}
