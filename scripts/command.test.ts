import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { attempt, run } from './command.mjs';

const script = (code: string) => ['-e', code];

test('tells how a command ended and what it said', async () => {
  const result = await attempt(process.execPath, script('console.log("one"); console.error("two"); process.exit(3)'));
  expect(result.code).toBe(3);
  expect(result.output).toContain('one');
  expect(result.output).toContain('two');
});

test('a command that is not there counts as code 127', async () => {
  expect((await attempt('no-such-command-anywhere', [])).code).toBe(127);
});

test('a command that must succeed fails with its last words', async () => {
  const failing = run(process.execPath, script('console.log("no disk under the moon"); process.exit(1)'));
  await expect(failing).rejects.toThrow(/failed \(1\):\nno disk under the moon/);
});

test('the command gets no standard input to wait for', async () => {
  const code = 'process.stdin.on("end", () => process.exit(7)).resume()';
  expect((await attempt(process.execPath, script(code))).code).toBe(7);
});

test.each([
  ['an interruption', (stop: AbortController) => ({ signal: stop.signal })],
  ['the time limit', () => ({ timeoutMs: 3_000 })],
])('%s ends what the command started, too', async (_, optionsFor) => {
  const stop = new AbortController();
  const grandchild = 'setInterval(() => {}, 1000)';
  const code = `
    const child = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(grandchild)}], { stdio: 'inherit' });
    require('node:fs').writeFileSync(process.argv[1], String(child.pid));
    setInterval(() => {}, 1000);`;
  const folder = mkdtempSync(join(tmpdir(), 'antenne-command-'));
  const note = join(folder, 'pid');
  const ended = attempt(process.execPath, ['-e', code, note], optionsFor(stop)).catch((error) => error);
  const pid = await vi.waitFor(() => {
    const text = readFileSync(note, 'utf8');
    expect(text).not.toBe('');
    return Number(text);
  }, 10_000);
  stop.abort();
  await ended;
  await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), 5_000);
  rmSync(folder, { recursive: true });
});
