/** What the origin serves during the show is what low-latency players rely on. */
import { brokenBetween, brokenInAnswer, brokenInMultivariant, brokenInPlaylist } from '../probes/hls-rules.ts';
import { fetchLive, fetchText, parseMediaPlaylist } from '../probes/playlist.ts';
import { expect, test } from '../stage/test.ts';

/** Segments that a playlist lists once the show has begun for good. */
const STARTED = 7;

test('the playlist breaks no rule, now and a segment later, and a blocking reload waits for what it asks', async ({
  show,
}) => {
  await expect
    .poll(async () => parseMediaPlaylist((await fetchLive(show.hls)).media.text).segments.length, {
      timeout: 30_000,
    })
    .toBeGreaterThan(STARTED);
  const { multivariant, variant, media } = await fetchLive(show.hls);
  const playlist = parseMediaPlaylist(media.text);
  expect(brokenInMultivariant(multivariant.text)).toEqual([]);
  expect(brokenInPlaylist(playlist, true)).toEqual([]);
  // A plain live playlist may be kept for half a target duration.
  expect(brokenInAnswer(media, Math.max(1, Math.floor((playlist.targetDuration ?? 0) / 2)))).toEqual([]);

  const last = playlist.segments.at(-1);
  const wanted = (last?.number ?? 0) + (last?.uri === null ? 0 : 1);
  const later = await fetchText(`${variant.url}?_HLS_msn=${wanted}`);
  const after = parseMediaPlaylist(later.text);
  expect(later.status).toBe(200);
  expect(after.segments.find(({ number }) => number === wanted)?.uri, 'the segment that was asked for').toBeTruthy();
  expect(brokenInPlaylist(after, true)).toEqual([]);
  expect(brokenBetween(playlist, after)).toEqual([]);
});
