/** Databases for tests, on both kinds. */
import { rmSync } from 'node:fs';
import { type Database, openDatabase } from '../index.ts';
import { embeddedFolder } from './embedded.ts';
import { startPostgres } from './postgres.ts';

export { embeddedFolder } from './embedded.ts';
export { startPostgres } from './postgres.ts';

export interface TestDatabase {
  database: Database;
  /** Closes the database and removes it. */
  remove(): Promise<void>;
}

/** One opener for each kind of database: what holds on one must hold on the other. */
export const DATABASES: { name: string; open: () => Promise<TestDatabase> }[] = [
  { name: 'PGlite', open: openTestPglite },
  { name: 'PostgreSQL', open: openTestPostgres },
];

export async function openTestPglite(): Promise<TestDatabase> {
  const folder = await embeddedFolder();
  // As with PostgreSQL below: a loss of power is for `durable-folder.test.ts`, and thousands of flushes only take time.
  const database = await openDatabase({ dataDir: folder, flush: () => undefined });
  return {
    database,
    async remove() {
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function openTestPostgres(): Promise<TestDatabase> {
  const cluster = await startPostgres();
  const database = await openDatabase({ url: await cluster.createDatabase() });
  return {
    database,
    async remove() {
      await database.close();
      await cluster.stop();
    },
  };
}
