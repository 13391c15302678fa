/** Processes are killed in the middle of the show: what may break, and what may not. */
import { brokenBetween, brokenInPlaylist } from '../probes/hls-rules.ts';
import { type FrameWatch, longestGap, look, type SeenFrame, watchFrames } from '../probes/picture.ts';
import { fetchLive, type MediaPlaylist, parseMediaPlaylist } from '../probes/playlist.ts';
import { longestStill, picturesOf, served, servedNow } from '../probes/programme.ts';
import type { Show } from '../stage/show.ts';
import { expect, test } from '../stage/test.ts';

test.use({ play: 'own' });

/** Puts the first person on air and opens a viewer who sees them. */
async function onAir(show: Show) {
  const [orange, blue] = await show.duplexes();
  const viewer = await show.viewer();
  await show.control.take(orange.id);
  await expect.poll(async () => (await look(viewer.video))?.mark?.camera).toBe(orange.camera.number);
  return { orange, blue, viewer, watch: await watchFrames(viewer.video) };
}

async function livePlaylist(show: Show): Promise<MediaPlaylist> {
  return parseMediaPlaylist((await fetchLive(show.hls)).media.text);
}

function discontinuities({ discontinuitySequence, segments }: MediaPlaylist): number {
  return (discontinuitySequence ?? 0) + segments.filter(({ discontinuity }) => discontinuity).length;
}

/**
 * Media, its workers and the programme begin anew, ms: under two seconds where nothing else runs but the browsers of the
 * show, on cores half as fast twice that.
 */
const MEDIA_AWAY_MS = 5_000;

/**
 * Milliseconds of the show that are in no part where its last run begins: what every viewer misses, whatever becomes of
 * their browser beside all others on two cores.
 */
function missedMs({ segments }: MediaPlaylist): number {
  const index = segments.findLastIndex(({ discontinuity }) => discontinuity);
  const [before, first] = [segments[index - 1], segments[index]];
  const seconds = before?.duration ?? Number.NaN;
  return (first?.programDateTime ?? Number.NaN) - (before?.programDateTime ?? Number.NaN) - seconds * 1_000;
}

/** The longest time without a new frame from `from` on, once the picture has moved on for `seconds` after `since`. */
async function gapOnceMoving(
  watch: FrameWatch,
  times: { from: number; since: number; seconds: number },
): Promise<{ gapMs: number; frames: SeenFrame[] }> {
  const frames: SeenFrame[] = [];
  const steadyUntil = () => {
    const after = frames.filter(({ shownAt }) => shownAt > times.since);
    return after.findLast(
      (frame, index) => frame.shownAt - (after[index - 25]?.shownAt ?? Number.NEGATIVE_INFINITY) < 3_000,
    );
  };
  await expect
    .poll(
      async () => {
        frames.push(...(await watch.take()));
        return (steadyUntil()?.shownAt ?? 0) - times.since;
      },
      { message: 'ms of moving picture after it', timeout: 40_000 },
    )
    .toBeGreaterThan(times.seconds * 1000);
  return { gapMs: longestGap(frames, times.from, steadyUntil()?.shownAt ?? times.from), frames };
}

/** Grey of a point that only letters have, 0–255. */
const LETTERS = 60;

/** Waits until viewers are sent what was shown at this time (ms since the epoch). */
async function untilServed(show: Show, at: number): Promise<void> {
  await expect.poll(async () => (await servedNow(show.hls))?.begin).toBeGreaterThan(at);
}

function note(description: string): void {
  test.info().annotations.push({ type: 'measured', description });
}

test('the programme process is killed: the same picture is back without a reload, after a discontinuity', async ({
  show,
}) => {
  const { orange, watch } = await onAir(show);
  const before = await livePlaylist(show);
  const killedAt = await show.antenne.kill('program');

  await expect.poll(async () => discontinuities(await livePlaylist(show))).toBe(discontinuities(before) + 1);
  const { gapMs, frames } = await gapOnceMoving(watch, { from: killedAt, since: killedAt + 3_000, seconds: 3 });
  expect(frames.at(-1)?.mark?.camera).toBe(orange.camera.number);
  const after = await livePlaylist(show);
  note(`the viewer's picture stood still for ${Math.round(gapMs)} ms; ${missedMs(after)} ms are in no part`);
  expect(missedMs(after), 'ms that every viewer misses').toBeLessThan(2_000);
  // A browser beside the two people's on two cores takes longer to go on than the show does.
  expect(gapMs, 'ms of a picture that stands still').toBeLessThan(4_000);
  expect(brokenInPlaylist(after, false)).toEqual([]);
  expect(brokenBetween(before, after)).toEqual([]);
});

