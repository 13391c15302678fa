import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

/** A project with the first stage as it is, one dependency, and an npm that only notes what it was asked. */
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'antenne-bootstrap-'));
  mkdirSync(join(folder, 'scripts'));
  for (const name of ['bootstrap', 'command', 'lock', 'orphan', 'problem', 'progress']) {
    copyFileSync(join(import.meta.dirname, `${name}.mjs`), join(folder, 'scripts', `${name}.mjs`));
  }
  const files = {
    'scripts/go.mjs': "import { handOver } from './bootstrap.mjs';\nawait handOver('second.ts');\n",
    'scripts/second.ts':
      "const words: string[] = process.argv.slice(2);\nconsole.log('second stage:', words.join(' '));\n",
    'npm/npm': [
      '#!/bin/sh',
      `echo "$*" >> ${folder}/calls`,
      `if [ -e ${folder}/refuses ]; then echo "no such package" >&2; exit 1; fi`,
      'mkdir -p node_modules/.bin node_modules/node',
      'cp package-lock.json node_modules/.package-lock.json',
      `ln -sf ${process.execPath} node_modules/.bin/node`,
      `echo '{"version":"${process.versions.node}"}' > node_modules/node/package.json`,
    ].join('\n'),
  };
  mkdirSync(join(folder, 'npm'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  chmodSync(join(folder, 'npm/npm'), 0o755);
  wanted('1.0.0');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function wanted(version: string): void {
  const packages = {
    '': { name: 'project' },
    'node_modules/left': { version },
    'node_modules/only-elsewhere': { version: '9.9.9', optional: true },
  };
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages }));
}

async function go(...words: string[]): Promise<{ code: number | null; output: string }> {
  const { npm_execpath: _, ...env } = process.env;
  const child = spawn(process.execPath, [join(folder, 'scripts/go.mjs'), ...words], {
    env: { ...env, PATH: [join(folder, 'npm'), process.env.PATH].join(delimiter) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const [code] = await once(child, 'close');
  return { code, output };
}

/** What npm was asked to do, e.g. `install`. */
function calls(): string[] {
  const path = join(folder, 'calls');
  return existsSync(path)
    ? readFileSync(path, 'utf8')
        .trim()
        .split('\n')
        .map((line) => line.split(' ')[0] ?? '')
    : [];
}

test('installs once, then goes straight to the second stage', async () => {
  expect(await go('--a', 'b')).toEqual({ code: 0, output: 'second stage: --a b\n' });
  expect(calls()).toEqual(['install', 'rebuild']);
  expect(await go()).toEqual({ code: 0, output: 'second stage: \n' });
  expect(calls()).toHaveLength(2);
});

test('installs again when the lock asks for something else', async () => {
  await go();
  wanted('1.0.1');
  await go();
  expect(calls()).toEqual(['install', 'rebuild', 'install', 'rebuild']);
});

test('two first starts at once install once', async () => {
  const both = await Promise.all([go(), go()]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  expect(calls()).toEqual(['install', 'rebuild']);
});

test('an installation that fails ends with npm’s own words', async () => {
  writeFileSync(join(folder, 'refuses'), '');
  const { code, output } = await go();
  expect(code).toBe(1);
  expect(output).toMatch(/npm install .* failed \(1\):\nno such package/);
});
