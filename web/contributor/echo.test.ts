import { expect, test } from 'vitest';
import { EchoDetector } from './echo.ts';

/** Speech as levels: bursts and pauses of changing length, dBFS; the same for the same seed. */
function speech(seed: number, seconds: number): number[] {
  let state = seed;
  const random = () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
  const levels: number[] = [];
  let loud = true;
  while (levels.length < seconds * 20) {
    const length = 2 + Math.floor(random() * 12);
    for (let i = 0; i < length; i += 1) levels.push(loud ? -26 + 8 * random() : -58 + 4 * random());
    loud = !loud;
  }
  return levels.slice(0, seconds * 20);
}

function detect(microphone: readonly number[], returned: readonly number[]): boolean[] {
  const detector = new EchoDetector();
  return microphone.map((level, index) => detector.push(level, returned[index] ?? -90));
}
/** Two sounds in one microphone: the louder one is what is heard. */
const mixed = (a: readonly number[], b: readonly number[]) => a.map((level, i) => Math.max(level, b[i] ?? -90));
const later = (levels: readonly number[], steps: number, quieterDb: number) =>
  levels.map((_, index) => (levels[index - steps] ?? -90) - quieterDb);
const room = (seconds: number) => speech(7, seconds).map((level) => -62 + (level % 3));

test('the return out of a loudspeaker, 250 ms later and 15 dB quieter, is told within 11 seconds', () => {
  const returned = speech(1, 20);
  const heard = detect(mixed(later(returned, 5, 15), room(20)), returned);
  expect(heard.indexOf(true)).toBeGreaterThan(0);
  expect(heard.indexOf(true)).toBeLessThanOrEqual(220);
});

test('a person who speaks while others speak is no echo, nor is silence, nor a hum', () => {
  const returned = speech(1, 60);
  expect(detect(speech(2, 60), returned)).not.toContain(true);
  expect(detect(room(60), returned)).not.toContain(true);
  const hum = Array.from({ length: 1200 }, () => -40);
  expect(detect(hum, hum)).not.toContain(true);
});

test('it is over soon after the headphones are on', () => {
  const returned = speech(1, 40);
  const echo = mixed(later(returned, 4, 12), room(40));
  const heard = detect([...echo.slice(0, 400), ...room(40).slice(400)], returned);
  expect(heard[399]).toBe(true);
  expect(heard.slice(620)).not.toContain(true);
});
