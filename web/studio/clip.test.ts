import type { ClipPosition, StudioAsset } from '@antenne/server/contract';
import { expect, test } from 'vitest';
import { clipOnAir, clipTime, kindOf, leftSeconds, titleOf } from './clip.ts';

const CLIP: StudioAsset = {
  id: 'clip',
  kind: 'clip',
  title: 'Reportage',
  state: 'ready',
  progress: 1,
  problem: null,
  size: 1,
  facts: { width: 1_920, height: 1_080, durationMs: 60_000, hasSound: true },
  thumbnail: null,
  view: null,
  playOnTake: true,
  loop: false,
  atEnd: 'take',
  endTransition: { type: 'cut' },
  duck: true,
  sound: null,
  delayMs: 0,
  gate: 'off',
  compressor: 'off',
  trim: false,
  trailer: false,
  cueMs: 2_000,
  gainDb: 0,
  muted: false,
  playout: { playing: true, positionMs: 2_000, at: '2026-05-09T18:00:00.000Z', serial: 3, jump: false },
};
const at = (positionMs: number, serial = 3): ClipPosition => ({
  assetId: 'clip',
  positionMs,
  durationMs: 60_000,
  playing: true,
  ended: false,
  serial,
});

test('on air what media says counts, once it follows the last command', () => {
  expect(clipTime(CLIP, at(51_000), true)).toMatchObject({
    positionMs: 51_000,
    leftMs: 9_000,
    playing: true,
    ending: true,
  });
  expect(clipTime(CLIP, at(51_000, 2), true)).toMatchObject({ positionMs: 2_000, playing: true, ending: false });
  expect(clipTime({ ...CLIP, loop: true }, at(51_000), true)).toMatchObject({ ending: false });
});

test('off the air a clip stands at its cue', () => {
  expect(clipTime(CLIP, at(51_000), false)).toMatchObject({ positionMs: 2_000, leftMs: 58_000, playing: false });
  expect(clipTime({ ...CLIP, kind: 'still' }, null, true)).toBeNull();
});

test('the last second counts to its end', () => {
  expect([10_000, 9_960, 40, 0].map(leftSeconds)).toEqual([10_000, 10_000, 1_000, 0]);
});

test('files by their type, titles by their name', () => {
  expect(kindOf('image/webp', 'a.webp')).toBe('still');
  expect(kindOf('image/svg+xml', 'a.svg')).toBeNull();
  expect(kindOf('video/mp4', 'a.mp4')).toBe('clip');
  expect(kindOf('', 'rushes.MXF')).toBe('clip');
  expect(titleOf('Le karité, de l’arbre au pot.final.mp4')).toBe('Le karité, de l’arbre au pot.final');
  expect(titleOf('x'.repeat(100))).toHaveLength(80);
});

test('the key plays the clip that is on air or lets it pause; where there is none, nothing', () => {
  const program = { type: 'clip', assetId: 'clip' } as const;
  expect(clipOnAir({ program }, [CLIP], {})).toEqual({ id: 'clip', playing: true });
  expect(clipOnAir({ program }, [CLIP], { clip: { ...at(5_000), playing: false } })).toEqual({
    id: 'clip',
    playing: false,
  });
  expect(clipOnAir({ program }, [{ ...CLIP, kind: 'still' }], {})).toBeNull();
  expect(clipOnAir({ program: { type: 'black' } }, [CLIP], {})).toBeNull();
});
