import { expect, it } from 'vitest';
import { afterPictureStall, afterSoundTime, type SoundFallback, WITH_PICTURE } from './sound-fallback.ts';

const stalledAt = (times: readonly number[], from = WITH_PICTURE): SoundFallback =>
  times.reduce((state, at) => afterPictureStall(state, at), from);

it('is sound alone after three stalls within half a minute, for half a minute', () => {
  expect(stalledAt([1_000, 9_000]).until).toBeNull();
  const state = stalledAt([1_000, 9_000, 30_000]);
  expect(state.until).toBe(60_000);
  expect(afterSoundTime(state, 59_999).until).toBe(60_000);
  expect(afterSoundTime(state, 60_000).until).toBeNull();
});

it('takes no account of stalls that lie further apart', () => {
  expect(stalledAt([0, 20_000, 40_000, 60_000, 80_000]).until).toBeNull();
});

it('waits twice as long each time that the picture fails again, eight minutes at most', () => {
  let state = WITH_PICTURE;
  const lengths = [];
  for (let now = 0; lengths.length < 6; now = (state.until ?? 0) + 1) {
    state = stalledAt([now, now + 1, now + 2], afterSoundTime(state, now));
    lengths.push((state.until ?? 0) - now - 2);
  }
  expect(lengths).toEqual([30_000, 60_000, 120_000, 240_000, 480_000, 480_000]);
});
