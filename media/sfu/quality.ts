/** How good a contributor's link is, from what arrives here. */

import type { ReturnSize } from './return-size.ts';

export type QualityLevel = 'good' | 'fair' | 'poor';

/** One reading of a contributor's streams, sound and picture together. */
export interface LinkReading {
  /** Milliseconds of any clock that only goes forward. */
  at: number;
  /** Packets that arrived and packets that never did, since the streams began. */
  received: number;
  lost: number;
  /** Milliseconds; null while unknown. */
  roundTripMs: number | null;
  /** The worst of the streams. */
  jitterMs: number;
  /** Bits per second now. */
  bitrate: number;
}

/** The rest of what is told: nothing to judge by. */
export interface LinkShape {
  /** How many of the picture's simulcast layers arrive; null without a picture or without layers. */
  layers: { arriving: number; of: number } | null;
  /** What of the programme's picture they get back; null where they get none at all. */
  returns: ReturnSize | null;
}

export interface MeasuredQuality {
  level: QualityLevel;
  roundTripMs: number | null;
  /** 0–1, of the packets sent to us in the window. */
  loss: number;
  jitterMs: number;
  bitrate: number;
}

/**
 * From where a number makes the link fair, and from where poor. Two per cent of loss are repaired unnoticed (NACK, FEC),
 * eight are not; beyond 300 ms of round trip people begin to talk over each other, beyond 800 ms they cannot converse;
 * 50 ms of jitter pass in the buffers, 150 ms do not; under 60 kbit/s hardly more than the sound arrives.
 */
export const thresholds = {
  loss: { fair: 0.02, poor: 0.08 },
  roundTripMs: { fair: 300, poor: 800 },
  jitterMs: { fair: 50, poor: 150 },
  bitrate: { fair: 150_000, poor: 60_000 },
} as const;

/** Milliseconds over which loss is counted. */
const WINDOW_MS = 5000;

/**
 * @param readings oldest first; those older than the window count only as the beginning of the loss
 * @param picture whether a picture should be arriving: sound alone needs little and is judged without the bit rate
 */
export function judgeLink(readings: readonly LinkReading[], picture: boolean): MeasuredQuality | null {
  const last = readings.at(-1);
  if (!last) return null;
  const first = readings.find((reading) => reading.at >= last.at - WINDOW_MS && isBefore(reading, last)) ?? last;
  // Lost packets that a late retransmission brought back lower the counter: less than nothing is nothing.
  const lost = Math.max(0, last.lost - first.lost);
  const received = last.received - first.received;
  const loss = lost + received > 0 ? lost / (lost + received) : 0;
  const levels: QualityLevel[] = [
    above(loss, thresholds.loss),
    above(last.jitterMs, thresholds.jitterMs),
    last.roundTripMs === null ? 'good' : above(last.roundTripMs, thresholds.roundTripMs),
    picture ? above(-last.bitrate, { fair: -thresholds.bitrate.fair, poor: -thresholds.bitrate.poor }) : 'good',
    // Streams that exist and bring nothing for the whole window are no link at all.
    last !== first && received === 0 ? 'poor' : 'good',
  ];
  const level = levels.includes('poor') ? 'poor' : levels.includes('fair') ? 'fair' : 'good';
  return { level, roundTripMs: last.roundTripMs, loss, jitterMs: last.jitterMs, bitrate: last.bitrate };
}

/** Counters fall when a stream is replaced: readings from before that are no beginning. */
function isBefore(reading: LinkReading, last: LinkReading): boolean {
  return reading.at < last.at && reading.received <= last.received;
}

function above(value: number, { fair, poor }: { fair: number; poor: number }): QualityLevel {
  if (value >= poor) return 'poor';
  return value >= fair ? 'fair' : 'good';
}

/** Readings worth keeping for the next judgement. */
export function keepWindow(readings: readonly LinkReading[], reading: LinkReading): LinkReading[] {
  return [...readings.filter(({ at }) => at >= reading.at - WINDOW_MS), reading];
}

/** What mediasoup tells of one received stream. Jitter is in timestamp units; round trips in milliseconds. */
export interface StreamStat {
  kind: string;
  packetCount: number;
  packetsLost: number;
  jitter: number;
  bitrate: number;
  roundTripTime?: number | undefined;
}

/** Adds up a contributor's streams. `roundTrips`: what else measured the path, e.g. the streams sent to this browser. */
export function readLink(stats: readonly StreamStat[], roundTrips: readonly number[], at: number): LinkReading {
  const trips = [...stats.flatMap(({ roundTripTime }) => roundTripTime ?? []), ...roundTrips].filter((ms) => ms > 0);
  const reading: LinkReading = {
    at,
    received: 0,
    lost: 0,
    roundTripMs: trips.length > 0 ? Math.round(Math.min(...trips)) : null,
    jitterMs: 0,
    bitrate: 0,
  };
  for (const { kind, packetCount, packetsLost, jitter, bitrate } of stats) {
    reading.received += packetCount;
    reading.lost += Math.max(0, packetsLost);
    reading.bitrate += bitrate;
    // A layer that rests keeps its last jitter: it says nothing about the path now.
    if (bitrate > 0) reading.jitterMs = Math.max(reading.jitterMs, jitter / (kind === 'audio' ? 48 : 90));
  }
  reading.jitterMs = Math.round(reading.jitterMs * 10) / 10;
  return reading;
}
