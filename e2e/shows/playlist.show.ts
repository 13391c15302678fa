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

/** Parts that are awaited one by one: four segments of them. */
const AWAITED = 40;

test('new parts and new segments come in time, and each is told when it is there', async ({ show }) => {
  const { variant, media } = await fetchLive(show.hls);
  const first = parseMediaPlaylist(media.text);
  const [target, partTarget] = [first.targetDuration ?? 0, first.partTarget ?? 0];
  const last = first.segments.at(-1);
  let msn = (last?.number ?? 0) + (last?.uri === null ? 0 : 1);
  let part = last?.uri === null ? last.parts.length : 0;
  const parts: number[] = [];
  const segments: number[] = [];
  for (let count = 0; count < AWAITED; count += 1) {
    const answer = await fetchText(`${variant.url}?_HLS_msn=${msn}&_HLS_part=${part}&_HLS_skip=YES`);
    parts.push(performance.now());
    expect(answer.status).toBe(200);
    const newest = parseMediaPlaylist(answer.text).segments.find(({ number }) => number === msn);
    expect(newest?.parts.length, `part ${part} of ${msn}`).toBeGreaterThan(part);
    if (newest?.uri !== null) segments.push(performance.now());
    [msn, part] = newest?.uri === null ? [msn, part + 1] : [msn + 1, 0];
  }
  const between = (times: readonly number[]) => times.slice(1).map((at, index) => (at - (times[index] ?? 0)) / 1000);
  // RFC 8216bis 6.2.1 and B.1. The first ones may have waited for us, and a machine that is full of shows lets a part wait for
  // its reader now and then.
  const waits = between(parts)
    .slice(1)
    .sort((a, b) => a - b);
  expect(waits.at(Math.floor(waits.length * 0.8)), 'seconds from part to part').toBeLessThanOrEqual(1.25 * partTarget);
  expect(Math.max(...between(segments)), 'seconds from segment to segment').toBeLessThanOrEqual(1.5 * target);
});
