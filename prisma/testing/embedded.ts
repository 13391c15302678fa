/**
 * Fresh embedded databases for tests. Making one costs seconds of computing, copying one does not: the first test that
 * asks makes the original, migrated and empty, and all get copies.
 */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../index.ts';
import { readMigrations } from '../migrate.ts';

const cache = join(import.meta.dirname, '../../.cache/test');

/** @returns a data folder of its own, whose owner removes it. */
export async function embeddedFolder(): Promise<string> {
  const original = await originalFolder();
  const folder = mkdtempSync(join(tmpdir(), 'antenne-embedded-'));
  cpSync(original, folder, { recursive: true });
  return folder;
}

async function originalFolder(): Promise<string> {
  const { version } = JSON.parse(readFileSync(findPackageJSON('@electric-sql/pglite', import.meta.url) ?? '', 'utf8'));
  const contents = [version, ...readMigrations().map(({ checksum }) => checksum)].join();
  const folder = join(cache, `embedded-${createHash('sha256').update(contents).digest('hex').slice(0, 16)}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const making = mkdtempSync(join(cache, 'making-'));
  await (await openDatabase({ dataDir: making })).close();
  try {
    renameSync(making, folder);
  } catch {
    // Another test process was quicker: its folder is as good.
    rmSync(making, { recursive: true, force: true });
  }
  return folder;
}
