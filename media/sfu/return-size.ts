/**
 * How much of the programme's picture a contributor's own link carries: all of it, the small one, or none. Sound comes
 * first: it is sent in every case. Going down is quick, going up is tried after a calm time that grows with each try that
 * fails, so that a weak link is not flooded again and again.
 */

export type ReturnSize = 'full' | 'small' | 'off';

/** What came of the packets sent to one contributor, of the picture's stream or, where it is off, of the sound's. */
export interface ReturnReading {
  /** Milliseconds of any clock that only goes forward. */
  at: number;
  /** Packets sent, and how many of them the receiver never got; both since the stream began. */
  sent: number;
  lost: number;
  /** Bits per second sent now. */
  bitrate: number;
}

export interface ReturnState {
  size: ReturnSize;
  /** When this size was chosen, ms. */
  since: number;
  /** Since when hardly anything is lost; null while something is. */
  calmSince: number | null;
  /** How long it has to be calm before the next size up is tried, ms. */
  patienceMs: number;
  /** Readings of this size, oldest first. */
  readings: readonly ReturnReading[];
}

/** A tenth lost is more than retransmission repairs in time; a fiftieth is unnoticed. */
export const returnLimits = {
  tooMuchLoss: 0.1,
  calmLoss: 0.02,
  /** Less than this got through, bit/s: not even the small picture fits beside the sound. */
  tooLittle: 150_000,
  /** Milliseconds over which loss is counted. */
  windowMs: 4_000,
  /** Packets that a judgement needs at least. */
  fewestPackets: 40,
  /** A try that fails within this time was a failure, ms. */
  trialMs: 15_000,
  firstPatienceMs: 15_000,
  longestPatienceMs: 120_000,
} as const;

export function firstReturn(at: number): ReturnState {
  return {
    size: 'full',
    since: at,
    calmSince: null,
    patienceMs: returnLimits.firstPatienceMs,
    readings: [],
  };
}

/** The state after one more reading. Counters that fall (another stream) begin anew. */
export function nextReturn(state: ReturnState, reading: ReturnReading): ReturnState {
  const { windowMs, fewestPackets, tooMuchLoss, calmLoss } = returnLimits;
  const last = state.readings.at(-1);
  const kept = last && last.sent > reading.sent ? [] : state.readings.filter(({ at }) => at >= reading.at - windowMs);
  const readings = [...kept, reading];
  const first = readings[0] ?? reading;
  const sent = reading.sent - first.sent;
  if (sent < fewestPackets) return { ...state, readings };
  const loss = Math.max(0, reading.lost - first.lost) / sent;
  if (loss >= tooMuchLoss) return state.size === 'off' ? notYet(state, readings) : down(state, reading, loss);
  if (loss > calmLoss) return notYet(state, readings);
  const calmSince = state.calmSince ?? reading.at;
  const isCalm = state.size !== 'full' && reading.at - Math.max(calmSince, state.since) >= state.patienceMs;
  if (!isCalm) return { ...state, calmSince, readings };
  return {
    ...state,
    size: state.size === 'off' ? 'small' : 'full',
    since: reading.at,
    calmSince: null,
    readings: [],
  };
}

function notYet(state: ReturnState, readings: readonly ReturnReading[]): ReturnState {
  return { ...state, calmSince: null, readings };
}

function down(state: ReturnState, { at, bitrate }: ReturnReading, loss: number): ReturnState {
  const { trialMs, firstPatienceMs, longestPatienceMs, tooLittle } = returnLimits;
  const arrived = bitrate * (1 - Math.min(1, loss));
  const isTrial = at - state.since < trialMs && state.size !== 'off';
  return {
    size: state.size === 'full' && arrived >= tooLittle ? 'small' : 'off',
    since: at,
    calmSince: null,
    patienceMs: isTrial ? Math.min(longestPatienceMs, state.patienceMs * 2) : firstPatienceMs,
    readings: [],
  };
}
