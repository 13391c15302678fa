/** A broadcast that is over: its address is the replay, its owner cuts it, viewers go by its chapters and take it home. */
import { Replay } from '@antenne/server/contract';
import { complaintsOf } from '../actors/complaints.ts';
import { seriousFindings, tooWide } from '../probes/page.ts';
import { parseMediaPlaylist } from '../probes/playlist.ts';
import { ControlLine } from '../stage/control-line.ts';
import { expect, test } from '../stage/test.ts';

test.use({ play: 'own' });

const SIZES = [
  { width: 390, height: 844 },
  { width: 1440, height: 900 },
];

test('a show that ends is a replay at once, which its owner cuts and viewers go through by chapter', async ({
  show,
}) => {
  const slug = await show.owner.create({
    title: 'Le cacao à la coupe',
    plannedStart: new Date().toISOString(),
    durationMinutes: 10,
    zone: 'Europe/Paris',
    contributors: [{ name: 'Rosa Guamán', place: 'Quito', zone: 'America/Guayaquil' }],
  });
  const line = await ControlLine.open(show.antenne.url, show.owner.cookie, slug);
  await line.goLive();
  const address = `${show.antenne.mediaUrl}/hls/${slug}/main/live.m3u8`;
  const playlist = async () => parseMediaPlaylist(await (await fetch(address)).text());
  const lasts = async (seconds: number) =>
    expect.poll(async () => (await playlist().catch(() => null))?.segments.length ?? 0).toBeGreaterThan(seconds / 2);
  await lasts(6);
  await line.takeNext();
  await lasts(12);
  await line.takeNext();
  await lasts(18);
  await line.end();
  line.close();
  await expect.poll(async () => (await (await fetch(address)).text()).includes('#EXT-X-ENDLIST')).toBe(true);
  const whole = (await playlist()).segments.length;

  const desk = await show.window({ width: 1440, height: 900 });
  const complaints = complaintsOf(desk);
  await show.signIn(desk, 'owner');
  await desk.goto(`${show.antenne.url}/admin`);
  await desk.locator(`a[href="/admin/replay/${slug}"]`).click();
  await expect(desk.getByTestId('cut-shown')).toHaveText(/\d/);
  await desk.getByTestId('cut-from').fill('0:04');
  await desk.getByTestId('cut-until').fill('0:02');
  await desk.getByTestId('cut-remove').click();
  await expect(desk.getByRole('alert')).toBeVisible();
  await desk.getByTestId('cut-until').fill('0:08');
  await desk.getByTestId('cut-remove').click();
  await expect(desk.getByTestId('cut')).toHaveCount(1);
  await expect.poll(async () => (await playlist()).segments.length).toBeLessThan(whole);
  const cut = (await playlist()).segments.length;
  await desk.getByTestId('cut-undo').click();
  await expect(desk.getByTestId('cut')).toHaveCount(0);
  await expect.poll(async () => (await playlist()).segments.length).toBe(whole);
  await desk.getByTestId('cut-from').fill('0:04');
  await desk.getByTestId('cut-until').fill('0:08');
  await desk.getByTestId('cut-remove').click();
  await expect.poll(async () => (await playlist()).segments.length).toBe(cut);
  await desk.getByTestId('replay-download').click();
  await expect(desk.getByTestId('replay-download')).toBeChecked();
  for (const size of SIZES) {
    await desk.setViewportSize(size);
    expect(await tooWide(desk), `the owner at ${size.width} px`).toEqual([]);
    expect(await seriousFindings(desk), `the owner at ${size.width} px`).toEqual([]);
  }
  expect(complaints).toEqual([]);
  await desk.context().close();

  const { chapters } = Replay.parse(await (await fetch(`${show.antenne.url}/api/broadcasts/${slug}/replay`)).json());
  expect(chapters).toHaveLength(2);
  const viewer = await show.window({ width: 1440, height: 900 });
  const findings = complaintsOf(viewer);
  await viewer.goto(`${show.antenne.url}/b/${slug}`);
  await viewer.getByTestId('replay-chapter').nth(1).click();
  const video = viewer.getByTestId('program-video');
  await expect.poll(() => video.evaluate((element) => (element as HTMLVideoElement).currentTime)).toBeGreaterThan(5);
  await expect.poll(() => video.evaluate((element) => (element as HTMLVideoElement).readyState)).toBeGreaterThan(2);
  for (const size of SIZES) {
    await viewer.setViewportSize(size);
    if (size.width < 500) await viewer.getByRole('tab', { name: 'Programme' }).click();
    expect(await tooWide(viewer), `a viewer at ${size.width} px`).toEqual([]);
    expect(await seriousFindings(viewer), `a viewer at ${size.width} px`).toEqual([]);
  }
  expect(findings).toEqual([]);
  const [download] = await Promise.all([
    viewer.waitForEvent('download'),
    viewer.getByTestId('replay-download').click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^le-cacao-a-la-coupe-\d{4}-\d\d-\d\d\.mp4$/);
  expect(await download.failure()).toBeNull();
});
