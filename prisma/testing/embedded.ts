/** Fresh embedded databases for tests, migrated and empty. */
import { cpSync, mkdtempSync, readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../index.ts';
import { readMigrations } from '../migrate.ts';
import { originalFolder } from './original.ts';

/** @returns a data folder of its own, whose owner removes it. */
export async function embeddedFolder(): Promise<string> {
  const { version } = JSON.parse(readFileSync(findPackageJSON('@electric-sql/pglite', import.meta.url) ?? '', 'utf8'));
  const contents = [version, ...readMigrations().map(({ checksum }) => checksum)].join();
  const original = await originalFolder('embedded', contents, async (making) => {
    await (await openDatabase({ dataDir: making })).close();
  });
  const folder = mkdtempSync(join(tmpdir(), 'antenne-embedded-'));
  cpSync(original, folder, { recursive: true });
  return folder;
}
