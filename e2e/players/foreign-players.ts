/** Players that are not ours, on a page of their own: what they played, and what they complained about. */
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';

const require = createRequire(import.meta.url);
const SHAKA = require.resolve('shaka-player/dist/shaka-player.compiled.js');
/** The one that our own player is built upon, here as its makers set it. */
const HLS_JS = createRequire(new URL('../../web/package.json', import.meta.url)).resolve('hls.js/dist/hls.min.js');

/** What is used of shaka-player. */
interface Shaka {
  polyfill: { installAll(): void };
  Player: new () => {
    attach(video: HTMLVideoElement): Promise<void>;
    configure(configuration: object): void;
    addEventListener(type: 'error', listener: (event: { detail: { code?: number; message?: string } }) => void): void;
    load(address: string): Promise<void>;
  };
}

/** What is used of hls.js. */
interface HlsJs {
  new (): {
    on(event: string, listener: (name: string, data: { fatal: boolean; type: string; details: string }) => void): void;
    loadSource(address: string): void;
    attachMedia(video: HTMLVideoElement): void;
  };
}

/** What their pages keep. */
interface Watching {
  errors: string[];
  from: number;
}

declare global {
  interface Window {
    shaka: Shaka;
    Hls: HlsJs;
    watched: Watching;
  }
}

export interface Watched {
  /** Seconds on the video's own clock since it began to play. */
  played: number;
  pictures: number;
  /** It came to its end. */
  ended: boolean;
  errors: string[];
}

export type Watch = () => Promise<Watched>;

export const FOREIGN_PLAYERS = { 'shaka-player': playWithShaka, 'hls.js': playWithHlsJs } as const;

/** Low latency where it is live. `speed`: of a replay. */
export async function playWithShaka(page: Page, address: string, speed = 1): Promise<Watch> {
  await openStage(page, address, SHAKA);
  await page.evaluate(
    async ({ source, rate }) => {
      const { shaka } = window;
      const video = document.querySelector('video');
      if (!video) throw new Error('no video');
      const errors: string[] = [];
      shaka.polyfill.installAll();
      const player = new shaka.Player();
      await player.attach(video);
      player.configure({ streaming: { lowLatencyMode: true } });
      player.addEventListener('error', ({ detail: { code, message } }) => errors.push(`${code}: ${message}`));
      await player.load(source).catch((error: unknown) => {
        throw new Error(`shaka-player refuses ${source}: ${JSON.stringify(error)}`);
      });
      await video.play();
      video.playbackRate = rate;
      window.watched = { errors, from: video.currentTime };
    },
    { source: address, rate: speed },
  );
  return () => watched(page);
}

/** The same with hls.js. A stall is no error of it: it tells of those by the same event. */
export async function playWithHlsJs(page: Page, address: string, speed = 1): Promise<Watch> {
  await openStage(page, address, HLS_JS);
  await page.evaluate(
    async ({ source, rate }) => {
      const { Hls } = window;
      const video = document.querySelector('video');
      if (!video) throw new Error('no video');
      const errors: string[] = [];
      const hls = new Hls();
      hls.on('hlsError', (_name, { fatal, type, details }) => {
        const isStall = !fatal && /^buffer(?:Stalled|NudgeOnStall|SeekOverHole)/.test(details);
        if (!isStall) errors.push(`${fatal ? 'fatal ' : ''}${type}: ${details}`);
      });
      hls.loadSource(source);
      hls.attachMedia(video);
      await new Promise<void>((resolve) => video.addEventListener('canplay', () => resolve(), { once: true }));
      await video.play();
      video.playbackRate = rate;
      window.watched = { errors, from: video.currentTime };
    },
    { source: address, rate: speed },
  );
  return () => watched(page);
}

async function openStage(page: Page, address: string, script: string): Promise<void> {
  // Chromium lets a page of no address ask nothing of this machine; this one has no policy against foreign scripts.
  await page.goto(new URL('/health', address).href);
  await page.setContent('<video muted playsinline></video>');
  await page.addScriptTag({ path: script });
}

function watched(page: Page): Promise<Watched> {
  return page.evaluate(() => {
    const { watched: watching } = window;
    const video = document.querySelector('video');
    return {
      played: (video?.currentTime ?? 0) - watching.from,
      pictures: video?.getVideoPlaybackQuality().totalVideoFrames ?? 0,
      ended: video?.ended ?? false,
      errors: watching.errors,
    };
  });
}
