import { expect, test } from 'vitest';
import { SAMPLE_RATE } from '../core/av.ts';
import { largestStep } from '../testing/observe.ts';
import { Ducker } from './ducker.ts';

const BLOCK = SAMPLE_RATE / 100;
/** Index of the left sample at a time in ms. */
const at = (ms: number) => 2 * Math.round((ms * SAMPLE_RATE) / 1000);
const LOW = 10 ** (-15 / 20);

/** What is left of a full level over so many blocks of 10 ms. */
function levels(ducker: Ducker, blocks: number): Float32Array {
  const sound = new Float32Array(blocks * BLOCK * 2).fill(1);
  for (let block = 0; block < blocks; block += 1) {
    ducker.step(BLOCK);
    ducker.apply(sound.subarray(block * BLOCK * 2), BLOCK);
  }
  return sound;
}

test('it goes down by 15 dB in 50 ms and comes back in 300, in small steps, alike for all that it lowers', () => {
  const ducker = new Ducker();
  expect(levels(ducker, 1).every((value) => value === 1)).toBe(true);
  ducker.active = true;
  const down = levels(ducker, 10);
  expect(down[at(25)]).toBeCloseTo(10 ** (-7.5 / 20), 2);
  expect(down[at(49)]).toBeGreaterThan(LOW);
  expect(down.slice(at(50.1)).every((value) => Math.abs(value - LOW) < 1e-6)).toBe(true);
  expect(largestStep(down)).toBeLessThan(0.001);
  ducker.active = false;
  ducker.step(BLOCK);
  const [one, other] = [new Float32Array(BLOCK * 2).fill(1), new Float32Array(BLOCK * 2).fill(1)];
  ducker.apply(one, BLOCK);
  ducker.apply(other, BLOCK);
  expect(one).toEqual(other);
  const up = levels(ducker, 40);
  expect(up[at(285)]).toBeLessThan(1);
  expect(up.at(-1)).toBe(1);
});
