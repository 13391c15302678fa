/** Glass to glass: from a contributor's camera to the screens of a viewer (HLS) and of a contributor (WebRTC return). */
import type { Locator } from '@playwright/test';
import { loopMs, WEBCAM } from '../cameras/camera.ts';
import { look, watchFrames } from '../probes/picture.ts';
import { until } from '../stage/antenne.ts';
import type { Duplex, Show } from '../stage/show.ts';
import { latencies } from './glass.ts';
import { type Measurement, spread } from './measurement.ts';

const CONDITIONS = '1 Chromium contributor 640×360 and 5 simulated feeds, 1280×720p25, browsers on the same machine';

/** One screen after the other, so that they do not slow each other down. */
export async function measureLatency(show: Show, seconds: number): Promise<Measurement[]> {
  const orange = await show.duplex('orange');
  await show.control.take(orange.id);

  // The contributor's own return: a studio would decode six tiles beside it, more than this machine has left.
  const webrtc = await measure(orange, orange.person.program, seconds);
  const viewer = await show.viewer();
  const hls = await measure(orange, viewer.video, seconds);
  await show.closeWindows();

  return [
    ...spread('glassToGlass.hls', hls, 'ms', CONDITIONS),
    ...spread('glassToGlass.webrtc', webrtc, 'ms', CONDITIONS),
  ];
}

/** Seconds that a player may take to settle at its distance from the live edge. */
const SETTLING = 10;

async function measure(from: Duplex, screen: Locator, seconds: number): Promise<number[]> {
  await until(
    async () => (await look(screen))?.mark?.camera === from.camera.number,
    30_000,
    'the camera never showed up',
  );
  const [captures, shows] = [await watchFrames(from.person.self), await watchFrames(screen)];
  await new Promise((resolve) => setTimeout(resolve, SETTLING * 1000));
  await shows.take();
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const shown = await shows.take();
  const samples = latencies(await captures.take(), shown, from.camera.number, loopMs(WEBCAM));
  if (samples.length < seconds * 5)
    throw new Error(`only ${samples.length} of ${shown.length} frames could be measured`);
  return samples;
}
