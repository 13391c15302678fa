/** Opens the database: PGlite in a folder, or PostgreSQL by address. Same schema, same migrations, same client. */
import { join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { type Flush, openFolder } from './durable-folder.ts';
import { lockFolder } from './folder-lock.ts';
import { type Prisma, PrismaClient } from './generated/client.ts';
import { applyMigrations, type MigrationTarget } from './migrate.ts';

export { FolderLockedError } from './folder-lock.ts';
export type * from './generated/client.ts';
export { Prisma } from './generated/client.ts';
export { MigrationError } from './migrate.ts';

/** The client, or one transaction of it. Stores take this, so that they work inside and outside of a transaction. */
export type Queries = Prisma.TransactionClient;

export interface Database {
  client: PrismaClient;
  kind: 'pglite' | 'postgresql';
  /** Migrations applied by this opening. */
  applied: string[];
  /** Waits for running queries and frees the folder or the connections. Safe twice. */
  close(): Promise<void>;
}

export type DatabasePlace =
  /** The embedded database in `<dataDir>/pgdata`. One process at a time. `flush`: as in `openFolder`. */
  | { dataDir: string; flush?: Flush }
  /** PostgreSQL: postgresql://user:password@host:port/name. */
  | { url: string };

/** Prisma's key for pg_advisory_lock, so that `prisma migrate deploy` and a starting server wait for each other. */
const MIGRATION_LOCK = 72_707_369;

/**
 * Milliseconds. The embedded database has one connection: transactions wait for each other, and a burst must queue
 * rather than fail.
 */
const TRANSACTION_OPTIONS = { maxWait: 20_000, timeout: 30_000 };

/**
 * Opens the database and brings it to the newest migration.
 * @throws MigrationError, FolderLockedError, or the driver's error when PostgreSQL cannot be reached.
 */
export async function openDatabase(place: DatabasePlace): Promise<Database> {
  return 'url' in place ? openPostgres(place.url) : openEmbedded(place.dataDir, place.flush);
}

async function openEmbedded(dataDir: string, flush?: Flush): Promise<Database> {
  const lock = lockFolder(dataDir);
  const pglite = openFolder(join(dataDir, 'pgdata'), flush);
  try {
    await pglite.waitReady;
    const applied = await applyMigrations({
      exec: async (sql) => void (await pglite.exec(sql)),
      query: async (sql, values = []) => (await pglite.query<Record<string, unknown>>(sql, [...values])).rows,
    });
    const client = new PrismaClient({ adapter: new PrismaPGlite(pglite), transactionOptions: TRANSACTION_OPTIONS });
    return {
      client,
      kind: 'pglite',
      applied,
      close: once(async () => {
        await client.$disconnect();
        await pglite.close();
        lock.release();
      }),
    };
  } catch (error) {
    if (!pglite.closed) await pglite.close().catch(() => undefined);
    lock.release();
    throw error;
  }
}

async function openPostgres(url: string): Promise<Database> {
  const applied = await migratePostgres(url);
  const client = new PrismaClient({
    adapter: new PrismaPg({ connectionString: url }),
    transactionOptions: TRANSACTION_OPTIONS,
  });
  return { client, kind: 'postgresql', applied, close: once(() => client.$disconnect()) };
}

async function migratePostgres(url: string): Promise<string[]> {
  const connection = new pg.Client({ connectionString: url });
  await connection.connect();
  try {
    const target: MigrationTarget = {
      exec: async (sql) => void (await connection.query(sql)),
      query: async (sql, values = []) => (await connection.query<Record<string, unknown>>(sql, [...values])).rows,
    };
    await target.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    // Ending the connection releases the lock.
    return await applyMigrations(target);
  } finally {
    await connection.end();
  }
}

function once(close: () => Promise<void>): () => Promise<void> {
  let closing: Promise<void> | undefined;
  return () => {
    closing ??= close();
    return closing;
  };
}
