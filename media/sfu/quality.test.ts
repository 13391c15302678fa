import { describe, expect, test } from 'vitest';
import { judgeLink, keepWindow, type LinkReading, readLink } from './quality.ts';

const calm: LinkReading = { at: 10_000, received: 1000, lost: 0, roundTripMs: 40, jitterMs: 3, bitrate: 900_000 };
const level = (last: Partial<LinkReading>, picture = true) =>
  judgeLink(
    [
      { ...calm, at: 6000, received: 0 },
      { ...calm, ...last },
    ],
    picture,
  )?.level;

describe('a link is judged', () => {
  test('good while nothing is wrong', () => expect(level({})).toBe('good'));
  test('good while the round trip is unknown', () => expect(level({ roundTripMs: null })).toBe('good'));
  test.each([
    ['loss', { lost: 21 }, { lost: 88 }],
    ['round trip', { roundTripMs: 300 }, { roundTripMs: 800 }],
    ['jitter', { jitterMs: 50 }, { jitterMs: 150 }],
    ['bit rate', { bitrate: 140_000 }, { bitrate: 50_000 }],
  ])('fair, then poor, by its %s', (_, fair, poor) => {
    expect(level(fair)).toBe('fair');
    expect(level(poor)).toBe('poor');
  });
  test('without the bit rate when only sound is sent', () => expect(level({ bitrate: 30_000 }, false)).toBe('good'));
  test('poor when nothing arrived for the whole window', () => expect(level({ received: 0 })).toBe('poor'));
  test('by the loss of the last seconds only, not of the whole show', () => {
    const old = { ...calm, at: 1000, received: 0, lost: 500 };
    const readings = keepWindow([old, { ...calm, at: 6000, received: 500, lost: 500 }], { ...calm, lost: 500 });
    expect(readings).not.toContain(old);
    expect(judgeLink(readings, true)).toMatchObject({ level: 'good', loss: 0 });
  });
  test('not by a loss below nothing when counters begin anew', () => {
    expect(judgeLink([{ ...calm, at: 9000, received: 90_000, lost: 900 }, calm], true)?.loss).toBe(0);
  });
});

test('streams are added up: jitter in milliseconds by the kind, the best of the known round trips', () => {
  const reading = readLink(
    [
      { kind: 'audio', packetCount: 50, packetsLost: 1, jitter: 480, bitrate: 32_000 },
      { kind: 'video', packetCount: 100, packetsLost: -2, jitter: 450, bitrate: 500_000, roundTripTime: 90 },
      { kind: 'video', packetCount: 5, packetsLost: 0, jitter: 90_000, bitrate: 0 },
    ],
    [60.4],
    7,
  );
  expect(reading).toEqual({ at: 7, received: 155, lost: 1, roundTripMs: 60, jitterMs: 10, bitrate: 532_000 });
});
