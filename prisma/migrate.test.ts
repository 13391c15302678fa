import { rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { type MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm';
import pg from 'pg';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from './index.ts';
import { applyMigrations, type Migration, MigrationError, pendingMigrations, readMigrations } from './migrate.ts';
import { embeddedFolder } from './testing/index.ts';
import { type PostgresCluster, startPostgres } from './testing/postgres.ts';

const NO_FILTER = { externalTables: [], externalEnums: [] };
const schemaPath = join(import.meta.dirname, 'schema.prisma');

/** The migrations as Prisma's own engine takes them. */
async function migrationList(): Promise<MigrationList> {
  const lock = join(import.meta.dirname, 'migrations', 'migration_lock.toml');
  return {
    baseDir: join(import.meta.dirname, 'migrations'),
    lockfile: { path: 'migration_lock.toml', content: await readFile(lock, 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: readMigrations().map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
    })),
  };
}

async function engineOn(factory: Parameters<typeof bindMigrationAwareSqlAdapterFactory>[0]): Promise<SchemaEngine> {
  const schema = await readFile(schemaPath, 'utf8');
  return SchemaEngine.new(
    { datamodels: [[schemaPath, schema]] },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(factory),
  );
}

let postgres: PostgresCluster;
let folder: string;
beforeAll(async () => {
  postgres = await startPostgres();
  folder = await embeddedFolder();
}, 120_000);
afterAll(async () => {
  await postgres?.stop();
  if (folder) rmSync(folder, { recursive: true });
});

test('the migrations make what the schema says', async () => {
  const pglite = new PGlite({ dataDir: join(folder, 'pgdata') });
  const engine = await engineOn(new PrismaPGlite(pglite));
  const files = [{ path: schemaPath, content: await readFile(schemaPath, 'utf8') }];
  const { exitCode, stdout } = await engine.diff({
    from: { tag: 'schemaDatasource', files, configDir: import.meta.dirname },
    to: { tag: 'schemaDatamodel', files },
    script: true,
    exitCode: true,
    filters: NO_FILTER,
  });
  expect(stdout).toContain('empty migration');
  expect(exitCode).toBe(0);
  await pglite.close();
});

describe('on PostgreSQL', () => {
  test('Prisma finds nothing to do, nothing edited and no drift after our runner', async () => {
    const url = await postgres.createDatabase();
    const database = await openDatabase({ url });
    expect(database.applied).toEqual(readMigrations().map(({ name }) => name));
    await database.close();
    const engine = await engineOn(new PrismaPg({ connectionString: url, idleTimeoutMillis: 50 }));
    const history = await engine.diagnoseMigrationHistory({
      migrationsList: await migrationList(),
      optInToShadowDatabase: true,
      filters: NO_FILTER,
    });
    expect(history).toMatchObject({ failedMigrationNames: [], editedMigrationNames: [], hasMigrationsTable: true });
    expect(history).not.toHaveProperty('drift');
    expect(history.history ?? null).toBeNull();
    const applied = await engine.applyMigrations({ migrationsList: await migrationList(), filters: NO_FILTER });
    expect(applied.appliedMigrationNames).toEqual([]);
  });

  test('our runner finds nothing to do after Prisma', async () => {
    const url = await postgres.createDatabase();
    const engine = await engineOn(new PrismaPg({ connectionString: url, idleTimeoutMillis: 50 }));
    const applied = await engine.applyMigrations({ migrationsList: await migrationList(), filters: NO_FILTER });
    expect(applied.appliedMigrationNames).toEqual(readMigrations().map(({ name }) => name));
    const database = await openDatabase({ url });
    expect(database.applied).toEqual([]);
    await database.close();
  });

  test('servers that start at once apply each migration once', async () => {
    const url = await postgres.createDatabase();
    const databases = await Promise.all([openDatabase({ url }), openDatabase({ url }), openDatabase({ url })]);
    const applied = databases.flatMap((database) => database.applied);
    expect(applied.toSorted()).toEqual(readMigrations().map(({ name }) => name));
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query(
      'SELECT "checksum", "finished_at", "applied_steps_count" FROM "_prisma_migrations" ORDER BY "migration_name"',
    );
    expect(rows.map((row) => row.checksum)).toEqual(readMigrations().map(({ checksum }) => checksum));
    expect(rows.every((row) => row.finished_at !== null && row.applied_steps_count === 1)).toBe(true);
    await client.end();
    await Promise.all(databases.map((database) => database.close()));
  });
});

test('a migration that fails leaves nothing behind and is tried again', async () => {
  const client = new pg.Client({ connectionString: await postgres.createDatabase() });
  await client.connect();
  const target = {
    exec: async (sql: string) => void (await client.query(sql)),
    query: async (sql: string, values: readonly unknown[] = []) =>
      (await client.query<Record<string, unknown>>(sql, [...values])).rows,
  };
  const good: Migration = { name: '1_good', sql: 'CREATE TABLE "a" ("id" INT);', checksum: 'a' };
  const bad: Migration = { name: '2_bad', sql: 'CREATE TABLE "b" ("id" INT); SELECT 1 / 0;', checksum: 'b' };
  await expect(applyMigrations(target, [good, bad])).rejects.toThrow(/2_bad failed: division by zero/);
  const tables = await target.query(`SELECT to_regclass('a') AS a, to_regclass('b') AS b`);
  expect(tables).toEqual([{ a: 'a', b: null }]);
  await expect(applyMigrations(target, [good, { ...bad, sql: 'SELECT 1;' }])).resolves.toEqual(['2_bad']);
  await client.end();
});

describe('a history that cannot be continued is refused', () => {
  const migration: Migration = { name: '1_one', sql: '', checksum: 'sum' };
  test.each([
    ['edited', { name: '1_one', checksum: 'other', finished: true }, /edited/],
    ['unfinished', { name: '1_one', checksum: 'sum', finished: false }, /did not finish/],
    ['from a newer version', { name: '2_two', checksum: 'sum', finished: true }, /newer version/],
  ])('%s', (_what, recorded, message) => {
    expect(() => pendingMigrations([recorded], [migration])).toThrow(MigrationError);
    expect(() => pendingMigrations([recorded], [migration])).toThrow(message);
  });
});

test('a folder that another opening holds is refused, and free after closing', async () => {
  const first = await openDatabase({ dataDir: folder });
  await expect(openDatabase({ dataDir: folder })).rejects.toThrow(/in use by process/);
  await first.client.installationFact.create({ data: { name: 'kept', value: 'yes' } });
  await first.close();
  const second = await openDatabase({ dataDir: folder });
  expect(second.applied).toEqual([]);
  expect(await second.client.installationFact.findMany()).toEqual([{ name: 'kept', value: 'yes' }]);
  await second.close();
});
