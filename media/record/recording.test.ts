import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, open, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AV_LOG_QUIET } from 'node-av/constants';
import { Log } from 'node-av/lib';
import { pino } from 'pino';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Vp8Depacketizer } from '../ingest/vp8.ts';
import { paintNumber, readNumber, readRecorded } from '../testing/recorded.ts';
import { makeRtpMedia } from '../testing/rtp-media.ts';
import { mayMount, mountSmallDisk } from '../testing/small-disk.ts';
import { type JournalEntry, readJournal } from './journal.ts';
import type { RecorderEntry } from './messages.ts';
import type { OpenFile } from './part-file.ts';
import { openNew } from './part-file.ts';
import { Recording } from './recording.ts';
import type { RecordingOptions } from './recording-files.ts';

/** One second of pictures, again and again. */
let second: { ms: number; key: boolean; data: Buffer }[];
beforeAll(() => {
  Log.setLevel(AV_LOG_QUIET);
  const media = makeRtpMedia({ seconds: 1, paint: (frame, index) => paintNumber(frame, index) });
  const depacketizer = new Vp8Depacketizer();
  second = media.packets.flatMap(({ kind, atMs, timestamp, marker, payload }) => {
    if (kind === 'audio') return [];
    const packet = { payloadType: 96, sequence: 0, ssrc: 1, timestamp, marker, payload };
    return depacketizer.push({ packet, gapBefore: false }).units.map(({ key, data }) => ({ ms: atMs, key, data }));
  });
});

let folder: string;
let now: number;
let ms: number;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'antenne-disk-'));
  now = 0;
  ms = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function begin(changes: Partial<RecordingOptions> = {}): Promise<Recording> {
  const recording = await Recording.open({
    folder,
    title: 'Essai',
    reserveBytes: 0,
    frameRate: 25,
    width: 320,
    height: 180,
    startedAt: Date.UTC(2026, 0, 1, 12),
    onKeyFrameWanted: () => undefined,
    log: pino({ level: 'silent' }),
    now: () => now,
    ...changes,
  });
  await recording.take({ type: 'wish', wish: { program: true, isos: true } });
  await recording.take({ type: 'tracks', contributorId: 'a', name: 'Awa', video: 'vp8', audio: false });
  await recording.take({ type: 'init', data: Buffer.alloc(600) });
  return recording;
}

/** A second of the contributor and of the programme. */
async function oneSecond(recording: Recording): Promise<void> {
  for (const { ms: at, key, data } of second) {
    const entry: RecorderEntry = {
      type: 'picture',
      contributorId: 'a',
      ms: ms + at,
      key,
      width: 320,
      height: 180,
      data,
    };
    await recording.take(entry);
  }
  await recording.take({ type: 'part', ms, durationMs: 1000, startsSegment: true, data: Buffer.alloc(5_000) });
  ms += 1000;
  now += 1000;
  await recording.settle();
}

const ends = async (): Promise<string[]> =>
  (await readJournal(folder)).flatMap((entry: JournalEntry) =>
    entry.type === 'end' ? `${entry.file} ${entry.reason}` : [],
  );

async function whole(file: string): Promise<void> {
  const { pictures } = readRecorded(join(folder, file), readNumber);
  expect(pictures.length).toBeGreaterThan(0);
  expect(pictures.map(({ value }) => value)).toEqual(pictures.map((_, index) => index % 25));
}

