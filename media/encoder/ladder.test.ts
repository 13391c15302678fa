import { expect, it } from 'vitest';
import { renditionNames } from '../core/renditions.ts';
import { type LadderWish, ladderFor, presetFor } from './ladder.ts';

const HD = { width: 1280, height: 720, videoBitrate: 2_500_000 };
const lowerFor = (own: typeof HD, wish: LadderWish, cores: number) => ladderFor(own, wish, cores).lower;

it('is one small picture on two cores, two on more, and sound alone', () => {
  expect(ladderFor(HD, 'auto', 2)).toEqual({
    lower: [{ name: '270p', width: 480, height: 270, videoBitrate: 350_000 }],
    leanAudioBitrate: 64_000,
  });
  expect(lowerFor(HD, 'auto', 4).map(({ name, width }) => [name, width])).toEqual([
    ['480p', 854],
    ['270p', 480],
  ]);
});

it('is what was asked for, from the largest to the smallest, once each', () => {
  expect(ladderFor(HD, 'off', 64)).toEqual({ lower: [], leanAudioBitrate: undefined });
  expect(lowerFor(HD, [270, 360, 270], 1).map(({ name }) => name)).toEqual(['360p', '270p']);
  expect(ladderFor(HD, ['sound'], 1)).toEqual({ lower: [], leanAudioBitrate: 64_000 });
});

it('has names that an owner knows, also below 1080 lines', () => {
  const full = { width: 1920, height: 1080, videoBitrate: 5_000_000 };
  const names = (cores: number) => renditionNames({ ...full, ...ladderFor(full, 'auto', cores) });
  expect(names(2)).toEqual(['1080p', '270p', 'sound']);
  expect(names(8)).toEqual(['1080p', '720p', '480p', '270p', 'sound']);
  expect(renditionNames({ ...HD, ...ladderFor(HD, 'auto', 8) })).toEqual(['720p', '480p', '270p', 'sound']);
});

it('leaves out what is hardly smaller than the programme, or larger', () => {
  const small = { width: 640, height: 360, videoBitrate: 800_000 };
  expect(lowerFor(small, [1080, 480, 300, 270], 8).map(({ name }) => name)).toEqual(['270p']);
});

it('has even sizes, and never more bits than the programme would have at that size', () => {
  const odd = { width: 1024, height: 576, videoBitrate: 400_000 };
  for (const { width, height, videoBitrate } of lowerFor(odd, [431, 271], 8)) {
    expect([width % 2, height % 2]).toEqual([0, 0]);
    expect(videoBitrate).toBeLessThanOrEqual(400_000 * (height / 576) + 1_000);
  }
});

it('comes with the preset that the cores can pay for, or the one that was asked for', () => {
  expect([1, 2, 3, 16].map((cores) => presetFor('auto', cores))).toEqual([
    'superfast',
    'superfast',
    'veryfast',
    'veryfast',
  ]);
  expect(presetFor('fast', 2)).toBe('fast');
});
