import { expect, it } from 'vitest';
import { type SoakSample, soak } from './soak.ts';

const MINUTES = 1;
const FEED = { width: 640, height: 360 };
/** Half a minute begins: code is compiled, buffers find their size. */
const WARM_S = 30;

it('a programme of a minute keeps picture and sound together and its memory to itself', {
  timeout: 180_000,
}, async () => {
  const samples: SoakSample[] = [];
  await soak(MINUTES, FEED, (sample) => samples.push(sample));
  const offsets = samples.flatMap(({ avOffset }) => (avOffset === null ? [] : [avOffset]));
  expect(offsets.length).toBeGreaterThan(1);
  for (const offset of offsets) expect(Math.abs(offset)).toBeLessThan(40);
  const warm = samples.filter(({ at }) => at >= WARM_S).map(({ rssMb }) => rssMb);
  expect(Math.max(...warm) - Math.min(...warm)).toBeLessThan(60);
});