describe('a disk that fills up', () => {
  test.runIf(mayMount())(
    'a file system without room: files stay whole, and it goes on by itself when there is room',
    async () => {
      const unmount = mountSmallDisk(folder, 4);
      try {
        const recording = await begin();
        await oneSecond(recording);
        expect(recording.status).toMatchObject({ problem: null, program: true, isos: ['a'] });
        const { freeBytes } = recording.status;
        const filler = join(folder, 'filler');
        await writeFile(filler, Buffer.alloc(Math.floor(((freeBytes ?? 0) - 30_000) / 4096) * 4096));
        for (let more = 0; more < 40 && recording.status.problem === null; more += 1) await oneSecond(recording);
        expect(recording.status.problem).toBe('diskFull');
        for (let more = 0; more < 10; more += 1) await oneSecond(recording);
        expect(recording.status).toMatchObject({ problem: 'diskFull', isos: [], since: null });
        await whole('awa-01.mkv');
        await rm(filler);
        for (let more = 0; more < 7; more += 1) await oneSecond(recording);
        expect(recording.status).toMatchObject({ problem: null, program: true, isos: ['a'] });
        await recording.close('stopped');
        await whole('awa-01.mkv');
        await whole('awa-02.mkv');
        // What could not be written to the journal at the time is in it now.
        expect(await ends()).toContain('awa-01.mkv diskFull');
        expect(await ends()).toContain('awa-02.mkv stopped');
      } finally {
        unmount();
      }
    },
  );

  test('a write that fails in the middle leaves the file as it was before it', async () => {
    let room = 60_000;
    const openFile: OpenFile = async (path) => {
      const file = await open(path, 'wx');
      return {
        write: (async (bytes: Uint8Array, offset: number, length: number, position: number) => {
          const possible = Math.min(length, room);
          if (possible === 0) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
          const result = await file.write(bytes, offset, possible, position);
          room -= result.bytesWritten;
          return result;
        }) as typeof file.write,
        truncate: file.truncate.bind(file),
        close: file.close.bind(file),
      };
    };
    const recording = await begin({ openFile });
    for (let more = 0; more < 30 && recording.status.problem === null; more += 1) await oneSecond(recording);
    expect(recording.status).toMatchObject({ problem: 'diskFull', isos: [] });
    await whole('awa-01.mkv');
    room = 1_000_000;
    for (let more = 0; more < 7; more += 1) await oneSecond(recording);
    expect(recording.status).toMatchObject({ problem: null, program: true, isos: ['a'] });
    await recording.close('stopped');
    await whole('awa-02.mkv');
  });

  test('the contributors stop at twice the reserve, the programme at the reserve, and each comes back', async () => {
    let free = 10_000_000;
    const recording = await begin({ reserveBytes: 1_000_000, freeBytes: async () => free });
    await oneSecond(recording);
    free = 1_900_000;
    await oneSecond(recording);
    expect(recording.status).toMatchObject({ problem: 'isosPaused', program: true, isos: [] });
    free = 900_000;
    await oneSecond(recording);
    await oneSecond(recording);
    expect(recording.status).toMatchObject({ problem: 'diskLow', program: false, isos: [], since: null });
    free = 2_100_000;
    await oneSecond(recording);
    await oneSecond(recording);
    expect(recording.status).toMatchObject({ problem: 'isosPaused', program: true, isos: [] });
    free = 10_000_000;
    await oneSecond(recording);
    await oneSecond(recording);
    expect(recording.status).toMatchObject({ problem: null, program: true, isos: ['a'] });
    await recording.close('stopped');
    expect(await ends()).toEqual([
      'awa-01.mkv isosPaused',
      'programme-01.mp4 diskLow',
      'awa-02.mkv stopped',
      'programme-02.mp4 stopped',
    ]);
  });
});

test('what was left out ends every file, and they go on in new ones', async () => {
  const recording = await begin();
  await oneSecond(recording);
  await recording.take({ type: 'lost' });
  expect(recording.status.problem).toBe('tooSlow');
  await oneSecond(recording);
  await recording.close('stopped');
  expect((await readdir(folder)).filter((name) => /\.mkv$|\.mp4$/.test(name)).sort()).toEqual([
    'awa-01.mkv',
    'awa-02.mkv',
    'programme-01.mp4',
    'programme-02.mp4',
  ]);
  await whole('awa-02.mkv');
});

test('stopped and started again by command, without a picture between them', async () => {
  const recording = await begin();
  await oneSecond(recording);
  await recording.take({ type: 'wish', wish: { program: false, isos: false } });
  const size = (await stat(join(folder, 'awa-01.mkv'))).size;
  await oneSecond(recording);
  expect(recording.status).toMatchObject({ problem: null, program: false, isos: [], since: null });
  expect((await stat(join(folder, 'awa-01.mkv'))).size).toBe(size);
  await recording.take({ type: 'wish', wish: { program: true, isos: false } });
  await oneSecond(recording);
  expect(recording.status).toMatchObject({ program: true, isos: [] });
  await recording.close('stopped');
});

test('a file of the same name that somebody put there is left alone', async () => {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'awa-01.mkv'), 'mine');
  const recording = await begin({ openFile: openNew });
  await oneSecond(recording);
  await recording.close('stopped');
  expect((await stat(join(folder, 'awa-01.mkv'))).size).toBe(4);
  await whole('awa-02.mkv');
});
