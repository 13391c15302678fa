import { describe, expect, it } from 'vitest';
import { afterGap, afterStall, FIRST_TARGET, firstTarget, LOWEST_TARGET, TOGETHER_SECONDS } from './latency-target.ts';
import { CLOSE, EASY, type RateProfile, STEADY, steerRate, TOGETHER } from './rate-controller.ts';

/** The rate after the picture was as late for a while. */
function rateAt(late: number, profile = CLOSE, buffered = 0.7): number {
  const [state] = steerRate(STEADY, { now: 0, late, buffered, profile });
  return steerRate(state, { now: 100, late, buffered, profile })[1];
}

describe('the rate', () => {
  it('is 1 while the picture is about as late as wanted', () => {
    for (const late of [-0.14, 0, 0.09]) expect(rateAt(late)).toBe(1);
  });

  it('rises with lateness, and falls when it is early, each within its bounds', () => {
    expect([0.12, 0.5, 5].map((late) => rateAt(late))).toEqual([1.06, 1.17, 1.25]);
    expect([-0.17, -2].map((late) => rateAt(late))).toEqual([0.95, 0.95]);
    expect([0.4, 2, -2].map((late) => rateAt(late, EASY))).toEqual([1, 1.05, 0.97]);
    expect([-3, -0.1, 0.3].map((late) => rateAt(late, TOGETHER))).toEqual([0.9, 0.95, 1.1]);
  });

  it('does not hurry into an empty buffer', () => {
    expect(rateAt(2, CLOSE, 0.2)).toBe(1);
  });

  it('goes on correcting until the picture has arrived, and then rests', () => {
    let [state] = steerRate(STEADY, { now: 0, late: 0.12, buffered: 1, profile: CLOSE });
    let rate = 0;
    for (const [index, late] of [0.07, 0.05, 0.03].entries()) {
      [state, rate] = steerRate(state, { now: (index + 1) * 5_000, late, buffered: 1, profile: CLOSE });
      expect(rate).toBeGreaterThan(1);
    }
    [state, rate] = steerRate(state, { now: 20_000, late: 0.01, buffered: 1, profile: CLOSE });
    expect(rate).toBe(1);
    expect(steerRate(state, { now: 25_000, late: 0.07, buffered: 1, profile: CLOSE })[1]).toBe(1);
  });

  it('takes no notice of a single measurement that trembles', () => {
    const [state] = steerRate(STEADY, { now: 0, late: 0, buffered: 1, profile: CLOSE });
    expect(steerRate(state, { now: 100, late: 0.4, buffered: 1, profile: CLOSE })[1]).toBe(1);
  });
});

interface Network {
  seed: number;
  /** Delay of each part: at least so long, and on average so much more, ms. */
  delayMs: number;
  jitterMs: number;
  /** Nothing arrives for so long, so often; ms. */
  outageMs: number;
  everyMs: number;
}

/** Numbers in [0, 1), always the same for a seed (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const PART = 0.2;
const TICK_MS = 100;
const MINUTES = 10;

/**
 * Ten minutes of a viewer as the player's engine runs: parts come over this network, the live edge is estimated from what
 * has come, the target follows the stalls. `clockError`: of whoever watches by the programme's clock, seconds.
 */
function watch(network: Network, { together = false, startLate = 0, clockError = 0 } = {}) {
  const random = numbers(network.seed);
  const profile: RateProfile = together ? TOGETHER : CLOSE;
  let target = firstTarget(0, together ? 'together' : 'low');
  let state = STEADY;
  let part = 0;
  let arrivesAt = 0;
  let edge = 0;
  let edgeAt = 0;
  let position = -startLate;
  let dry = false;
  let stalls = 0;
  const samples: { at: number; position: number; late: number; rate: number; stalled: boolean }[] = [];
  for (let now = 0; now < MINUTES * 60_000; now += TICK_MS) {
    for (;;) {
      const made = part * PART * 1000;
      const intoOutage = network.everyMs > 0 ? made % network.everyMs : Number.POSITIVE_INFINITY;
      const held = made > 20_000 && intoOutage < network.outageMs ? network.outageMs - intoOutage : 0;
      arrivesAt ||= made + held + network.delayMs - network.jitterMs * Math.log(1 - random());
      if (arrivesAt > now) break;
      edge = part * PART;
      edgeAt = now;
      part += 1;
      arrivesAt = 0;
    }
    const buffered = edge - position;
    if (dry && buffered > PART) dry = false;
    else if (!dry && buffered <= 0.001 && part > 1) {
      dry = true;
      stalls += 1;
      target = afterStall(target, now);
    }
    if (!dry) target = afterGap(target, now, (now - edgeAt) / 1000);
    const clock = now / 1000 + clockError;
    const late = together
      ? clock - position - target.seconds
      : edge + (now - edgeAt) / 1000 - position - target.seconds;
    let rate: number;
    [state, rate] = steerRate(state, { now, late, buffered, profile });
    if (!dry) position = Math.min(edge, position + (rate * TICK_MS) / 1000);
    samples.push({ at: now, position, late, rate, stalled: dry });
  }
  /** How often it hurried after it had slowed down, or the other way round. */
  const moves = samples.filter(({ rate }) => rate !== 1).map(({ rate }) => Math.sign(rate - 1));
  const reversals = moves.filter((move, index) => index > 0 && move !== moves[index - 1]).length;
  return { samples, reversals, stalls, target };
}

