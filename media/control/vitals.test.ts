import { ProgramVitals } from '@antenne/server/contract';
import { expect, it } from 'vitest';
import { vitalsOf } from './vitals.ts';

const ticks = {
  count: 120,
  late: 0,
  skipped: 5,
  lateP50: 0.2,
  lateP99: 3,
  lateMax: 9,
  cpuSeconds: 4,
  rssBytes: 1_000,
  heapBytes: 100,
};
const program = { frameRate: 25, restarts: 1, parts: { published: 25, late: 2 }, renditions: ['720p', 'sound'] };

it('says how many cores a programme uses, over the time that its ticks stand for', () => {
  const vitals = vitalsOf(ticks, program);
  expect(vitals).toEqual({
    lateP99Ms: 3,
    skipped: 5,
    cores: 0.8,
    rssBytes: 1_000,
    restarts: 1,
    parts: program.parts,
    renditions: program.renditions,
  });
});

it('says nothing that the contract does not allow, also of a moment without ticks', () => {
  const still = { ...ticks, count: 0, skipped: 0, lateP99: -0.01 };
  expect(ProgramVitals.parse(vitalsOf(still, program))).toMatchObject({ lateP99Ms: 0, cores: 0 });
});
