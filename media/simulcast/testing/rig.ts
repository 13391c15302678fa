/** A programme that is pushed, and what a test needs around it. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { pino } from 'pino';
import { expect, vi } from 'vitest';
import type { ProgramOutput } from '../../core/program-output.ts';
import { decode } from '../../packager/testing/decode.ts';
import { createTestProgram } from '../../packager/testing/program.ts';
import { Push, type PushState } from '../push.ts';

/** What a test has opened, to be closed in the opposite order. */
export const closers: (() => Promise<void> | void)[] = [];

export async function closeAll(): Promise<void> {
  for (const close of closers.splice(0).reverse()) await close();
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

export function open(url: string): { push: Push; states: PushState[] } {
  const states: PushState[] = [];
  const log = pino({ level: 'silent' });
  const push = new Push({ url, name: 'elsewhere', log, onState: (state) => states.push(state), retryIn: () => 200 });
  closers.push(() => push.close());
  return { push, states };
}

/** A second of programme at a time, at its own speed, until `done`. */
export async function play(accept: (output: ProgramOutput) => void, done: () => boolean): Promise<void> {
  const program = createTestProgram({ emit: accept });
  closers.push(() => program.close());
  await vi.waitFor(
    () => {
      program.advance(25);
      expect(done()).toBe(true);
    },
    { timeout: 25_000, interval: 300 },
  );
}

/** The pictures and the sound of a file in any box. */
export async function decodeFile(path: string): ReturnType<typeof decode> {
  const copy = ['-c', 'copy', '-bsf:a', 'aac_adtstoasc', '-movflags', 'frag_keyframe+empty_moov', '-f', 'mp4', '-'];
  const { stdout } = await promisify(execFile)('ffmpeg', ['-v', 'error', '-i', path, ...copy], {
    encoding: 'buffer',
    maxBuffer: 1e9,
  });
  return decode([stdout]);
}
