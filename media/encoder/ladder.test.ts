import { expect, it } from 'vitest';
import { ladderFor } from './ladder.ts';

const HD = { width: 1280, height: 720, videoBitrate: 2_500_000 };

it('is one small picture on two cores, two on more', () => {
  expect(ladderFor(HD, 'auto', 2)).toEqual([{ name: '270p', width: 480, height: 270, videoBitrate: 350_000 }]);
  expect(ladderFor(HD, 'auto', 4).map(({ name, width }) => [name, width])).toEqual([
    ['480p', 854],
    ['270p', 480],
  ]);
});

it('is what was asked for, from the largest to the smallest, once each', () => {
  expect(ladderFor(HD, 'off', 64)).toEqual([]);
  expect(ladderFor(HD, [270, 360, 270], 1).map(({ name }) => name)).toEqual(['360p', '270p']);
});

it('leaves out what is hardly smaller than the programme, or larger', () => {
  const small = { width: 640, height: 360, videoBitrate: 800_000 };
  expect(ladderFor(small, [1080, 480, 300, 270], 8).map(({ name }) => name)).toEqual(['270p']);
});

it('has even sizes, and never more bits than the programme would have at that size', () => {
  const odd = { width: 1024, height: 576, videoBitrate: 400_000 };
  for (const { width, height, videoBitrate } of ladderFor(odd, [431, 271], 8)) {
    expect([width % 2, height % 2]).toEqual([0, 0]);
    expect(videoBitrate).toBeLessThanOrEqual(400_000 * (height / 576) + 1_000);
  }
});
