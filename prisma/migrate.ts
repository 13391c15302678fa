/**
 * Applies the SQL migrations of `migrations/` and keeps the same record as `prisma migrate deploy`
 * (table `_prisma_migrations`, SHA-256 of each file), so that either of them can go on from the other.
 * Prisma's own runner is a native engine that has to be downloaded; this one needs nothing.
 */
import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The little that a migration needs of a database. `exec` runs a script of several statements. */
export interface MigrationTarget {
  exec(sql: string): Promise<void>;
  query(sql: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
}

export interface Migration {
  /** Folder name: `<timestamp>_<intent>`. */
  name: string;
  sql: string;
  /** SHA-256 of the file, hexadecimal. */
  checksum: string;
}

/** The database cannot be brought to this version; `message` says why in one line. */
export class MigrationError extends Error {
  override name = 'MigrationError';
}

const MIGRATIONS_FOLDER = join(import.meta.dirname, 'migrations');

/** Prisma's own definition of its table (schema-engine, `sql_migration_persistence`). */
const RECORD_TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id"                  VARCHAR(36) PRIMARY KEY NOT NULL,
    "checksum"            VARCHAR(64) NOT NULL,
    "finished_at"         TIMESTAMPTZ,
    "migration_name"      VARCHAR(255) NOT NULL,
    "logs"                TEXT,
    "rolled_back_at"      TIMESTAMPTZ,
    "started_at"          TIMESTAMPTZ NOT NULL DEFAULT now(),
    "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`;

/** Reads the migrations, oldest first. */
export function readMigrations(folder = MIGRATIONS_FOLDER): Migration[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

/**
 * Brings the database to the newest migration, each in a transaction of its own together with its record.
 * The caller holds whatever lock keeps a second runner out.
 * @returns the names of those applied now.
 * @throws MigrationError when one fails, was edited after it was applied, or is unknown to this version.
 */
export async function applyMigrations(target: MigrationTarget, migrations = readMigrations()): Promise<string[]> {
  await target.exec(RECORD_TABLE);
  const pending = pendingMigrations(await readRecord(target), migrations);
  for (const migration of pending) {
    const startedAt = new Date();
    await target.exec('BEGIN');
    try {
      await target.exec(migration.sql);
      await target.query(
        `INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "started_at", "finished_at", "applied_steps_count")
         VALUES ($1, $2, $3, $4, now(), 1)`,
        [randomUUID(), migration.checksum, migration.name, startedAt.toISOString()],
      );
      await target.exec('COMMIT');
    } catch (cause) {
      await target.exec('ROLLBACK');
      throw new MigrationError(
        `migration ${migration.name} failed: ${cause instanceof Error ? cause.message : cause}`,
        {
          cause,
        },
      );
    }
  }
  return pending.map((migration) => migration.name);
}

interface RecordedMigration {
  name: string;
  checksum: string;
  finished: boolean;
}

async function readRecord(target: MigrationTarget): Promise<RecordedMigration[]> {
  const rows = await target.query(
    `SELECT "migration_name", "checksum", "finished_at" FROM "_prisma_migrations" WHERE "rolled_back_at" IS NULL`,
  );
  return rows.map((row) => ({
    name: String(row.migration_name),
    checksum: String(row.checksum),
    finished: row.finished_at !== null,
  }));
}

/** What is still to do; refuses a history that this version cannot continue. */
export function pendingMigrations(record: readonly RecordedMigration[], migrations: readonly Migration[]): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const { name, checksum, finished } of record) {
    const migration = known.get(name);
    if (!migration) {
      throw new MigrationError(
        `the database has migration ${name}, which this version does not know: start a newer version`,
      );
    }
    if (!finished) {
      throw new MigrationError(
        `migration ${name} was begun by prisma migrate and did not finish: resolve it with prisma migrate resolve`,
      );
    }
    if (migration.checksum !== checksum) {
      throw new MigrationError(
        `migration ${name} was edited after it had been applied (checksum ${checksum} in the database)`,
      );
    }
  }
  const applied = new Set(record.map(({ name }) => name));
  return migrations.filter((migration) => !applied.has(migration.name));
}
