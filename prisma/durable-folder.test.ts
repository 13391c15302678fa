import { fdatasyncSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openFolder } from './durable-folder.ts';
import { embeddedFolder } from './testing/index.ts';

test('a commit is on the disk before it is answered; looking at it costs no flush', async () => {
  const folder = await embeddedFolder();
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
    // What brings votes to the disk before they are acknowledged.
    await pglite.query("SELECT pg_logical_emit_message(true, 'antenne', 'votes')");
    expect(flushed).toHaveLength(2);
    await pglite.exec('CHECKPOINT');
    expect(flushed.some((path) => path.includes('/base/'))).toBe(true);
  } finally {
    await pglite.close();
    rmSync(folder, { recursive: true });
  }
}, 60_000);
