/** What a browser's `getStats()` says about one transport, reduced to what a page shows. */
export interface LinkStats {
  /** Milliseconds; null while unknown. */
  roundTripMs: number | null;
  /** 0–1, of the packets of the last interval. */
  loss: number;
  /** Milliseconds, the worst of what is received; 0 for what is sent. */
  jitterMs: number;
  /** What keeps the picture below what was asked for, as the browser says. */
  limitedBy: 'bandwidth' | 'cpu' | null;
  /** Bits per second over the last interval. */
  bitrate: number;
  /** The largest picture that flows now; null without one. */
  picture: { width: number; height: number; frameRate: number } | null;
  /** Simulcast layers that are being sent, or pictures that are being received. */
  layers: number;
}

/** Counters of one reading, to be handed to the next one. */
export interface LinkCounters {
  at: number;
  bytes: number;
  packets: number;
  lost: number;
}

/** The members that are read; the DOM's own types call them all `any`. */
interface StatsEntry {
  type: string;
  kind?: string;
  timestamp?: number;
  bytesSent?: number;
  bytesReceived?: number;
  packetsReceived?: number;
  packetsSent?: number;
  packetsLost?: number;
  roundTripTime?: number;
  currentRoundTripTime?: number;
  nominated?: boolean;
  frameWidth?: number;
  frameHeight?: number;
  framesPerSecond?: number;
  active?: boolean;
  /** Seconds. */
  jitter?: number;
  qualityLimitationReason?: string;
}

/**
 * @param entries the members of an `RTCStatsReport`
 * @param before the counters of the last reading, null for the first
 * @param at milliseconds of any clock that only goes forward
 */
export function readLinkStats(
  entries: Iterable<StatsEntry>,
  before: LinkCounters | null,
  at: number,
): { stats: LinkStats; counters: LinkCounters } {
  const counters: LinkCounters = { at, bytes: 0, packets: 0, lost: 0 };
  let roundTripMs: number | null = null;
  let picture: LinkStats['picture'] = null;
  let layers = 0;
  let jitterMs = 0;
  let limitedBy: LinkStats['limitedBy'] = null;
  for (const entry of entries) {
    if (entry.type === 'candidate-pair' && entry.nominated && entry.currentRoundTripTime !== undefined) {
      roundTripMs ??= entry.currentRoundTripTime * 1000;
    }
    if (entry.type === 'remote-inbound-rtp') {
      if (entry.roundTripTime !== undefined) roundTripMs = entry.roundTripTime * 1000;
      counters.lost += entry.packetsLost ?? 0;
    }
    if (entry.type !== 'inbound-rtp' && entry.type !== 'outbound-rtp') continue;
    counters.bytes += (entry.bytesSent ?? 0) + (entry.bytesReceived ?? 0);
    counters.packets += (entry.packetsSent ?? 0) + (entry.packetsReceived ?? 0);
    if (entry.type === 'inbound-rtp') {
      counters.lost += entry.packetsLost ?? 0;
      jitterMs = Math.max(jitterMs, (entry.jitter ?? 0) * 1000);
    }
    const limit = entry.qualityLimitationReason;
    if (limit === 'bandwidth' || limit === 'cpu') limitedBy = limit;
    if (entry.kind !== 'video' || !entry.framesPerSecond || entry.active === false) continue;
    layers += 1;
    const width = entry.frameWidth ?? 0;
    if (width > (picture?.width ?? 0)) {
      picture = { width, height: entry.frameHeight ?? 0, frameRate: entry.framesPerSecond };
    }
  }
  // Counters begin anew with every transport: a smaller value than before is a new beginning, not a negative amount.
  const since = before && before.bytes <= counters.bytes && before.at < at ? before : null;
  const seconds = since ? (at - since.at) / 1000 : 0;
  const lost = Math.max(0, counters.lost - (since?.lost ?? 0));
  const packets = counters.packets - (since?.packets ?? 0);
  return {
    counters,
    stats: {
      roundTripMs,
      jitterMs,
      limitedBy,
      loss: packets + lost > 0 ? lost / (packets + lost) : 0,
      bitrate: since ? ((counters.bytes - since.bytes) * 8) / seconds : 0,
      picture,
      layers,
    },
  };
}