const CALM: Network = { seed: 1, delayMs: 20, jitterMs: 0, outageMs: 0, everyMs: 0 };
const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);

describe('over simulated networks, ten minutes each', () => {
  it('takes a late viewer to the target, as close as it gets, and keeps them there without another change of speed', () => {
    const { samples, reversals, stalls } = watch(CALM, { startLate: 1.4 });
    const settled = samples.findIndex(({ late }) => late < 0.1);
    expect(settled * TICK_MS).toBeLessThan(15_000);
    const rest = samples.slice(60_000 / TICK_MS);
    expect(Math.max(...rest.map(({ late }) => Math.abs(late)))).toBeLessThan(0.15);
    expect(rest.filter(({ rate }) => rate !== 1)).toEqual([]);
    expect([reversals, stalls]).toEqual([0, 0]);
  });

  it.each([20, 60, 120])('does not swing to and fro when parts tremble by %i ms', (jitterMs) => {
    for (const seed of SEEDS) {
      const { samples, reversals, stalls } = watch({ ...CALM, seed, delayMs: 60, jitterMs });
      // Each stall moves the target on purpose, and the calm after it moves it back.
      expect(reversals, `seed ${seed}`).toBeLessThanOrEqual(2 * stalls + (jitterMs / 60) * MINUTES);
      const end = samples.slice(-3_000);
      const off = end.reduce((sum, { late }) => sum + Math.abs(late), 0) / end.length;
      expect(off, `seed ${seed}`).toBeLessThan(0.2);
    }
  });

  it('comes as close as a good network allows, without a stall, and stays away from the edge of a bad one', () => {
    const at = (jitterMs: number) => SEEDS.map((seed) => watch({ ...CALM, seed, delayMs: 60, jitterMs }));
    for (const { stalls, target } of at(0)) expect([stalls, target.seconds]).toEqual([0, LOWEST_TARGET]);
    for (const { stalls, target } of at(20)) {
      expect(stalls).toBe(0);
      expect(target.seconds).toBeLessThan(FIRST_TARGET);
    }
    for (const { target } of at(120)) expect(target.seconds).toBeGreaterThanOrEqual(FIRST_TARGET);
  });

  it('catches up after outages, and needs few stalls to learn', () => {
    for (const seed of SEEDS) {
      const network = { ...CALM, seed, jitterMs: 20, outageMs: 1_500, everyMs: 60_000 };
      const { samples, stalls, target } = watch(network);
      expect(stalls, `seed ${seed}`).toBeLessThanOrEqual(MINUTES);
      // Half a minute after each outage it is as late as it wants to be.
      const caughtUp = samples.filter(({ at }) => at > 60_000 && at % 60_000 > 30_000);
      expect(Math.max(...caughtUp.map(({ late }) => late)), `seed ${seed}`).toBeLessThan(0.35);
      expect(target.seconds).toBeLessThanOrEqual(4);
    }
  });
});

it('keeps viewers who watch together within 0.3 s, whatever their networks and when they came', () => {
  const viewers = SEEDS.map((seed) =>
    watch(
      { seed, delayMs: 20 + 20 * seed, jitterMs: 5 * seed, outageMs: seed % 4 === 0 ? 1_200 : 0, everyMs: 45_000 },
      // Clocks are compared with the server's to within 50 ms.
      { together: true, startLate: seed % 6, clockError: ((seed % 5) - 2) * 0.025 },
    ),
  );
  const from = 60_000 / TICK_MS;
  const ticks = (viewers[0]?.samples.length ?? 0) - from;
  for (let tick = from; tick < from + ticks; tick++) {
    const positions = viewers.map(({ samples }) => samples[tick]?.position ?? Number.NaN);
    expect(Math.max(...positions) - Math.min(...positions), `tick ${tick}`).toBeLessThan(0.3);
  }
  expect(viewers.map(({ stalls }) => stalls).every((stalls) => stalls === 0)).toBe(true);
  const late = viewers.map(({ samples }) => (samples.at(-1)?.at ?? 0) / 1000 - (samples.at(-1)?.position ?? 0));
  for (const seconds of late) expect(Math.abs(seconds - TOGETHER_SECONDS)).toBeLessThan(0.2);
});
