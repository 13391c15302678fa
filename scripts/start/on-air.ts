import { setTimeout as wait } from 'node:timers/promises';

/**
 * Waits until a programme can be watched: its playlist is served.
 * @returns False when it is not there after `limitMs`, or when `signal` fires.
 */
export async function playlistAppears(url: string, limitMs: number, signal: AbortSignal): Promise<boolean> {
  const deadline = performance.now() + limitMs;
  while (performance.now() < deadline && !signal.aborted) {
    if (await serves(url, signal)) return true;
    await wait(200);
  }
  return false;
}

async function serves(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(2_000)]) });
    return response.ok && (await response.text()).startsWith('#EXTM3U');
  } catch {
    // Not there yet: whatever the reason, the next try tells.
    return false;
  }
}
