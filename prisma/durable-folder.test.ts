import { fdatasyncSync, mkdtempSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openFolder } from './durable-folder.ts';

test('a commit is on the disk before it is answered; looking at it costs no flush', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'antenne-durable-'));
  const flushed: string[] = [];
  const pglite = openFolder(join(folder, 'pgdata'), (fd) => {
    flushed.push(readlinkSync(`/proc/self/fd/${fd}`));
    fdatasyncSync(fd);
  });
  try {
    await pglite.waitReady;
    await pglite.exec('CREATE TABLE "kept" ("word" TEXT)');
    flushed.length = 0;
    await pglite.query('INSERT INTO "kept" VALUES ($1)', ['acknowledged']);
    expect(flushed).toEqual([expect.stringContaining('/pg_wal/')]);
    await pglite.query('SELECT * FROM "kept"');
    expect(flushed).toHaveLength(1);
    await pglite.exec('BEGIN; SET LOCAL synchronous_commit TO OFF; INSERT INTO "kept" VALUES (\'a vote\'); COMMIT');
    expect(flushed).toHaveLength(1);
    await pglite.exec('CHECKPOINT');
    expect(flushed.some((path) => path.includes('/base/'))).toBe(true);
  } finally {
    await pglite.close();
    rmSync(folder, { recursive: true });
  }
}, 60_000);
