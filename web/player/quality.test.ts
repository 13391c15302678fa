import { describe, expect, it } from 'vitest';
import { AUTO, heightsOf, keepQuality, keptQuality, levelFor, smallerLevel, soundAddressOf } from './quality.ts';

const levels = [{ height: 270 }, { height: 720 }, { height: 480 }];

describe('levelFor', () => {
  it.each([
    [null, AUTO],
    [720, 1],
    [480, 2],
    [600, 2],
    [1080, 1],
    [100, 0],
  ])('for %s it is level %d', (wanted, level) => {
    expect(levelFor(levels, wanted)).toBe(level);
  });

  it('is the player’s choice where there is nothing to choose from', () => {
    expect(levelFor([], 720)).toBe(AUTO);
  });
});

describe('smallerLevel', () => {
  const byRate = [{ bitrate: 300_000 }, { bitrate: 800_000 }, { bitrate: 2_000_000 }];
  it.each([
    ['the largest that is carried with something to spare', 2, 1_100_000, 1],
    ['the smallest where hardly one is carried', 2, 300_000, 0],
    ['the smallest where nothing comes', 1, 0, 0],
    ['none where this one is carried', 2, 2_000_000, null],
    ['none below the smallest', 0, 100_000, null],
    ['none where nothing is known', -1, 100_000, null],
  ])('is %s', (_, loading, rate, level) => {
    expect(smallerLevel(byRate, loading, rate)).toBe(level);
  });
});

it('offers each height once, and none that is not known', () => {
  expect(heightsOf([...levels, { height: 720 }, { height: 0 }])).toEqual([720, 480, 270]);
});

it('finds sound alone by its codecs', () => {
  const picture = { url: 'main', audioCodec: 'mp4a.40.2', videoCodec: 'avc1.42c01f', height: 720 };
  expect(soundAddressOf([picture, { url: 'sound', audioCodec: 'mp4a.40.2' }])).toBe('sound');
  expect(soundAddressOf([picture])).toBeNull();
  // A media playlist by itself says no codecs.
  expect(soundAddressOf([{ url: 'main' }])).toBeNull();
});

it('keeps a choice, and forgets it', () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  expect(keptQuality(storage)).toBeNull();
  keepQuality(storage, 480);
  expect(keptQuality(storage)).toBe(480);
  keepQuality(storage, 'sound');
  expect(keptQuality(storage)).toBe('sound');
  keepQuality(storage, null);
  expect(keptQuality(storage)).toBeNull();
  for (const odd of ['', '0', '-3', 'high', '1.5']) {
    expect(keptQuality({ getItem: () => odd })).toBeNull();
  }
});
