import { fork } from 'node:child_process';
import { appendFile, readdir, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mayMount, mountSmallDisk } from '../testing/small-disk.ts';
import type { Channel } from './channel.ts';
import { type Channels, createChannels } from './channels.ts';
import { type ProbedPlaylist, probePlaylist } from './testing/playlist-probe.ts';
import { fakeInit, fakePart, fetchBytes, read, tempFolder, until } from './testing/reading.ts';
import type { TimelineConfig } from './timeline.ts';

let dataDir: string;
let logged: { level: number; msg: string }[];
const opened: Channels[] = [];

beforeEach(async () => {
  dataDir = await tempFolder();
  logged = [];
});

afterEach(async () => {
  for (const channels of opened.splice(0)) await channels.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function openChannel(config?: Partial<TimelineConfig>): Promise<Channel> {
  const log = pino({ level: 'debug' }, { write: (line: string) => void logged.push(JSON.parse(line)) });
  const channels = createChannels({ dataDir, log, config });
  opened.push(channels);
  const channel = channels.channel('show');
  await channel.ready;
  return channel;
}

/** Hands over parts and waits until they are published. */
async function feed(channel: Channel, epoch: string, from: number, to: number): Promise<void> {
  if (from === 0) channel.accept(fakeInit(epoch));
  for (let index = from; index < to; index++) channel.accept(fakePart(epoch, index));
  const before = channel.version;
  await until(channel, () => channel.version > before && newestPart(channel) === to - 1);
}

/** Index within its epoch of the newest published part. */
function newestPart(channel: Channel): number | undefined {
  if (!channel.started) return undefined;
  const { open, segments } = read(channel);
  const last = open ?? segments.at(-1);
  return last && ((last.programDateTime ?? 0) - fakePart('', 0).programDateTime) / 200 + last.parts.length - 1;
}

describe('bytes', () => {
  it('of new parts come from memory, of old ones from the segment’s file, and are the same', async () => {
    const channel = await openChannel();
    await feed(channel, 'one', 0, 15);
    const name = read(channel).segments[0]?.parts[3]?.uri ?? '';
    const fresh = await fetchBytes(channel, name, 'bytes');
    await feed(channel, 'one', 15, 125);
    expect(await fetchBytes(channel, name, 'file')).toEqual(fresh);
    expect(fresh).toEqual(Buffer.alloc(1000, 3));
    const whole = await fetchBytes(channel, read(channel).segments[0]?.uri ?? '', 'file');
    expect(whole).toEqual(Buffer.concat(Array.from({ length: 10 }, (_, index) => Buffer.alloc(1000, index))));
  });

  it('that were never promised are not there', async () => {
    const channel = await openChannel();
    await feed(channel, 'one', 0, 15);
    const { segments, hint, open } = read(channel);
    const name = segments[0]?.uri ?? '';
    expect(channel.find('main', hint ?? '')).toEqual({ type: 'hinted' });
    for (const unknown of [
      name.replace('s1', 's9'),
      name.replace('.m4s', '.10.m4s'),
      name.replace(/-\w+/, '-000000'),
      (open?.parts[0]?.uri ?? '').replace('.0.m4s', '.m4s'),
      'i9-aaaaaa.mp4',
      '../index.jsonl',
      'index.jsonl',
    ]) {
      expect(channel.find('main', unknown), unknown).toBeNull();
    }
  });

  it('leave the disk once nobody can ask for them', async () => {
    const channel = await openChannel({ windowSeconds: 4 });
    await feed(channel, 'one', 0, 300);
    // Six segments and the open one are listed, as many wait behind the list.
    await expect.poll(async () => (await readdir(join(dataDir, 'hls/show'))).length).toBeLessThan(18);
    const oldest = channel.firstMsn - 6;
    expect(await fetchBytes(channel, channelName(channel, oldest), 'file')).toHaveLength(10_000);
  });
});

describe('thumbnails', () => {
  const jpeg = (byte: number) => new Uint8Array(500).fill(byte);
  const at = (index: number) => fakePart('one', index).programDateTime;
  const named = (channel: Channel) =>
    [...channel.thumbnails().matchAll(/main\/([^\s#]+)/g)].map(([, name]) => name ?? '');

  it('belong to the segment whose time they have, whichever comes first', async () => {
    const channel = await openChannel();
    channel.accept({ type: 'thumbnail', data: jpeg(1), width: 320, height: 180, programDateTime: at(0) });
    await feed(channel, 'one', 0, 12);
    channel.accept({ type: 'thumbnail', data: jpeg(2), width: 320, height: 180, programDateTime: at(10) });
    channel.accept({ type: 'thumbnail', data: jpeg(3), width: 320, height: 180, programDateTime: at(10) + 700 });
    await until(channel, () => named(channel).length === 2);
    await feed(channel, 'one', 12, 40);
    expect(named(channel)).toHaveLength(2);
    expect(named(channel).map((name) => name.split('-')[0])).toEqual(['t1', 't2']);
    expect(await fetchBytes(channel, named(channel)[1] ?? '', 'file')).toEqual(Buffer.from(jpeg(2)));
    expect(channel.newestThumbnail()).toEqual(channel.find('main', named(channel)[1] ?? ''));
    expect(channel.find('main', 't3-aaaaaa.jpg')).toBeNull();
  });

  it('are there again after a restart, and leave the disk with their segment', async () => {
    const before = await openChannel({ windowSeconds: 4 });
    before.accept({ type: 'thumbnail', data: jpeg(1), width: 320, height: 180, programDateTime: at(0) });
    await feed(before, 'one', 0, 20);
    const names = named(before);
    expect(names).toHaveLength(1);
    await before.close();
    const after = await openChannel({ windowSeconds: 4 });
    expect(named(after)).toEqual(names);
    await feed(after, 'two', 0, 300);
    expect(named(after)).toEqual([]);
    await expect.poll(async () => (await readdir(join(dataDir, 'hls/show'))).includes(names[0] ?? '')).toBe(false);
  });
});

describe('a smaller rendition', () => {
  const small = { ...fakeInit('one'), name: '270p', data: new TextEncoder().encode('init of 270p'), lower: undefined };
  const init = (epoch: string) => ({ ...fakeInit(epoch), lower: [small] });
  const part = (epoch: string, index: number) => ({
    ...fakePart(epoch, index),
    lower: [new Uint8Array(300).fill((index % 251) + 1)],
  });

  async function feedBoth(channel: Channel, epoch: string, count: number): Promise<void> {
    channel.accept(init(epoch));
    for (let index = 0; index < count; index++) channel.accept(part(epoch, index));
    await until(channel, () => newestPart(channel) === count - 1);
  }

  it('has bytes of its own under the same names, from memory and from disk', async () => {
    const channel = await openChannel();
    await feedBoth(channel, 'one', 125);
    const { segments, hint } = read(channel, '270p');
    expect(segments).toEqual(read(channel).segments);
    const [first] = segments;
    const whole = Buffer.concat(Array.from({ length: 10 }, (_, index) => Buffer.alloc(300, index + 1)));
    expect(await fetchBytes(channel, first?.uri ?? '', 'file', '270p')).toEqual(whole);
    expect(await fetchBytes(channel, segments.at(-1)?.parts[3]?.uri ?? '', 'bytes', '270p')).toHaveLength(300);
    expect(String(await fetchBytes(channel, first?.map ?? '', 'bytes', '270p'))).toBe('init of 270p');
    expect(channel.find('270p', hint ?? '')).toEqual({ type: 'hinted' });
    expect(channel.has('480p')).toBe(false);
    expect(channel.find('480p', first?.uri ?? '')).toBeNull();
  });

  it('is there again after a restart, and what its disk lost is a gap in all', async () => {
    const before = await openChannel();
    await feedBoth(before, 'one', 45);
    const names = read(before).segments.map(({ uri }) => uri);
    await before.close();
    await rm(join(dataDir, 'hls/show/270p', names[1] ?? ''));
    const channel = await openChannel();
    expect(channel.has('270p')).toBe(true);
    for (const rendition of ['main', '270p']) {
      expect(read(channel, rendition).segments.map(({ gap }) => gap)).toEqual([false, true, false, false, false]);
    }
    expect(await fetchBytes(channel, names[0] ?? '', 'file', '270p')).toHaveLength(3000);
  });
});

function channelName(channel: Channel, msn: number): string {
  return (read(channel).segments[0]?.uri ?? '').replace(/^s\d+/, `s${msn}`);
}

describe('taken up again', () => {
  it('it goes on with its numbers, a discontinuity and a new map', async () => {
    const first = await openChannel();
    await feed(first, 'one', 0, 34);
    const before = read(first);
    await first.close();

    const second = await openChannel();
    const reopened = read(second);
    expect(reopened.segments.map(({ msn, uri, map }) => [msn, uri, map]).slice(0, 3)).toEqual(
      before.segments.map(({ msn, uri, map }) => [msn, uri, map]),
    );
    // The segment that was open has the parts that it had.
    expect(reopened.segments[3]?.parts).toEqual(before.open?.parts);
    await feed(second, 'two', 0, 12);
    const after = read(second);
    expect(after.mediaSequence).toBe(1);
    expect(after.segments.map(({ msn, cc }) => [msn, cc])).toEqual([
      [1, 0],
      [2, 0],
      [3, 0],
      [4, 0],
      [5, 1],
    ]);
    expect(after.segments[4]?.map).not.toBe(after.segments[3]?.map);
    expect(await fetchBytes(second, after.segments[4]?.map ?? '')).toEqual(Buffer.from('init of two'));
    expect(await fetchBytes(second, after.segments[3]?.map ?? '', 'file')).toEqual(Buffer.from('init of one'));
  });

  it('after SIGKILL at any moment, it knows everything that was published, under the same names, in every rendition', async () => {
    let known: ProbedPlaylist | null = null;
    for (const epoch of ['one', 'two', 'three']) {
      const last = await publishUntilKilled(epoch, 60);
      if (known) expectContinued(known, last);
      known = last;
    }
    if (!known) throw new Error('nothing was published');
    const channel = await openChannel();
    const after = read(channel);
    expectContinued(known, after);
    expect(read(channel, '270p').segments).toEqual(after.segments);
    for (const { msn, uri, duration, gap } of after.segments) {
      // Begun, and told to nobody when it was killed: its number is not used again all the same.
      const told = known.segments.at(-1)?.msn ?? 0;
      expect(gap && (msn <= told || msn === known.open?.msn), uri).toBe(false);
      if (gap) continue;
      const parts = Math.round(duration / 0.2);
      expect(await fetchBytes(channel, uri, 'file')).toHaveLength(parts * 1000);
      expect(await fetchBytes(channel, uri, 'file', '270p')).toHaveLength(parts * 300);
    }
    // From the first second on, one discontinuity for each restart.
    expect([after.mediaSequence, after.discontinuitySequence]).toEqual([1, 0]);
    expect([...new Set(after.segments.map(({ cc }) => cc))]).toEqual([0, 1, 2]);
    const last = known.open?.parts.at(-1);
    if (last) expect(await fetchBytes(channel, last.uri, 'file')).toHaveLength(1000);
  });

  /** Runs a media process until it has published `parts` parts, kills it, and returns the last playlist that it told. */
  function publishUntilKilled(epoch: string, parts: number): Promise<ProbedPlaylist> {
    const child = fork(join(import.meta.dirname, 'testing/channel-process.ts'), [dataDir, epoch]);
    let last: ProbedPlaylist | null = null;
    let count = 0;
    child.on('message', (text: string | null) => {
      if (text !== null) last = probePlaylist(text);
      count += 1;
      if (count === parts) child.kill('SIGKILL');
    });
    return new Promise((resolve, reject) => {
      child.on('exit', () => (last ? resolve(last) : reject(new Error('it published nothing'))));
    });
  }

  /** All that `earlier` listed is in `later`, as it was. */
  function expectContinued(earlier: ProbedPlaylist, later: ProbedPlaylist): void {
    for (const segment of earlier.segments) {
      const same = later.segments.find(({ msn }) => msn === segment.msn);
      const facts = ({ uri, duration, map, cc }: typeof segment) => ({ uri, duration, map, cc });
      expect(same && facts(same)).toEqual(facts(segment));
    }
    const closed = later.segments.find(({ msn }) => msn === earlier.open?.msn);
    if (earlier.open) expect(closed?.duration).toBeGreaterThanOrEqual(0.2 * earlier.open.parts.length - 1e-6);
  }

  it('a torn last line of the index is left out', async () => {
    const first = await openChannel();
    await feed(first, 'one', 0, 20);
    const before = read(first).segments;
    await first.close();
    await appendFile(join(dataDir, 'hls/show/index.jsonl'), '{"type":"part","msn":3,"dur');
    expect(read(await openChannel()).segments).toEqual(before);
  });

  it('a segment whose bytes are lost is a gap', async () => {
    const first = await openChannel();
    await feed(first, 'one', 0, 40);
    const { segments } = read(first);
    await first.close();
    await truncate(join(dataDir, 'hls/show', segments[1]?.uri ?? ''), 5000);
    const second = await openChannel();
    expect(read(second).segments.map(({ gap }) => gap)).toEqual([false, true, false, false]);
    expect(second.find('main', segments[1]?.uri ?? '')).toBeNull();
  });

  it('what was lost of an hour ago is a gap a moment later: nobody waits for all files to be looked at', async () => {
    const first = await openChannel();
    await feed(first, 'one', 0, 700);
    const { segments } = read(first);
    await first.close();
    await truncate(join(dataDir, 'hls/show', segments[1]?.uri ?? ''), 5000);
    const second = await openChannel();
    const gaps = () => read(second).segments.flatMap(({ msn, gap }) => (gap ? [msn] : []));
    await until(second, () => gaps().length > 0);
    expect(gaps()).toEqual([2]);
  });

  it('with other durations it begins a new list, with higher numbers', async () => {
    const first = await openChannel();
    await feed(first, 'one', 0, 34);
    await first.close();
    const second = await openChannel({ partSeconds: 0.4 });
    await feed(second, 'two', 0, 20);
    expect(read(second).segments.map(({ msn, discontinuity }) => [msn, discontinuity])).toEqual([
      [5, true],
      [6, false],
    ]);
  });

  it('an ended one is still ended', async () => {
    const first = await openChannel();
    await feed(first, 'one', 0, 25);
    first.end();
    await until(first, () => first.ended);
    await first.close();
    expect(read(await openChannel()).ended).toBe(true);
  });

  it('only what is on disk is found for readers', async () => {
    const first = await openChannel();
    await feed(first, 'one', 0, 25);
    await first.close();
    const channels = createChannels({ dataDir, log: pino({ level: 'silent' }) });
    opened.push(channels);
    expect(await channels.find('other')).toBeNull();
    expect(await channels.find('../show')).toBeNull();
    const found = await channels.find('show');
    await found?.ready;
    expect(found && read(found).segments).toHaveLength(3);
  });
});

describe('a disk that fails', () => {
  const folder = () => join(dataDir, 'hls/show');

  it('does not stop the picture; everything is in order again once it works', async () => {
    const channel = await openChannel();
    await feed(channel, 'one', 0, 20);
    // Whatever is opened below a file fails, as it does on a full or broken disk.
    await rename(folder(), `${folder()}-away`);
    await writeFile(folder(), '');
    await feed(channel, 'one', 20, 64);
    expect(read(channel).segments).toHaveLength(6);
    expect(await fetchBytes(channel, read(channel).segments[3]?.uri ?? '', 'bytes')).toHaveLength(10_000);
    expect(channel.memoryOnly).toBe(true);
    expect(logged.filter(({ level }) => level >= 50)).toHaveLength(1);

    await rm(folder());
    await rename(`${folder()}-away`, folder());
    await feed(channel, 'one', 64, 100);
    const before = read(channel);
    await channel.close();
    const after = read(await openChannel());
    expect(after.segments.map(({ msn, uri }) => [msn, uri])).toEqual(before.segments.map(({ msn, uri }) => [msn, uri]));
    const gaps = after.segments.flatMap(({ msn, gap }) => (gap ? [msn] : []));
    expect(gaps).toEqual([3, 4, 5, 6, 7]);
  });

  it.runIf(mayMount())('that is full is the same: the live edge comes from memory until there is room', async () => {
    const unmount = mountSmallDisk(dataDir, 2);
    try {
      const channel = await openChannel();
      await feed(channel, 'one', 0, 20);
      const filler = join(dataDir, 'filler');
      await expect(writeFile(filler, Buffer.alloc(4_000_000))).rejects.toThrow('ENOSPC');
      for (let index = 20; index < 64; index++) channel.accept(fakePart('one', index, 20_000));
      await until(channel, () => newestPart(channel) === 63);
      expect(read(channel).segments).toHaveLength(6);
      expect(await fetchBytes(channel, read(channel).segments[4]?.uri ?? '', 'bytes')).toHaveLength(200_000);
      expect(logged.filter(({ level }) => level >= 50)).toHaveLength(1);
      expect(channel.memoryOnly).toBe(true);

      await rm(filler);
      await feed(channel, 'one', 64, 100);
      const before = read(channel);
      await channel.close();
      const after = read(await openChannel());
      expect(after.segments.map(({ msn, uri }) => [msn, uri])).toEqual(
        before.segments.map(({ msn, uri }) => [msn, uri]),
      );
      // What was recorded before and after is there, whole.
      expect(after.segments.flatMap(({ msn, gap }) => (gap ? [] : [msn]))).toEqual(
        expect.arrayContaining([1, 2, 8, 9, 10]),
      );
    } finally {
      for (const channels of opened.splice(0)) await channels.close();
      unmount();
    }
  });

  it('makes gaps only of what neither memory nor disk has', async () => {
    const channel = await openChannel();
    const size = 2_000_000;
    await rename(folder(), `${folder()}-away`);
    await writeFile(folder(), '');
    channel.accept(fakeInit('one'));
    for (let index = 0; index < 120; index++) channel.accept(fakePart('one', index, size));
    await until(channel, () => channel.lastCompleteMsn === 12);
    const { segments } = read(channel);
    const first = segments.findIndex(({ gap }) => !gap);
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThanOrEqual(4);
    expect(segments.slice(first).some(({ gap }) => gap)).toBe(false);
  });
});
