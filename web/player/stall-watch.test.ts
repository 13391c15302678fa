import { describe, expect, it } from 'vitest';
import { firstStall, type StallAdvice, type StallSample, type StallState, watchStall } from './stall-watch.ts';

/** Samples every 100 ms; what stands in `at` changes from then on. A jump is obeyed. */
function watch(ms: number, at: (now: number) => Partial<StallSample>) {
  let state: StallState = firstStall(0);
  let moved = 0;
  const advices: [number, StallAdvice][] = [];
  const stalledAt: number[] = [];
  for (let now = 0; now <= ms; now += 100) {
    const facts = {
      currentTime: 10,
      expected: true,
      follows: true,
      buffered: 0,
      nextStart: null,
      restartAt: 10.2,
      ...at(now),
    };
    const currentTime = Math.max(facts.currentTime, moved);
    const [next, advice] = watchStall(state, { now, ...facts, currentTime });
    state = next;
    if (state.stalled) stalledAt.push(now);
    if (advice.type !== 'none') advices.push([now, advice]);
    if (advice.type === 'jump') moved = advice.to;
  }
  return { advices, stalledAt };
}

it('finds nothing wrong while the picture moves, or need not', () => {
  const playing = watch(20_000, (now) => ({ currentTime: 10 + now / 1000 }));
  const paused = watch(20_000, () => ({ expected: false, buffered: 5 }));
  for (const { advices, stalledAt } of [playing, paused]) expect([advices, stalledAt]).toEqual([[], []]);
});

it('calls it a stall after a third of a second, until the picture moves', () => {
  const { stalledAt } = watch(2000, (now) => ({ currentTime: now < 1000 ? 10 : 10 + now / 1000 }));
  expect(stalledAt.at(0)).toBe(400);
  expect(stalledAt.at(-1)).toBe(900);
});

describe('an idle picture', () => {
  it('with an empty buffer is left alone: there is nothing to do', () => {
    expect(watch(20_000, () => ({})).advices).toEqual([]);
  });

  it('of who went back is not taken to what is buffered near live, only over a gap', () => {
    expect(watch(6000, () => ({ follows: false, nextStart: 180 })).advices).toEqual([]);
    const [first] = watch(2900, () => ({ follows: false, nextStart: 11 })).advices;
    expect(first?.[1]).toMatchObject({ type: 'jump' });
  });

  it('before a gap is taken over it', () => {
    const { advices } = watch(2900, () => ({ nextStart: 11 }));
    expect(advices).toEqual([[1500, { type: 'jump', to: 11.05 }]]);
  });

  it('that could move is begun anew, as soon as there is enough', () => {
    const { advices } = watch(2500, (now) => ({ buffered: now < 1200 ? 0.1 : 0.5 }));
    expect(advices[0]).toEqual([1200, { type: 'jump', to: 10.2 }]);
  });

  it('that moves after the restart is well again at once', () => {
    const { advices, stalledAt } = watch(4000, (now) => ({
      buffered: 0.6,
      currentTime: now < 1000 ? 10 : 10.2 + (now - 1000) / 1000,
    }));
    expect(advices).toHaveLength(1);
    expect(stalledAt.at(-1)).toBeLessThanOrEqual(1000);
  });

  it('that no restart helps means that the engine hangs', () => {
    const { advices } = watch(9000, () => ({ buffered: 3 }));
    expect(advices.map(([, { type }]) => type)).toContain('hung');
  });
});
