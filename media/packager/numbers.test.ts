/** No media sequence number and no name is given out twice, whatever becomes of the disk and of the index on it. */
import { readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { mayMount, mountSmallDisk } from '../testing/small-disk.ts';
import type { Channel } from './channel.ts';
import { type Channels, createChannels } from './channels.ts';
import { Storage } from './storage.ts';
import type { ProbedPlaylist } from './testing/playlist-probe.ts';
import { fakeInit, fakePart, fetchBytes, read, tempFolder, until } from './testing/reading.ts';
import type { TimelineConfig } from './timeline.ts';

let dataDir: string;
const opened: Channels[] = [];
const folder = () => join(dataDir, 'hls/show');
const index = () => join(folder(), 'index.jsonl');

beforeEach(async () => {
  dataDir = await tempFolder();
});

afterEach(async () => {
  for (const channels of opened.splice(0)) await channels.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function openChannel(config?: Partial<TimelineConfig>): Promise<Channel> {
  const channels = createChannels({ dataDir, log: pino({ level: 'silent' }), config });
  opened.push(channels);
  const channel = channels.channel('show');
  await channel.ready;
  return channel;
}

/** A run of `count` parts; `size` bytes each. Ten are a segment. */
async function feed(channel: Channel, epoch: string, count: number, size = 1000): Promise<ProbedPlaylist> {
  const before = channel.lastCompleteMsn;
  channel.accept(fakeInit(epoch));
  for (let part = 0; part < count; part++) channel.accept(fakePart(epoch, part, size));
  await until(channel, () => channel.lastCompleteMsn >= before + Math.floor(count / 10));
  await until(channel, () => (read(channel).open?.parts.length ?? 0) === count % 10);
  return read(channel);
}

const numbered = ({ segments }: ProbedPlaylist) => segments.map(({ msn, uri }) => [msn, uri]);
const gaps = ({ segments }: ProbedPlaylist) => segments.flatMap(({ msn, gap }) => (gap ? [msn] : []));

/** What `later` says of numbers that `earlier` gave out, and that nothing new has one of them. */
function expectGoneOn(earlier: ProbedPlaylist, later: ProbedPlaylist): void {
  const names = new Map(later.segments.map(({ msn, uri }) => [msn, uri]));
  for (const { msn, uri } of earlier.segments) if (names.has(msn)) expect(names.get(msn)).toBe(uri);
  const last = earlier.open?.msn ?? earlier.segments.at(-1)?.msn ?? 0;
  expect(later.mediaSequence).toBeGreaterThanOrEqual(earlier.mediaSequence);
  expect(later.discontinuitySequence).toBeGreaterThanOrEqual(earlier.discontinuitySequence);
  expect((later.segments.at(-1)?.msn ?? 0) + (later.open ? 1 : 0)).toBeGreaterThanOrEqual(last);
}

describe('a restart while the disk is full', () => {
  it.runIf(mayMount())(
    'goes on behind every number that viewers had, under the same names, more than once',
    async () => {
      const unmount = mountSmallDisk(dataDir, 2);
      try {
        let before = await feed(await openChannel(), 'one', 20);
        const filler = join(dataDir, 'filler');
        await expect(writeFile(filler, Buffer.alloc(4_000_000))).rejects.toThrow('ENOSPC');
        for (const epoch of ['two', 'three', 'four']) {
          const [last] = opened.slice(-1);
          before = await feed(last?.channel('show') ?? (await openChannel()), epoch, 44, 20_000);
          await last?.close();
          const after = read(await openChannel());
          // Also the one that had begun.
          expect(after.segments.at(-1)?.msn).toBe(before.open?.msn);
          expectGoneOn(before, after);
        }
        expect(gaps(before)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);

        // There is room again: the numbers stay, the gaps as well, and the next restart knows all.
        await rm(filler);
        const channel = opened.at(-1)?.channel('show');
        if (!channel) throw new Error('no channel');
        before = await feed(channel, 'five', 30);
        expectGoneOn(read(channel), before);
        await channel.close();
        expect(numbered(read(await openChannel()))).toEqual(numbered(before));
      } finally {
        for (const channels of opened.splice(0)) await channels.close();
        unmount();
      }
    },
  );

  /** What the index is told from here on does not reach the disk, until the returned function is called. */
  function failIndex(): () => void {
    const failing = [
      vi.spyOn(Storage.prototype, 'putEvents').mockResolvedValue(false),
      vi.spyOn(Storage.prototype, 'replaceIndex').mockResolvedValue(false),
    ];
    return () => {
      for (const one of failing) one.mockRestore();
    };
  }

  it('goes on behind them with a discontinuity, and with what there was before', async () => {
    const channel = await openChannel();
    await feed(channel, 'one', 20);
    const works = failIndex();
    const before = await feed(channel, 'two', 34);
    await channel.close();
    works();
    for (const file of await readdir(folder())) if (/^s[3-6]-/.test(file)) await rm(join(folder(), file));
    const second = await openChannel();
    const after = read(second);
    expectGoneOn(before, after);
    expect(gaps(after)).toEqual([3, 4, 5, 6]);
    expect(await fetchBytes(second, after.segments[0]?.uri ?? '', 'file')).toHaveLength(10_000);
    const later = await feed(second, 'three', 12);
    expectGoneOn(before, later);
    expect(later.segments.at(-1)).toMatchObject({ msn: 7, discontinuity: true, gap: false });
  });

  it('begins a new list where more is missing than is listed', async () => {
    const config = { windowSeconds: 4 };
    const channel = await openChannel(config);
    await feed(channel, 'one', 20);
    const works = failIndex();
    const before = await feed(channel, 'two', 170);
    expect(before.segments.at(-1)?.msn).toBe(19);
    await channel.close();
    works();
    const after = await feed(await openChannel(config), 'three', 30);
    expectGoneOn(before, after);
    expect(after.segments.map(({ msn, cc, gap }) => [msn, cc, gap])).toEqual([
      [20, 2, false],
      [21, 2, false],
      [22, 2, false],
    ]);
  });
});

describe('an index', () => {
  /** One run of four and a half segments, then the index is spoilt. */
  async function spoil(spoilt: (lines: string[]) => string[] | null): Promise<ProbedPlaylist> {
    const channel = await openChannel();
    const before = await feed(channel, 'one', 45);
    await channel.close();
    const lines = spoilt((await readFile(index(), 'utf8')).trimEnd().split('\n'));
    if (lines) await writeFile(index(), `${lines.join('\n')}\n`);
    else await rm(index());
    return before;
  }

  it('with a torn line inside gives all the others', async () => {
    // The first part of the second segment.
    const before = await spoil((lines) => lines.map((line) => (/"opens".*s2-/.test(line) ? line.slice(0, 40) : line)));
    const channel = await openChannel();
    const after = read(channel);
    expect(numbered(after)).toEqual([...numbered(before), [5, expect.stringMatching(/^s5-/)]]);
    expectGoneOn(before, after);
    expect(gaps(after)).toEqual([2]);
    expect(await fetchBytes(channel, after.segments[3]?.uri ?? '', 'file')).toHaveLength(10_000);
  });

  it('with a torn line within a segment ends that one there', async () => {
    const part = (line: string) => line.startsWith('{"type":"part","msn":3');
    const before = await spoil((lines) =>
      lines.map((line, at) => (part(line) && part(lines[at - 6] ?? '') ? '?' : line)),
    );
    const channel = await openChannel();
    const after = read(channel);
    expectGoneOn(before, after);
    expect(after.segments.map(({ duration }) => Math.round(duration * 10))).toEqual([20, 20, 12, 20, 10]);
    expect(gaps(after)).toEqual([]);
    expect(await fetchBytes(channel, after.segments[2]?.uri ?? '', 'file')).toEqual(
      Buffer.concat(Array.from({ length: 6 }, (_, number) => Buffer.alloc(1000, 20 + number))),
    );
  });

  it('that lost its end, its beginning, its init or everything never makes a number begin again', async () => {
    for (const spoilt of [
      (lines: string[]) => lines.slice(0, 20),
      (lines: string[]) => lines.slice(30),
      (lines: string[]) => lines.filter((line) => !line.includes('"type":"init"')),
      () => ['\u0000\u0000\u0000', '{}'],
      () => [],
      () => null,
    ]) {
      await rm(folder(), { recursive: true, force: true });
      const before = await spoil(spoilt);
      const after = await feed(await openChannel(), 'two', 22);
      expectGoneOn(before, after);
      expect(after.open?.msn, String(spoilt)).toBe(8);
    }
  });

  it('that the disk does not give is set aside, and numbers go on from what lies there', async () => {
    const before = await spoil((lines) => lines);
    // Of zeros that take no room: more than is read at once.
    await truncate(index(), 3 * 2 ** 30);
    const after = await feed(await openChannel(), 'two', 22);
    expectGoneOn(before, after);
    expect((await stat(`${index()}.unread`)).size).toBe(3 * 2 ** 30);
  });
});

it('a replay stays whole where parts have another length now', async () => {
  const channel = await openChannel();
  const before = await feed(channel, 'one', 35);
  channel.end();
  await until(channel, () => channel.ended);
  await channel.close();
  const replay = await openChannel({ partSeconds: 3 / 13 });
  const after = read(replay);
  expect(after.ended).toBe(true);
  expectGoneOn(before, after);
  expect(await fetchBytes(replay, after.segments[0]?.uri ?? '', 'file')).toHaveLength(10_000);
});
