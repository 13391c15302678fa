/** Players that are not ours play the broadcast without a complaint. */
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { fetchText, parseMediaPlaylist, parseMultivariant } from '../probes/playlist.ts';
import { expect, test } from '../stage/test.ts';

const require = createRequire(import.meta.url);
const SHAKA = require.resolve('shaka-player/dist/shaka-player.compiled.js');

/** What is used of shaka-player. */
interface Shaka {
  polyfill: { installAll(): void };
  Player: new () => {
    attach(video: HTMLVideoElement): Promise<void>;
    configure(configuration: object): void;
    addEventListener(type: 'error', listener: (event: Event & { detail?: unknown }) => void): void;
    load(address: string): Promise<void>;
  };
}

interface Watched {
  /** Seconds on the video's own clock since the first look. */
  played: number;
  pictures: number;
  errors: string[];
}

async function playWithShaka(page: Page, address: string): Promise<() => Promise<Watched>> {
  // Chromium lets a page of no address ask nothing of this machine; this one has no policy against foreign scripts.
  await page.goto(new URL('/health', address).href);
  await page.setContent('<video muted playsinline></video>');
  await page.addScriptTag({ path: SHAKA });
  await page.evaluate(async (source) => {
    const { shaka } = globalThis as unknown as { shaka: Shaka };
    const video = document.querySelector('video');
    if (!video) throw new Error('no video');
    const errors: string[] = [];
    shaka.polyfill.installAll();
    const player = new shaka.Player();
    await player.attach(video);
    player.configure({ streaming: { lowLatencyMode: true } });
    player.addEventListener('error', (event) => errors.push(JSON.stringify(event.detail)));
    await player.load(source).catch((error: unknown) => {
      throw new Error(`shaka-player refuses ${source}: ${JSON.stringify(error)}`);
    });
    await video.play();
    Object.assign(globalThis, { watched: { errors, from: video.currentTime } });
  }, address);
  return () =>
    page.evaluate(() => {
      const { watched } = globalThis as unknown as { watched: { errors: string[]; from: number } };
      const video = document.querySelector('video');
      const pictures = video?.getVideoPlaybackQuality().totalVideoFrames ?? 0;
      return { played: (video?.currentTime ?? 0) - watched.from, pictures, errors: watched.errors };
    });
}

test.beforeEach(async ({ show }) => {
  const segments = async () => {
    const [variant] = parseMultivariant((await fetchText(show.hls)).text, show.hls);
    return variant ? parseMediaPlaylist((await fetchText(variant.url)).text).segments.length : 0;
  };
  await expect.poll(segments, { message: 'segments to begin with', timeout: 60_000 }).toBeGreaterThan(6);
});

test('shaka-player plays the live broadcast without an error', async ({ show }) => {
  const page = await show.window();
  const watch = await playWithShaka(page, show.hls);
  await expect.poll(async () => (await watch()).played).toBeGreaterThan(6);
  const { errors, pictures } = await watch();
  expect(errors).toEqual([]);
  expect(pictures).toBeGreaterThan(50);
});

test('FFmpeg decodes every rendition of the live broadcast without a word', async ({ show }) => {
  const variants = parseMultivariant((await fetchText(show.hls)).text, show.hls);
  expect(variants.length).toBeGreaterThan(0);
  for (const url of [show.hls, ...variants.map((variant) => variant.url)]) {
    const { stderr } = await promisify(execFile)('ffmpeg', [
      ...['-v', 'error', '-nostdin', '-live_start_index', '-4', '-i', url],
      ...['-map', '0', '-t', '4', '-f', 'null', '-'],
    ]);
    expect([url, stderr]).toEqual([url, '']);
  }
});