test('the server is killed: the picture never stops, and nothing that was acknowledged is lost', async ({ show }) => {
  const { viewer, watch } = await onAir(show);
  const text = `Cette question survit-elle ? ${Date.now()}`;
  await viewer.ask(text);
  await expect(viewer.own(text)).toHaveAttribute('data-state', 'pending');
  const before = await show.control.snapshot();

  const broken = discontinuities(await livePlaylist(show));
  const startedAt = Date.now();
  await show.antenne.kill('server');
  // Two cores that are full of browsers give a starting server little.
  await expect.poll(async () => show.antenne.answers('/ready'), { timeout: 90_000 }).toBe(true);
  const awayMs = Date.now() - startedAt;
  await expect
    .poll(async () => (await show.control.snapshot()).bus.onAir, { timeout: 30_000 })
    .toEqual(before.bus.onAir);
  const after = await show.control.snapshot();
  expect(after.bus.program).toEqual(before.bus.program);
  expect(after.rundown.currentItemId).toBe(before.rundown.currentItemId);
  expect(after.rundown.currentStartedAt).toBe(before.rundown.currentStartedAt);
  expect(after.questions.find(({ original }) => original === text)?.state).toBe('pending');

  // The viewer's page goes on by itself: the old question stands, a new one is taken.
  const next = `Et celle d'après ? ${Date.now()}`;
  await viewer.ask(next);
  await expect(viewer.own(next)).toHaveAttribute('data-state', 'pending', { timeout: 30_000 });
  await expect(viewer.own(text)).toHaveAttribute('data-state', 'pending');
  const { gapMs } = await gapOnceMoving(watch, { from: startedAt, since: Date.now(), seconds: 1 });
  note(`the longest time between two frames was ${Math.round(gapMs)} ms; the server was away for ${awayMs} ms`);
  // Whatever the machine leaves to a browser: a picture that waited for the server would stand for as long as that.
  expect(gapMs).toBeLessThan(awayMs / 2);
  expect(discontinuities(await livePlaylist(show))).toBe(broken);
});

test('media is killed: viewers and contributors come back without a reload', async ({ show }) => {
  const { orange, blue, viewer, watch } = await onAir(show);
  const producer = await show.producer('Anne');
  await expect.poll(async () => (await look(producer.program))?.mark?.camera).toBe(orange.camera.number);
  const before = await livePlaylist(show);
  const killedAt = await show.antenne.kill('media');

  const { gapMs } = await gapOnceMoving(watch, { from: killedAt, since: killedAt + 5_000, seconds: 2 });
  const missed = missedMs(await livePlaylist(show));
  note(`the viewer's picture stood still for ${Math.round(gapMs)} ms; ${missed} ms are in no part`);
  expect(missed, 'ms that every viewer misses').toBeLessThan(MEDIA_AWAY_MS);
  expect(gapMs, 'ms of a picture that stands still').toBeLessThan(MEDIA_AWAY_MS + 1_000);
  await expect
    .poll(async () => (await look(viewer.video))?.mark?.camera, { timeout: 40_000 })
    .toBe(orange.camera.number);
  for (const { id } of [orange, blue]) await expect(producer.tile(id)).toHaveAttribute('data-feed', 'live');
  await expect(orange.person.onAirSign).toBeVisible();
  await expect.poll(async () => (await look(producer.program))?.mark?.camera).toBe(orange.camera.number);
  await expect.poll(async () => (await look(blue.person.program))?.mark?.camera).toBe(orange.camera.number);

  const after = await livePlaylist(show);
  expect(brokenInPlaylist(after, false)).toEqual([]);
  expect(brokenBetween(before, after)).toEqual([]);
});

test("an SFU's worker is killed: a still or the slate meanwhile, and its contributors are back by themselves", async ({
  show,
}) => {
  const [orange, blue] = await show.duplexes();
  const feedOf = async (id: string) =>
    (await show.control.snapshot()).contributors.find((contributor) => contributor.id === id)?.feed;
  /** How many different pictures of this camera the newest segment has: a frozen one counts once. */
  const moving = async (camera: number) => {
    const marks = (await picturesOf(await servedNow(show.hls))).flatMap(({ mark }) => mark ?? []);
    return new Set(marks.flatMap((mark) => (mark.camera === camera ? mark.frame : []))).size;
  };
  for (const { id } of [orange, blue]) await expect.poll(() => feedOf(id)).toBe('live');
  await show.control.take(orange.id);
  await expect.poll(() => moving(orange.camera.number), 'different pictures').toBeGreaterThan(5);

  const killedAt = await show.antenne.kill('worker');
  await untilServed(show, killedAt + 3_000);
  // Nobody takes them again: the fault was ours.
  await expect.poll(() => moving(orange.camera.number), 'different pictures, of their own accord').toBeGreaterThan(5);
  const pictures = await picturesOf(await served(show.hls, killedAt - 2_000, Date.now()));
  const absent = pictures.filter(({ mark }) => mark?.camera !== orange.camera.number);
  const slates = absent.filter(({ mark, small }) => mark === null && Math.max(...small) > LETTERS);
  note(`${longestStill(pictures)} ms of a still, the slate for ${slates.length * 40} ms`);
  expect(slates.length, 'of the pictures without them, those with a slate').toBe(absent.length);
  expect(longestStill(pictures), 'ms').toBeLessThan(3_000);
  expect((await show.control.snapshot()).bus.held).toEqual([]);

  await expect.poll(() => feedOf(blue.id)).toBe('live');
  await show.control.take(blue.id);
  await expect.poll(() => moving(blue.camera.number), "the other one's different pictures").toBeGreaterThan(5);
  await expect
    .poll(async () => (await look(orange.person.program))?.mark?.camera, 'the return')
    .toBe(blue.camera.number);
});
