import { rm } from 'node:fs/promises';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Channel } from './channel.ts';
import { type Channels, createChannels } from './channels.ts';
import { keptOf, UNCUT } from './cuts.ts';
import { OWN } from './names.ts';
import { decode } from './testing/decode.ts';
import { probePlaylist } from './testing/playlist-probe.ts';
import { createTestProgram, type TestProgram } from './testing/program.ts';
import { fetchBytes, read, tempFolder, until } from './testing/reading.ts';

const BEGUN = 1_750_000_000_000;
const second = (seconds: number) => BEGUN + seconds * 1000;

describe('which segments stay', () => {
  const segments = Array.from({ length: 10 }, (_, index) => ({ programDateTime: second(index * 2), duration: 2 }));
  const kept = (cuts: Partial<typeof UNCUT>) =>
    keptOf(segments, { ...UNCUT, ...cuts }).map(({ programDateTime }) => (programDateTime - BEGUN) / 1000);

  it('from the one on air at the start to the one on air before the end', () => {
    expect(kept({ start: second(3), end: second(9) })).toEqual([2, 4, 6, 8]);
    expect(kept({ start: second(4), end: second(8) })).toEqual([4, 6]);
  });

  it('without any that holds something of a passage', () => {
    expect(kept({ removed: [{ from: second(5.9), until: second(6.1) }] })).toEqual([0, 2, 8, 10, 12, 14, 16, 18]);
    expect(kept({ removed: [{ from: second(4), until: second(16) }] })).toEqual([0, 2, 16, 18]);
  });
});

describe('a finished broadcast', () => {
  let dataDir: string;
  let channels: Channels;
  let channel: Channel;
  let program: TestProgram;
  const lower = [{ name: 'low', width: 160, height: 90, videoBitrate: 100_000 }];

  function begin(firstNumber: number, startedAt: number): void {
    program?.close();
    program = createTestProgram({
      emit: (output) => channel.accept(output),
      startedAt,
      firstNumber,
      format: { lower },
    });
  }

  async function reopen(): Promise<void> {
    await channels?.close();
    channels = createChannels({ dataDir, log: pino({ level: 'silent' }) });
    channel = channels.channel('show');
    await channel.ready;
  }

  const shown = (rendition = OWN) =>
    read(channel, rendition).segments.map(({ programDateTime }) => ((programDateTime ?? 0) - BEGUN) / 1000);

  async function cut(cuts: Partial<typeof UNCUT>): Promise<void> {
    const before = channel.version;
    await channels.cut('show', { ...UNCUT, ...cuts });
    await until(channel, () => channel.version > before);
  }

  beforeEach(async () => {
    dataDir = await tempFolder();
    await reopen();
    // Ten seconds; the programme process dies; ten more, twenty seconds later.
    begin(0, BEGUN);
    program.advance(251);
    begin(1000, second(30));
    program.advance(251);
    program.close();
    channel.end();
    await until(channel, () => channel.ended);
  });
  afterEach(async () => {
    await channels.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('is a VOD in every rendition: complete segments, no parts, no hint, nothing to wait for', async () => {
    for (const rendition of [OWN, 'low']) {
      const playlist = read(channel, rendition);
      expect(playlist).toMatchObject({
        ended: true,
        type: 'VOD',
        hint: null,
        control: null,
        partTarget: null,
        open: null,
      });
      expect(playlist.reports).toEqual([]);
      expect(playlist.segments.flatMap(({ parts }) => parts)).toEqual([]);
      expect(playlist.segments.every(({ gap }) => !gap)).toBe(true);
      expect(playlist.lines.at(-1)).toBe('#EXT-X-ENDLIST');
    }
    const whole = [0, 2, 4, 6, 8, 10, 30, 32, 34, 36, 38, 40];
    expect([shown(), shown('low')]).toEqual([whole, whole]);
  });

  it('leaves out what its owner cuts, in every rendition, with true times and marked joins', async () => {
    await cut({ start: second(3), end: second(36), removed: [{ from: second(6.5), until: second(31) }] });
    expect([shown(), shown('low')]).toEqual([
      [2, 4, 32, 34],
      [2, 4, 32, 34],
    ]);
    const { segments, mediaSequence, discontinuitySequence } = read(channel);
    expect({ mediaSequence, discontinuitySequence }).toEqual({ mediaSequence: 2, discontinuitySequence: 0 });
    expect(segments.map(({ discontinuity }) => discontinuity)).toEqual([false, false, true, false]);
    expect(new Set(segments.map(({ map }) => map)).size).toBe(2);

    await cut({ removed: [{ from: second(4), until: second(6) }] });
    const inOneEpoch = read(channel);
    expect(shown()).toEqual([0, 2, 6, 8, 10, 30, 32, 34, 36, 38, 40]);
    expect(inOneEpoch.lines.filter((line) => line.startsWith('#EXT-X-MAP'))).toHaveLength(3);
    expect(inOneEpoch.segments[2]).toMatchObject({ discontinuity: true, map: inOneEpoch.segments[0]?.map });
  });

  it('shows the pictures that its playlist promises', async () => {
    await cut({ removed: [{ from: second(2), until: second(6) }] });
    const numbers: number[] = [];
    const inEpoch = read(channel).segments.slice(0, 3);
    for (const { map, uri } of inEpoch) {
      const [init, media] = await Promise.all([fetchBytes(channel, map ?? ''), fetchBytes(channel, uri)]);
      if (!init || !media) throw new Error(`${uri} is not there`);
      numbers.push((await decode([init, media])).pictures[0]?.number ?? -1);
    }
    expect(numbers).toEqual([0, 150, 200]);
  });

  it('has its cuts again after a restart, and everything back once they are taken back', async () => {
    await cut({ start: second(8) });
    await reopen();
    expect(shown()).toEqual([8, 10, 30, 32, 34, 36, 38, 40]);
    await cut({});
    expect(shown()).toHaveLength(12);
    await reopen();
    expect(shown()).toHaveLength(12);
  });

  it('is there uncut for its owner meanwhile', async () => {
    await cut({ start: second(8) });
    expect(probePlaylist(channel.uncut(OWN) ?? '').segments).toHaveLength(12);
    expect(shown()).toHaveLength(8);
  });

  it('has nothing to play where nothing is left, and plays uncut while it goes on after all', async () => {
    await cut({ start: second(50) });
    expect([channel.started, channel.multivariant(), channel.media(OWN, false)]).toEqual([false, null, null]);
    begin(2000, second(60));
    program.advance(101);
    await until(channel, () => !channel.ended && channel.lastCompleteMsn >= 14);
    expect(shown().slice(0, 2)).toEqual([0, 2]);
    expect(read(channel).type).toBeNull();
  });
});
