import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ensurePackages } from './debian.ts';

/** Stand-ins for dpkg-query and apt-get, first in the PATH; apt-get notes how it was called. */
let folder = '';
let path: string | undefined;
const never = new AbortController().signal;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'antenne-debian-'));
  path = process.env.PATH;
  process.env.PATH = `${folder}:${path}`;
  command('apt-get', `echo "$DEBIAN_FRONTEND $*" >> ${folder}/calls; if read -r line; then exit 9; fi`);
});
afterEach(() => {
  process.env.PATH = path;
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

function command(name: string, script: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, name), 0o755);
}

function installed(...packages: string[]): void {
  const about = packages.map((name) => `Package: ${name}\nStatus: install ok installed\nPriority: optional\n`);
  writeFileSync(join(folder, 'about'), [...about, 'Package: gone\nStatus: deinstall ok config-files\n'].join('\n'));
  command('dpkg-query', `cat ${folder}/about; exit 1`);
}

const calls = () => readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');

test('does nothing when everything is there', async () => {
  installed('chromium', 'ffmpeg');
  await ensurePackages(['chromium', 'ffmpeg'], 'the tests', never);
  expect(() => calls()).toThrow('ENOENT');
});

test('as root, installs what is missing without asking anything', async () => {
  installed('ffmpeg');
  vi.spyOn(process, 'getuid').mockReturnValue(0);
  await ensurePackages(['chromium', 'ffmpeg', 'gone'], 'the tests', never);
  const [, update, install] = calls();
  expect(update).toMatch(/^noninteractive .* update$/);
  expect(install).toMatch(/^noninteractive .*-y install --no-install-recommends chromium gone$/);
});

test('otherwise says in one line what to type', async () => {
  installed('ffmpeg');
  vi.spyOn(process, 'getuid').mockReturnValue(1000);
  await expect(ensurePackages(['chromium', 'ffmpeg'], 'the tests', never)).rejects.toThrow(
    /^Missing for the tests: chromium\. Type: sudo apt-get install -y --no-install-recommends chromium$/,
  );
});

test('where there is no apt-get, names what is missing', async () => {
  installed();
  command('apt-get', 'exit 127');
  vi.spyOn(process, 'getuid').mockReturnValue(0);
  await expect(ensurePackages(['chromium'], 'the tests', never)).rejects.toThrow(/no apt-get here.*chromium/);
});
