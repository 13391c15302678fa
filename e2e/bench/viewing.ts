/** Glass to glass over minutes, with every stall: from a contributor's camera to a viewer's screen, by HLS. */
import type { Locator } from '@playwright/test';
import { loopMs, WEBCAM } from '../cameras/camera.ts';
import { look, type SeenFrame, watchFrames } from '../probes/picture.ts';
import { until } from '../stage/antenne.ts';
import type { Show } from '../stage/show.ts';
import { latencies, stallsIn } from './glass.ts';
import { type Measurement, percentile } from './measurement.ts';

/** Seconds that a player may take to settle at its distance from the live edge. */
const SETTLING = 20;
/** The pages' frames are taken over so often, so that nothing piles up in them. Seconds. */
const TAKE_EVERY = 10;

/** Nobody else looks on. */
export async function measureViewing(show: Show, minutes: number, conditions: string): Promise<Measurement[]> {
  const orange = await show.duplex('orange');
  await show.control.take(orange.id);
  const viewer = await show.viewer();
  const isShown = async () => (await look(viewer.video))?.mark?.camera === orange.camera.number;
  await until(isShown, 60_000, 'the camera never showed up');
  const [captures, shows] = [await watchFrames(orange.person.self), await watchFrames(viewer.video)];
  const inHand = await watchInHand(viewer.video);
  const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  await pause(SETTLING);
  await Promise.all([shows.take(), inHand.take()]);
  const from = Date.now();
  const captured: SeenFrame[] = [];
  const shown: SeenFrame[] = [];
  while (Date.now() < from + minutes * 60_000) {
    await pause(TAKE_EVERY);
    captured.push(...(await captures.take()));
    shown.push(...(await shows.take()));
  }
  const ended = Date.now();
  const least = await inHand.take();
  await show.closeWindows();
  const late = latencies(captured, shown, orange.camera.number, loopMs(WEBCAM));
  if (late.length < minutes * 60 * 5)
    throw new Error(`only ${late.length} of ${shown.length} frames could be measured`);
  const stalls = stallsIn(shown, from, ended);
  // What the camera's own browser did not show, nobody can: it shares the machine with everything else.
  const ofCamera = stallsIn(captured, from, ended);
  const words = `${minutes} min, ${conditions}`;
  const rows: [string, number, string][] = [
    ['viewing.glassToGlass.p50', percentile(late, 50), 'ms'],
    ['viewing.glassToGlass.p99', percentile(late, 99), 'ms'],
    ['viewing.glassToGlass.max', percentile(late, 100), 'ms'],
    ['viewing.stalls', stalls.length, ''],
    ['viewing.stalled', stalls.reduce((sum, ms) => sum + ms, 0) / 1000, 's'],
    ['viewing.inHand.least', least, 's'],
    ['viewing.camera.stalls', ofCamera.length, ''],
    ['viewing.camera.stalled', ofCamera.reduce((sum, ms) => sum + ms, 0) / 1000, 's'],
    ['viewing.pictures', shown.length / ((ended - from) / 1000), '1/s'],
  ];
  return rows.map(([name, value, unit]) => ({ name, value, unit, conditions: words }));
}

/** Looks ten times a second how much the element could play without another byte; `take`: the least since the last call, s. */
async function watchInHand(video: Locator): Promise<{ take(): Promise<number> }> {
  await video.evaluate((element) => {
    const source = element as Watched;
    source.leastInHand = Number.POSITIVE_INFINITY;
    setInterval(() => {
      const { buffered, currentTime } = source;
      const end = buffered.length > 0 ? buffered.end(buffered.length - 1) : currentTime;
      source.leastInHand = Math.min(source.leastInHand ?? end - currentTime, end - currentTime);
    }, 100);
  });
  return {
    take: () =>
      video.evaluate((element) => {
        const source = element as Watched;
        const least = source.leastInHand ?? Number.NaN;
        source.leastInHand = Number.POSITIVE_INFINITY;
        return least;
      }),
  };
}

interface Watched extends HTMLVideoElement {
  leastInHand?: number;
}
