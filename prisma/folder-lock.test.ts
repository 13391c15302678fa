import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FolderLockedError, lockFolder } from './folder-lock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'antenne-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Another process that takes the lock and holds it until it is killed. */
async function holder() {
  const module = JSON.stringify(join(import.meta.dirname, 'folder-lock.ts'));
  const code = `import { lockFolder } from ${module}; lockFolder(${JSON.stringify(folder)}); console.log('held'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return child;
}

test('a folder that a living process holds is refused, by its number', async () => {
  const child = await holder();
  expect(() => lockFolder(folder)).toThrow(FolderLockedError);
  expect(() => lockFolder(folder)).toThrow(String(child.pid));
  child.kill('SIGKILL');
  await once(child, 'exit');
});

test('the lock of a process that was killed is taken over', async () => {
  const child = await holder();
  child.kill('SIGKILL');
  await once(child, 'exit');
  const lock = lockFolder(folder);
  expect(existsSync(join(folder, 'database.lock'))).toBe(true);
  lock.release();
  lock.release();
  expect(existsSync(join(folder, 'database.lock'))).toBe(false);
});

test('a process that only has the same number is not the holder', () => {
  writeFileSync(join(folder, 'database.lock'), `${process.ppid} 1`);
  lockFolder(folder).release();
});

test.runIf(process.platform === 'linux')(
  'a process that is over and that nobody has reaped is not the holder',
  async () => {
    // Its parent becomes a program that waits for nobody.
    const parent = spawn('/bin/sh', ['-c', 'sleep 60 & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [said] = await once(parent.stdout, 'data');
    const pid = Number(said);
    const stat = () => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    writeFileSync(join(folder, 'database.lock'), `${pid} ${stat()[19]}`);
    expect(() => lockFolder(folder)).toThrow(FolderLockedError);
    // Before that, it is a shell, which would reap.
    await expect.poll(() => readFileSync(`/proc/${parent.pid}/comm`, 'utf8').trim()).toBe('sleep');
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => stat()[0]).toBe('Z');
    lockFolder(folder).release();
    parent.kill('SIGKILL');
    await once(parent, 'exit');
  },
);
