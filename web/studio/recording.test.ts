import type { RecordingState, RecordingStatus } from '@antenne/server/contract';
import { expect, it } from 'vitest';
import { sizeText } from '../ui/text.ts';
import { bytesPerHour, lightOf } from './recording.ts';

const running: RecordingStatus = {
  since: '2026-05-09T18:00:00.000Z',
  problem: null,
  program: true,
  isos: ['a'],
  bytesPerSecond: 500_000,
  usableBytes: 1e9,
};
const state = (status: Partial<RecordingStatus> | null, on = true): RecordingState => ({
  wish: { on, isos: true, bestLayer: true },
  status: status && { ...running, ...status },
});

it('shows what is recorded, not what was wished', () => {
  expect(lightOf(state(null, false), true)).toBe('off');
  expect(lightOf(state(null), false)).toBe('armed');
  expect(lightOf(state(null), true)).toBe('starting');
  expect(lightOf(state({ since: null }), true)).toBe('starting');
  expect(lightOf(state({}), true)).toBe('on');
  expect(lightOf(state({ problem: 'isosPaused', isos: [] }), true)).toBe('part');
  expect(lightOf(state({ problem: 'diskFull', since: null, program: false }), true)).toBe('stopped');
});

it('tells what an hour takes as measured, and before that by estimate', () => {
  expect(bytesPerHour(state({}), 6)).toBe(1.8e9);
  expect(bytesPerHour(state(null), 2)).toBeCloseTo(2.6e9, -3);
});

it('says sizes as people do', () => {
  expect(sizeText(1_234_000_000, 'en')).toBe('1.2 GB');
  expect(sizeText(345_000_000, 'fr')).toMatch(/^345\sMo$/);
  expect(sizeText(2.5e12, 'en')).toBe('2.5 TB');
});
