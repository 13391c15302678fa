import { setTimeout as wait } from 'node:timers/promises';

/** Milliseconds between two looks; a playlist with parts changes several times a second. */
const INTERVAL_MS = 200;

/**
 * Waits until a programme runs: its playlist is served, and grows. (One that only stands there is that of an earlier
 * run.)
 * @param url The multivariant playlist's.
 * @returns False when it does not after `limitMs`, or when `signal` fires.
 */
export async function programRuns(url: string, limitMs: number, signal: AbortSignal): Promise<boolean> {
  const deadline = performance.now() + limitMs;
  let before: string | null = null;
  while (performance.now() < deadline && !signal.aborted) {
    const now = await mediaPlaylist(url, signal);
    if (before !== null && now !== null && now !== before) return true;
    before = now ?? before;
    await wait(INTERVAL_MS);
  }
  return false;
}

/** The first variant's playlist, null when it cannot be had now. */
async function mediaPlaylist(url: string, signal: AbortSignal): Promise<string | null> {
  const variants = await read(url, signal);
  const variant = variants?.split('\n').find((line) => line.trim() !== '' && !line.startsWith('#'));
  return variant === undefined ? null : read(new URL(variant.trim(), url).href, signal);
}

async function read(url: string, signal: AbortSignal): Promise<string | null> {
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(2_000)]) });
    const text = await response.text();
    return response.ok && text.startsWith('#EXTM3U') ? text : null;
  } catch {
    // Not there yet: whatever the reason, the next look tells.
    return null;
  }
}
