/** Processes are killed and a network is lost in the middle of the show: what may break, and what may not. */
import { brokenBetween, brokenInPlaylist } from '../probes/hls-rules.ts';
import { type FrameWatch, longestGap, look, type SeenFrame, watchFrames } from '../probes/picture.ts';
import { fetchLive, type MediaPlaylist, parseMediaPlaylist } from '../probes/playlist.ts';
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

function note(description: string): void {
  test.info().annotations.push({ type: 'measured', description });
}

test('the programme process is killed: the same picture is back without a reload, after a discontinuity', async ({
  show,
}) => {
  const { orange, watch } = await onAir(show);
  const before = await livePlaylist(show);
  const discontinuities = (playlist: MediaPlaylist) =>
    (playlist.discontinuitySequence ?? 0) + playlist.segments.filter(({ discontinuity }) => discontinuity).length;
  const killedAt = await show.antenne.kill('program');

  await expect.poll(async () => discontinuities(await livePlaylist(show))).toBe(discontinuities(before) + 1);
  const { gapMs, frames } = await gapOnceMoving(watch, { from: killedAt, since: killedAt + 3_000, seconds: 3 });
  note(`the viewer's picture stood still for ${Math.round(gapMs)} ms`);
  expect(gapMs).toBeLessThan(6_000);
  expect(frames.at(-1)?.mark?.camera).toBe(orange.camera.number);

  const after = await livePlaylist(show);
  expect(brokenInPlaylist(after, false)).toEqual([]);
  expect(brokenBetween(before, after)).toEqual([]);
});

test('the server is killed: the picture never stops, and nothing that was acknowledged is lost', async ({ show }) => {
  const { viewer, watch } = await onAir(show);
  const text = `Cette question survit-elle ? ${Date.now()}`;
  await viewer.ask(text);
  await expect(viewer.own(text)).toHaveAttribute('data-state', 'pending');
  const before = await show.control.snapshot();

  const startedAt = Date.now();
  await show.antenne.kill('server');
  // Two cores that are full of browsers give a starting server little.
  await expect.poll(async () => show.antenne.answers('/ready'), { timeout: 90_000 }).toBe(true);
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
  note(`the longest time between two frames was ${Math.round(gapMs)} ms`);
  expect(gapMs).toBeLessThan(1_500);
});

test('media is killed: viewers and contributors come back without a reload', async ({ show }) => {
  const { orange, blue, viewer, watch } = await onAir(show);
  const producer = await show.producer('Anne');
  await expect.poll(async () => (await look(producer.program))?.mark?.camera).toBe(orange.camera.number);
  const before = await livePlaylist(show);
  const killedAt = await show.antenne.kill('media');

  const { gapMs } = await gapOnceMoving(watch, { from: killedAt, since: killedAt + 5_000, seconds: 2 });
  note(`the viewer's picture stood still for ${Math.round(gapMs)} ms`);
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

test('a contributor loses the network: a slate meanwhile, and they are back by themselves', async ({ show }) => {
  const { orange, viewer } = await onAir(show);
  const producer = await show.producer('Anne');
  const giveBack = orange.person.loseNetwork();
  try {
    await expect(producer.tile(orange.id)).toHaveAttribute('data-feed', 'stalled');
    await expect.poll(async () => (await look(viewer.video))?.mark ?? null, 'a marker on the slate').toBeNull();
  } finally {
    giveBack();
  }
  await expect(producer.tile(orange.id)).toHaveAttribute('data-feed', 'live', { timeout: 30_000 });
  await show.control.take(orange.id);
  await expect.poll(async () => (await look(viewer.video))?.mark?.camera).toBe(orange.camera.number);
});

/** How many different pictures of this camera came since the last asking: a frozen one counts once, a slate not at all. */
async function differentFrames(watch: FrameWatch, camera: number): Promise<number> {
  const marks = (await watch.take()).flatMap(({ mark }) => (mark?.camera === camera ? [mark.frame] : []));
  return new Set(marks).size;
}

test("an SFU's worker is killed: its contributors are back by themselves", async ({ show }) => {
  const { orange, blue, watch } = await onAir(show);
  await show.antenne.kill('worker');
  for (const [taken, other] of [
    [blue, orange],
    [orange, blue],
  ] as const) {
    await show.control.take(taken.id);
    await expect
      .poll(() => differentFrames(watch, taken.camera.number), { message: 'different pictures', intervals: [1_000] })
      .toBeGreaterThan(5);
    await expect.poll(async () => (await look(other.person.program))?.mark?.camera).toBe(taken.camera.number);
  }
});
