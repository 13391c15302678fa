import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { desiredFile } from './desired-file.ts';
import { desired } from './testing.ts';

const log = pino({ level: 'silent' });
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'antenne-desired-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('another process reads what the last one wrote, and nothing half-written lies beside it', async () => {
  const path = join(folder, 'media', 'desired.json');
  const [first, last] = [desired(), desired()];
  const file = desiredFile(path, log);
  await Promise.all([file.write([first]), file.write([first, last])]);
  expect(await desiredFile(path, log).read()).toEqual([first, last]);
  expect(await readdir(join(folder, 'media'))).toEqual(['desired.json']);
});

test('a missing or damaged file is an empty beginning', async () => {
  const path = join(folder, 'desired.json');
  expect(await desiredFile(path, log).read()).toEqual([]);
  await writeFile(path, '{"version":1,"broadcasts":[{"slug":');
  expect(await desiredFile(path, log).read()).toEqual([]);
});
