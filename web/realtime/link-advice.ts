/** A link judged for people: green, amber, red, and the one thing to do about it. Numbers come from both of its ends. */
import type { LinkQuality, ReceivedQuality } from '@antenne/server/contract';

export type LinkLevel = LinkQuality['level'];

/**
 * What would help, the gravest first:
 * - `silent`: nothing of them arrives;
 * - `loss`: packets are lost on the way (a radio link, mostly);
 * - `jitter`: packets wait in a queue that others fill;
 * - `slow`: too little gets through for the picture;
 * - `return`: their way out is good, the one back is not;
 * - `busy`: their machine is too slow for its camera;
 * - `distance`: a long way; nothing to do but to leave pauses.
 */
export type LinkAdvice = 'silent' | 'loss' | 'jitter' | 'slow' | 'return' | 'busy' | 'distance';

export interface LinkVerdict {
  level: LinkLevel;
  advice: LinkAdvice | null;
}

/** From where a number makes the link fair, and from where poor; media judges what arrives there by the same ones. */
const LIMITS = {
  loss: [0.02, 0.08],
  jitterMs: [50, 150],
  roundTripMs: [300, 800],
} as const;
/** Bits per second under which hardly more than the sound arrives. */
const HARDLY_A_PICTURE = 150_000;

const ORDER: readonly LinkLevel[] = ['good', 'fair', 'poor'];

export interface LinkFacts {
  /** What media measures; null while nothing of them arrives. */
  quality: LinkQuality | null;
  /** What their page measures of the return; null while unknown. */
  received: ReceivedQuality | null;
  /** A picture should be on its way. */
  picture?: boolean;
  /** Their browser says that its machine is too slow. */
  busy?: boolean;
}

export function judgeLink({ quality, received, picture = true, busy = false }: LinkFacts): LinkVerdict {
  const found: [LinkAdvice, LinkLevel][] = [];
  if (quality) {
    found.push(['silent', quality.level === 'poor' && quality.bitrate === 0 ? 'poor' : 'good']);
    found.push(['loss', stepOf(quality.loss, LIMITS.loss)]);
    found.push(['jitter', stepOf(quality.jitterMs, LIMITS.jitterMs)]);
    found.push(['slow', picture && quality.bitrate < HARDLY_A_PICTURE ? atLeast(quality.level, 'fair') : 'good']);
    found.push(['return', quality.returns === 'off' ? 'poor' : 'good']);
  }
  if (received) {
    found.push(['return', worst(stepOf(received.loss, LIMITS.loss), stepOf(received.jitterMs, LIMITS.jitterMs))]);
  }
  if (busy) found.push(['busy', 'fair']);
  const roundTrip = quality?.roundTripMs ?? received?.roundTripMs ?? null;
  if (roundTrip !== null) found.push(['distance', stepOf(roundTrip, LIMITS.roundTripMs)]);
  const level = found.reduce((sofar, [, step]) => worst(sofar, step), quality?.level ?? 'good');
  // Of what is worst, what comes first.
  const advice = level === 'good' ? undefined : (found.find(([, step]) => step === level) ?? found.find(isSomething));
  return { level, advice: advice?.[0] ?? null };
}

function isSomething([, step]: [LinkAdvice, LinkLevel]): boolean {
  return step !== 'good';
}

function stepOf(value: number, [fair, poor]: readonly [number, number]): LinkLevel {
  if (value >= poor) return 'poor';
  return value >= fair ? 'fair' : 'good';
}

function worst(a: LinkLevel, b: LinkLevel): LinkLevel {
  return ORDER.indexOf(a) >= ORDER.indexOf(b) ? a : b;
}

const atLeast = worst;
