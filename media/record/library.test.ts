import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Journal, type JournalEntry } from './journal.ts';
import { createRecordingLibrary, type RecordingLibrary, StillGrowing } from './library.ts';

let root: string;
let library: RecordingLibrary;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'antenne-library-'));
  library = createRecordingLibrary({ root, reserveBytes: 1_000 });
});
afterEach(() => rm(root, { recursive: true, force: true }));

const file = (name: string, pid: number): JournalEntry => ({
  type: 'file',
  file: name,
  contributorId: 'a',
  name: 'Awa',
  startFrame: 25,
  video: 'vp8',
  audio: true,
  width: 640,
  height: 360,
  pid,
});

/** One file that is complete, one that this process writes. */
async function record(): Promise<string> {
  const folder = join(root, 'tour');
  await mkdir(folder);
  const journal = await Journal.open(folder);
  journal.add(
    { type: 'programme', version: 1, title: 'Tour', startedAt: 1e12, frameRate: 25, width: 640, height: 360 },
    { type: 'life', frame: 0, startedAt: 1e12 },
    { type: 'take', frame: 0, source: { type: 'slate' }, transition: { type: 'cut' } },
    file('awa-01.mkv', process.pid),
    { type: 'end', file: 'awa-01.mkv', endFrame: 275, bytes: 10, reason: 'stopped' },
    file('awa-02.mkv', process.pid),
  );
  expect(await journal.flush()).toBe(true);
  for (const name of ['awa-01.mkv', 'awa-02.mkv', 'notes.txt']) await writeFile(join(folder, name), 'ten bytes.');
  return folder;
}

test('lists what is there, with how long it is, or that it grows', async () => {
  await record();
  const { files, takes, usableBytes } = await library.list('tour');
  expect(files).toMatchObject([
    { file: 'awa-01.mkv', seconds: 10, bytes: 10, growing: false, startedAt: '2001-09-09T01:46:41.000Z' },
    { file: 'awa-02.mkv', seconds: null, growing: true, timecode: '01:46:41:00' },
  ]);
  expect(takes).toBe(1);
  expect(usableBytes).toBeGreaterThan(0);
});

test('a broadcast that was never recorded has an empty list and no edit list', async () => {
  expect(await library.list('never')).toMatchObject({ files: [], takes: 0 });
  expect(await library.edit('never', 'edit.edl')).toBeNull();
  expect(() => library.folder('../etc')).toThrow(RangeError);
  expect(library.path('tour', 'journal.jsonl')).toBeNull();
});

test('deletes one file or everything of its own, and never what is being written', async () => {
  const folder = await record();
  await expect(library.remove('tour', 'awa-02.mkv')).rejects.toThrow(StillGrowing);
  await expect(library.remove('tour', null)).rejects.toThrow(StillGrowing);
  await library.remove('tour', 'awa-01.mkv');
  expect((await library.list('tour')).files.map(({ file: name }) => name)).toEqual(['awa-02.mkv']);
  const journal = await Journal.open(folder);
  journal.add({ type: 'end', file: 'awa-02.mkv', endFrame: 30, bytes: 10, reason: 'stopped' });
  await journal.flush();
  await library.remove('tour', null);
  expect((await readdir(folder)).sort()).toEqual(['journal.jsonl', 'notes.txt']);
  expect(await library.list('tour')).toMatchObject({ files: [], takes: 1 });
});
