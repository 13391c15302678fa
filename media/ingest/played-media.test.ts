import { expect, test } from 'vitest';
import { type PlayedMedia, PlayedTracks } from './played-media.ts';
import { TrackTiming } from './track-timing.ts';

const CLOCK_RATE = 90_000;
const PICTURE = { data: Buffer.alloc(1), key: false, width: 320, height: 180 };

test('what a tick shows plays at that tick at the latest, however many play at once', () => {
  const played: PlayedMedia[] = [];
  const tracks = new PlayedTracks((media) => played.push(media));
  const timing = new TrackTiming(CLOCK_RATE);
  timing.observe(0, 0);
  for (const ms of [0, 40, 80, 120]) tracks.addPicture({ ...PICTURE, position: (ms * CLOCK_RATE) / 1000 });
  // The first one is due within a millisecond of the tick; the third one is shown, for nothing else is decoded.
  tracks.advance(1_000, 40, 0.2, 'arrival', { timing, position: (80 * CLOCK_RATE) / 1000 }, null);
  expect(played.map(({ at }) => at)).toEqual([998, 999, 1_000]);
  tracks.advance(1_040, 40, 119, 'arrival', { timing, position: (80 * CLOCK_RATE) / 1000 }, null);
  expect(played).toHaveLength(3);
  tracks.advance(1_080, 40, 121, 'arrival', { timing, position: (120 * CLOCK_RATE) / 1000 }, null);
  expect(played.at(-1)?.at).toBe(1_079);
});
