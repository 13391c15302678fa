import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SegmentFiles } from './segment-files.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'antenne-files-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function file(name: string, length: number): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, Buffer.alloc(length, name));
  return path;
}

it('reads a file once for all who ask, and needs it no more', async () => {
  const files = new SegmentFiles();
  const path = await file('a', 1000);
  const [first, second] = await Promise.all([files.read(path), files.read(path)]);
  expect(first).toEqual(Buffer.alloc(1000, 'a'));
  expect(second).toBe(first);
  await rm(path);
  expect(await files.read(path)).toBe(first);
});

it('lets go of what nobody asked for longest', async () => {
  const files = new SegmentFiles(2500);
  const [a, b, c] = [await file('a', 1000), await file('b', 1000), await file('c', 1000)];
  const kept = await files.read(a);
  const other = await files.read(b);
  await files.read(a);
  await files.read(c);
  expect(await files.read(a)).toBe(kept);
  expect(await files.read(b)).not.toBe(other);
});

it('a file that was not there is looked for again, and one that is too long is not kept', async () => {
  const files = new SegmentFiles();
  expect(await files.read(join(folder, 'late'))).toBeNull();
  expect(await files.read(await file('late', 10))).toHaveLength(10);
  expect(await files.read(await file('long', 9 * 1024 * 1024))).toBeNull();
});
