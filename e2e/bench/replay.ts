/** From the end of a show to its replay: as a playlist whose first and last segments are there, and on a screen. */
import { fetchLive, parseMediaPlaylist } from '../probes/playlist.ts';
import { until } from '../stage/antenne.ts';
import type { Show } from '../stage/show.ts';
import type { Measurement } from './measurement.ts';

/** Ends the show, which must have run for a while. */
export async function measureReplay(show: Show, conditions: string): Promise<Measurement[]> {
  const endedAt = Date.now();
  await show.control.end();
  const acknowledged = Date.now() - endedAt;
  await until(() => isWhole(show.hls), 60_000, 'the replay never came');
  const playable = Date.now() - endedAt;
  // Somebody comes for the replay.
  const opened = Date.now();
  const newcomer = await show.viewer();
  await newcomer.page.getByRole('button', { name: 'Revoir l’émission' }).click();
  const plays = () =>
    newcomer.video.evaluate((video: HTMLVideoElement) => video.readyState >= video.HAVE_CURRENT_DATA && !video.seeking);
  await until(plays, 60_000, 'the replay never showed a picture');
  const firstPicture = Date.now() - opened;
  await show.closeWindows();
  return [
    { name: 'replay.acknowledged', value: acknowledged, unit: 'ms', conditions },
    { name: 'replay.playable', value: playable, unit: 'ms', conditions },
    {
      name: 'replay.firstPicture',
      value: firstPicture,
      unit: 'ms',
      conditions: `${conditions}, from opening the page`,
    },
  ];
}

/** Whether the playlist has its end, and the first and the last segment their bytes. */
async function isWhole(hls: string): Promise<boolean> {
  const { media } = await fetchLive(hls);
  const { segments, ended } = parseMediaPlaylist(media.text);
  if (!ended) return false;
  const answers = await Promise.all(
    [segments[0], segments.at(-1)].map((segment) => fetch(new URL(segment?.uri ?? '', media.url), { method: 'HEAD' })),
  );
  return answers.every(({ ok }) => ok);
}
