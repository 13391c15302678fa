import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { cpuSeconds, isAlive, processesWith, processTree, residentBytes, roleOf } from './processes.ts';

test('a child is found below us and by its environment, costs something, and is gone after its end', async () => {
  const mark = `mark-${process.pid}`;
  const child = spawn(process.execPath, ['-e', 'console.log("up"); setInterval(() => {}, 1000)'], {
    env: { ...process.env, ANTENNE_TEST_MARK: mark },
  });
  await once(child.stdout, 'data');
  const pid = child.pid ?? 0;
  expect(processTree(process.pid).map((found) => found.pid)).toContain(pid);
  expect(processesWith('ANTENNE_TEST_MARK', mark).map((found) => found.pid)).toEqual([pid]);
  expect(residentBytes(pid)).toBeGreaterThan(10_000_000);
  expect(cpuSeconds(pid)).toBeGreaterThanOrEqual(0);
  expect(isAlive(pid)).toBe(true);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(isAlive(pid)).toBe(false);
  expect(residentBytes(pid)).toBeNull();
  expect(processTree(pid)).toEqual([]);
});

test.each([
  ['/a/node /a/media/program.ts', 'program'],
  ['/a/node --flag /a/media/main.ts', 'media'],
  ['/a/mediasoup-worker --logLevel=warn', 'worker'],
  ['node scripts/start.mjs --no-demo', 'launcher'],
  ['/usr/bin/cat', 'other'],
])('%s is the %s', (command, role) => {
  expect(roleOf(command)).toBe(role);
});
