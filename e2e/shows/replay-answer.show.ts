/** After the show: whoever asked presses "watch the answer" and sees the moment at which the question was on the screen. */
import { complaintsOf } from '../actors/complaints.ts';
import { Viewer } from '../actors/viewer.ts';
import { changed, LOWER_THIRD, raster } from '../probes/picture.ts';
import { parseMediaPlaylist } from '../probes/playlist.ts';
import { ControlLine } from '../stage/control-line.ts';
import { expect, test } from '../stage/test.ts';

test.use({ play: 'own' });

test('an answered question leads to its moment in the replay, from the list and from the chapters', async ({
  show,
}) => {
  const slug = await show.owner.create({
    title: 'Le cacao, questions et réponses',
    plannedStart: new Date().toISOString(),
    durationMinutes: 10,
    zone: 'Europe/Paris',
    themes: [{ fr: 'Le prix' }],
    contributors: [],
  });
  const line = await ControlLine.open(show.antenne.url, show.owner.cookie, slug);
  await line.goLive();
  // Flat and still: whatever changes in the lower third is the question.
  await line.take({ type: 'colour', colour: '#204060' });
  await show.owner.command(slug, 'question:policy', { policy: 'publishFirst' });
  const address = `${show.antenne.mediaUrl}/hls/${slug}/main/live.m3u8`;
  const playlist = async () => parseMediaPlaylist(await (await fetch(address)).text());
  const lasts = async (seconds: number) =>
    expect.poll(async () => (await playlist().catch(() => null))?.segments.length ?? 0).toBeGreaterThan(seconds / 2);

  const author = await show.viewer(slug);
  const text = `Combien revient à qui récolte ? ${Date.now()}`;
  await author.ask(text, 'Zoé');
  await expect(author.own(text)).toHaveAttribute('data-state', 'approved');
  const found = async () => {
    const question = (await line.snapshot()).questions.find(({ original }) => original === text);
    if (!question) throw new Error('the question is not there');
    return question;
  };
  const move = async (type: string) => {
    const { id, version } = await found();
    await show.owner.command(slug, 'question:move', { id, version, move: { type } });
  };
  await lasts(8);
  await move('putOnAir');
  await expect(author.own(text)).toHaveAttribute('data-state', 'onAir');
  await lasts(14);
  await move('answered');
  const { id, version, onAirAt } = await found();
  await show.owner.command(slug, 'question:answer', { id, version, text: 'Un quart du prix, en moyenne.' });
  await lasts(20);
  const began = Date.parse((await line.snapshot()).broadcast.startedAt ?? '');
  await line.end();
  line.close();
  await expect.poll(async () => (await (await fetch(address)).text()).includes('#EXT-X-ENDLIST')).toBe(true);
  /** Seconds of the recording at which the question went on air. */
  const at = (Date.parse(onAirAt ?? '') - began) / 1000;
  expect(at).toBeGreaterThan(5);

  // The author's own browser, which knows the question as theirs.
  const viewer = new Viewer(author.page);
  const complaints = complaintsOf(viewer.page);
  await viewer.open(`${show.antenne.url}/b/${slug}`);
  const time = () => viewer.video.evaluate((element) => (element as HTMLVideoElement).currentTime);
  const play = () => viewer.video.evaluate((element) => (element as HTMLVideoElement).play());
  const row = viewer.question(text);
  await expect(row).toHaveAttribute('data-state', 'answered');
  await expect(row.getByTestId('written-answer')).toContainText('Un quart du prix, en moyenne.');
  await row.getByTestId('watch-answer').click();
  // A little before: the first words of who reads it out are heard.
  await expect.poll(async () => Math.abs((await time()) - at)).toBeLessThan(4.5);
  await expect
    .poll(() => viewer.video.evaluate((element) => (element as HTMLVideoElement).readyState))
    .toBeGreaterThan(2);
  const before = await raster(viewer.video, LOWER_THIRD);
  await play();
  await expect
    .poll(async () => changed(before, await raster(viewer.video, LOWER_THIRD)), 'the question comes into the picture')
    .toBeGreaterThan(0.2);
  expect(Math.abs((await time()) - at), 'when it was on air').toBeLessThan(6);
  await expect
    .poll(async () => changed(before, await raster(viewer.video, LOWER_THIRD)), 'and leaves it when it was answered')
    .toBeLessThan(0.05);

  const chapter = viewer.page.getByTestId('replay-question').filter({ hasText: text });
  await expect(chapter.locator('time')).toHaveAttribute('datetime', onAirAt ?? '');
  await expect(viewer.page.getByTestId('replay-answer')).toContainText('Un quart du prix, en moyenne.');
  await chapter.click();
  await expect.poll(async () => Math.abs((await time()) - at)).toBeLessThan(4.5);
  expect(complaints).toEqual([]);
});
