import { type FileHandle, mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest';
import { Storage } from './storage.ts';
import { tempFolder } from './testing/reading.ts';

let root: string;
let folder: string;
let now: number;
let logged: string[];
let storage: Storage;

beforeEach(async () => {
  root = await tempFolder();
  folder = join(root, 'show');
  await mkdir(folder);
  now = 0;
  logged = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(JSON.parse(line).msg) });
  storage = new Storage(folder, log, () => now);
});

afterEach(async () => {
  await storage.close();
  await rm(root, { recursive: true });
});

const BYTES = new Uint8Array([1, 2, 3]);

it('says once that the disk fails, and once that it is well, when it has been for a while', async () => {
  await rm(folder, { recursive: true });
  for (; now < 60_000; now += 200) {
    const failed = await storage.putFile('i1-a.mp4', BYTES);
    expect(failed).toBe(false);
    // In between, something works.
    await storage.remove(['nothing']);
  }
  expect(storage.healthy).toBe(false);
  await mkdir(folder);
  for (; now < 120_000; now += 200) expect(await storage.putFile('i1-a.mp4', BYTES)).toBe(true);
  expect(storage.healthy).toBe(true);
  expect(logged).toEqual(['segment storage failed, going on from memory', 'segment storage works again']);
});

describe('the disk', () => {
  let datasync: MockInstance<FileHandle['datasync']>;
  beforeEach(async () => {
    const handle = await open(join(root, 'any'), 'w');
    datasync = vi.spyOn(Object.getPrototypeOf(handle) as FileHandle, 'datasync');
    await handle.close();
    await storage.replaceIndex([]);
  });
  afterEach(() => datasync.mockRestore());

  it('gets finished segments and the index, and no part of the one that is being made', async () => {
    await storage.putPart('s1-a.m4s', 0, BYTES);
    await storage.putPart('s1-a.m4s', 3, BYTES);
    expect(datasync).not.toHaveBeenCalled();
    await storage.putPart('s2-a.m4s', 0, BYTES);
    await vi.waitFor(() => expect(datasync).toHaveBeenCalledTimes(2));
    // While it is at one segment the next is left to the page cache: it gets the first one that it has time for.
    let number = 3;
    await vi.waitFor(async () => {
      await storage.putPart(`s${number}-a.m4s`, 0, BYTES);
      number += 1;
      expect(datasync.mock.calls.length).toBeGreaterThanOrEqual(4);
    });
  });

  it('gets the last segment when the storage is closed', async () => {
    await storage.putPart('s1-a.m4s', 0, BYTES);
    await storage.close();
    expect(datasync).toHaveBeenCalledTimes(2);
  });
});

it('gives up a segment after a part that failed, so that no file has a hole', async () => {
  await rm(folder, { recursive: true });
  expect(await storage.putPart('s1-a.m4s', 0, BYTES)).toBe(false);
  await mkdir(folder);
  expect(await storage.putPart('s1-a.m4s', 3, BYTES)).toBe(false);
  expect(await storage.sizeOf('s1-a.m4s')).toBe(0);
  expect(await storage.putPart('s2-a.m4s', 0, BYTES)).toBe(true);
});

it('appends nothing to an index that lost a line, until it is written whole', async () => {
  expect(await storage.replaceIndex([{ type: 'ended', ended: false }])).toBe(true);
  await storage.close();
  // Another one over the same folder, which has no index open yet.
  const again = new Storage(folder, pino({ level: 'silent' }));
  expect(await again.putEvents([{ type: 'gap', msn: 1 }])).toBe(false);
  expect(await again.replaceIndex([{ type: 'ended', ended: true }])).toBe(true);
  expect(await again.putEvents([{ type: 'gap', msn: 2 }])).toBe(true);
  await again.close();
  expect(await readFile(join(folder, 'index.jsonl'), 'utf8')).toBe(
    '{"type":"ended","ended":true}\n{"type":"gap","msn":2}\n',
  );
});

it('reads an index around its broken lines', async () => {
  await writeFile(join(folder, 'index.jsonl'), '{"type":"gap","msn":1}\n{"type":"gap"}\n{"type":"gap","msn":3}\n');
  expect(await storage.readIndex()).toEqual([{ type: 'gap', msn: 1 }, null, { type: 'gap', msn: 3 }]);
});
