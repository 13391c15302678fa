/** How soon somebody who opens the page sees the programme. */
import { until } from '../stage/antenne.ts';
import type { Show } from '../stage/show.ts';
import { type Measurement, spread } from './measurement.ts';

/** In the page: when its first picture was there, ms after the navigation began. */
declare global {
  interface Window {
    playingAt?: number;
  }
}

/** Opens the page so many times, one after the other, each in a browser that knows nothing of it. */
export async function measureStart(show: Show, times: number, conditions: string): Promise<Measurement[]> {
  const began: number[] = [];
  for (let i = 0; i < times; i += 1) {
    const page = await show.window();
    await page.addInitScript(() => {
      // Media events do not bubble: they are caught on their way down.
      document.addEventListener('playing', () => (window.playingAt ??= performance.now()), { capture: true });
    });
    await page.goto(`${show.antenne.url}/b/${show.slug}`);
    const playingAt = () => page.evaluate(() => window.playingAt ?? null);
    await until(async () => (await playingAt()) !== null, 60_000, 'the programme never played');
    began.push((await playingAt()) ?? Number.NaN);
    await show.closeWindows();
  }
  return spread('viewing.start', began, 'ms', `${times} openings with an empty cache, ${conditions}`);
}
