import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../command.mjs';
import { step } from '../progress.mjs';
import { oneAtATime } from './one-at-a-time.ts';
import { localCache, root, tool } from './paths.ts';

const folder = join(root, 'prisma');
const stamp = join(localCache, 'database-client');

/** Generates the Prisma client when the schema, or Prisma, is another than last time. */
export async function prepareClient(signal: AbortSignal): Promise<void> {
  await oneAtATime('database client', signal, async () => {
    const wanted = fingerprint([join(folder, 'schema.prisma'), join(root, 'node_modules', 'prisma', 'package.json')]);
    if (existsSync(join(folder, 'generated')) && read(stamp) === wanted) return;
    // Generating needs no engine, yet Prisma downloads one unless told that it is there.
    const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true', CHECKPOINT_DISABLE: '1' };
    await step('Generating the database client', () =>
      run(tool('prisma'), ['generate', '--schema', 'schema.prisma', '--no-hints'], { cwd: folder, env, signal }),
    );
    writeFileSync(stamp, wanted);
  });
}

function fingerprint(files: string[]): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(read(file) ?? '');
  return hash.digest('hex');
}

function read(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}
