/** How hls.js is set. */
import type { HlsConfig } from 'hls.js';
import type { LatencyTarget } from './latency-target.ts';

/** hls.js's own retries stay in place, with the buffer kept; each player has its own rhythm, slower than that of parts. */
export function configFor({ seconds, mode }: LatencyTarget): Partial<HlsConfig> {
  const retry = {
    maxNumRetry: 430,
    // Evenly, as long as it may be a restart: to double each wait would add a second or two to its end. What lasts longer ends
    // in an error, and `recovery.ts` waits longer and longer.
    retryDelayMs: 150 + Math.random() * 200,
    maxRetryDelayMs: 350,
    backoff: 'linear' as const,
  };
  const policy = (firstByteMs: number) => ({
    default: {
      maxTimeToFirstByteMs: firstByteMs,
      maxLoadTimeMs: 20_000,
      timeoutRetry: { ...retry, retryDelayMs: 0 },
      errorRetry: retry,
    },
  });
  return {
    lowLatencyMode: mode !== 'standard',
    liveSyncDuration: seconds,
    // The rate is steered by `rate-controller.ts`.
    maxLiveSyncPlaybackRate: 1,
    liveDurationInfinity: true,
    // Our pages know the show's items by themselves; as cues they would want a track that our policy forbids.
    enableDateRangeMetadataCues: false,
    liveSyncOnStallIncrease: 0,
    // Browsers drop what is far behind by themselves. With hls.js (1.7.4) doing it, near the live edge, parts that were
    // listed were not asked for after the end of a segment, for four seconds and again and again: why was not found.
    backBufferLength: Number.POSITIVE_INFINITY,
    // A small picture needs no large one, and costs whoever serves it less.
    capLevelToPlayerSize: true,
    maxBufferLength: 20,
    // Drawn by us.
    renderTextTracksNatively: false,
    enableCEA708Captions: false,
    enableIMSC1: false,
    playlistLoadPolicy: policy(10_000),
  };
}
