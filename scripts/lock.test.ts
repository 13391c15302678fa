import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeLock, waitForLock } from './lock.mjs';

let folder = '';
let path = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'antenne-lock-'));
  path = join(folder, 'lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function held(lock: ReturnType<typeof takeLock>) {
  if (!('release' in lock)) throw new Error(`held by ${lock.heldBy}`);
  return lock;
}

test('one holder at a time, named to the others', () => {
  const first = held(takeLock(path));
  expect(takeLock(path)).toEqual({ heldBy: process.pid });
  first.release();
  held(takeLock(path)).release();
});

test('releasing leaves nothing behind, and twice is harmless', () => {
  const lock = held(takeLock(path));
  lock.release();
  const next = held(takeLock(path));
  lock.release();
  expect(existsSync(path), 'the next holder keeps its lock').toBe(false);
  next.release();
  expect(readdirSync(folder)).toEqual([]);
});

test('the lock of a process that is gone is taken over', async () => {
  const child = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' });
  await once(child, 'exit');
  writeFileSync(path, `${child.pid} 12345`);
  const lock = held(takeLock(path));
  expect(lock.tookOver).toBe(true);
  lock.release();
});

test('a process that got the id of the dead holder is not taken for it', () => {
  writeFileSync(path, `${process.pid} 1`);
  expect(held(takeLock(path)).tookOver).toBe(true);
});

test('waiting ends when the holder lets go, and when it is called off', async () => {
  const first = held(takeLock(path));
  const waits: number[] = [];
  const next = waitForLock(path, {
    onWait: (pid) => {
      waits.push(pid);
      first.release();
    },
  });
  (await next).release();
  expect(waits).toEqual([process.pid]);

  const last = held(takeLock(path));
  const calledOff = new AbortController();
  const never = waitForLock(path, { signal: calledOff.signal, onWait: () => calledOff.abort() });
  await expect(never).rejects.toThrow();
  last.release();
});

test.runIf(process.platform === 'linux')(
  'a process that is over and that nobody has reaped holds nothing',
  async () => {
    // Its parent becomes a program that waits for nobody.
    const parent = spawn('/bin/sh', ['-c', 'sleep 60 & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [said] = await once(parent.stdout, 'data');
    const pid = Number(said);
    const stat = () => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    writeFileSync(path, `${pid} ${stat()[19]}`);
    expect(takeLock(path)).toEqual({ heldBy: pid });
    // Before that, it is a shell, which would reap.
    await expect.poll(() => readFileSync(`/proc/${parent.pid}/comm`, 'utf8').trim()).toBe('sleep');
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => stat()[0]).toBe('Z');
    held(takeLock(path)).release();
    parent.kill('SIGKILL');
    await once(parent, 'exit');
  },
);
