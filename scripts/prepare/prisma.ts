import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../command.mjs';
import { step } from '../progress.mjs';
import { localCache, root, tool } from './paths.ts';

const folder = join(root, 'prisma');
const stamp = join(localCache, 'prisma-client');

/** Generates the Prisma client when the schema, or Prisma, is another than last time. */
export async function prepareClient(signal: AbortSignal): Promise<void> {
  const wanted = fingerprint(['schema.prisma', 'prisma.config.ts', 'package.json']);
  if (existsSync(join(folder, 'generated')) && read(stamp) === wanted) return;
  await step('Generating the database client', async () => {
    // Generating needs no engine, yet Prisma downloads one unless told that it is there.
    const env = {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true',
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    };
    await run(tool('prisma'), ['generate', '--schema', 'schema.prisma', '--no-hints'], { cwd: folder, env, signal });
    mkdirSync(localCache, { recursive: true });
    writeFileSync(stamp, wanted);
  });
}

function fingerprint(files: string[]): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\n${read(join(folder, file)) ?? ''}\n`);
  return hash.digest('hex');
}

function read(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}
