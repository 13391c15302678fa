import { rm } from 'node:fs/promises';
import pino from 'pino';
import { expect, it } from 'vitest';
import { readSettings } from '../../server/contract/settings.ts';
import { createChannels, DEFAULT_TIMELINE } from './channels.ts';
import { longestPart, partSecondsAt } from './part-length.ts';
import { decode } from './testing/decode.ts';
import { createTestProgram } from './testing/program.ts';
import { read, tempFolder, until } from './testing/reading.ts';

function isAccepted(rate: number): boolean {
  try {
    return readSettings({ PROGRAM_FPS: String(rate) }).PROGRAM_FPS === rate;
  } catch {
    return false;
  }
}

const RATES = Array.from({ length: 200 }, (_, rate) => rate).filter(isAccepted);

it('judges every rate that PROGRAM_FPS may have', () => {
  expect([RATES[0], RATES.at(-1), RATES.length]).toEqual([10, 60, 51]);
});

it('is 0.2 s at the usual rates, and whole pictures at all', () => {
  for (const rate of [10, 15, 20, 24, 25, 30, 48, 50, 60]) expect(partSecondsAt(rate)).toBe(0.2);
  expect(DEFAULT_TIMELINE.partSeconds).toBe(partSecondsAt(25));
  for (const rate of RATES) {
    const seconds = partSecondsAt(rate);
    expect(seconds === 0.2 || Number.isInteger(Math.round(seconds * rate * 1e6) / 1e6), `${rate}`).toBe(true);
    expect(longestPart(seconds)).toBeGreaterThan(0.15);
    expect(longestPart(seconds)).toBeLessThan(0.25);
  }
});

// By the real encoder, fragmenter and playlist, and its sound by decoding it.
it.each(RATES)(
  'lets no part last longer than PART-TARGET, nor less than 85 % of it, at %i pictures a second',
  async (rate) => {
    const dataDir = await tempFolder();
    const partSeconds = partSecondsAt(rate);
    const channels = createChannels({ dataDir, log: pino({ level: 'silent' }), config: { partSeconds } });
    const channel = channels.channel('show');
    await channel.ready;
    const size = { width: 64, height: 36, videoBitrate: 50_000 };
    const program = createTestProgram({
      emit: (output) => channel.accept(output),
      format: { ...size, frameRate: rate, partSeconds, leanAudioBitrate: 64_000 },
    });
    try {
      // A little more than two segments: sound is later than its picture.
      program.advance(4 * rate + 10);
      await until(channel, () => channel.lastCompleteMsn >= 2);
      const { partTarget, segments } = read(channel, 'sound');
      const target = partTarget ?? 0;
      for (const { duration } of segments.slice(0, 2)) expect(duration).toBeCloseTo(2, 4);
      const sounds = program.parts.map(({ lower }) => lower.at(-1) ?? new Uint8Array());
      const init = program.init.lower.at(-1)?.data ?? new Uint8Array();
      let number = 0;
      for (const { parts } of read(channel, 'main').segments.slice(0, 2)) {
        expect(parts.length).toBeGreaterThan(5);
        for (const [index, { duration }] of parts.entries()) {
          const { sounds: frames } = await decode([init, sounds[number] ?? new Uint8Array()]);
          const heard = frames.reduce((sum, frame) => sum + frame.duration, 0);
          number += 1;
          expect(Math.max(duration, heard), `${index}`).toBeLessThanOrEqual(target + 1e-6);
          if (index === parts.length - 1) continue;
          expect(Math.min(duration, heard), `${index}`).toBeGreaterThanOrEqual(0.85 * target - 1e-6);
        }
      }
    } finally {
      program.close();
      await channels.close();
      await rm(dataDir, { recursive: true });
    }
  },
);
