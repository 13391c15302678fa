import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLog } from './rotating-log.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'antenne-log-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('goes on where the last start ended', () => {
  for (const line of ['first', 'second']) {
    const log = openLog(join(folder, 'server.log'));
    log.write(line);
    log.close();
    log.close();
  }
  expect(readFileSync(join(folder, 'server.log'), 'utf8')).toBe('first\nsecond\n');
});

test('never takes more than twice the limit, and keeps the newest lines', () => {
  const path = join(folder, 'server.log');
  const log = openLog(path, 100);
  for (let n = 0; n < 50; n += 1) log.write(`line ${n} of a long evening`);
  log.close();
  const sizes = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8').length);
  expect(sizes).toHaveLength(2);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(100);
  expect(readFileSync(path, 'utf8')).toContain('line 49 of a long evening');
});

test('a line after the end is dropped', () => {
  const log = openLog(join(folder, 'server.log'));
  log.close();
  expect(() => log.write('late')).not.toThrow();
});

test('a full disk takes no line, and nobody stumbles over it', () => {
  const path = join(folder, 'server.log');
  symlinkSync('/dev/full', path);
  const log = openLog(path);
  expect(() => log.write('lost')).not.toThrow();
  log.close();
});
