import type { BusState, SourceRef } from '@antenne/server/contract';
import { expect, test } from 'vitest';
import { isTaking, lastTouch, tallyOf, viewColumns } from './tally.ts';

const a = { type: 'feed' as const, contributorId: '00000000-0000-4000-8000-000000000001' };
const b = { type: 'feed' as const, contributorId: '00000000-0000-4000-8000-000000000002' };

test('red follows the mixer, not the request', () => {
  const bus: BusState = {
    version: 3,
    preview: a,
    program: b,
    onAir: a,
    onAirSince: null,
    incoming: null,
    fade: null,
    held: [],
    health: 'running',
  };
  expect(tallyOf(a, bus)).toBe('onAir');
  expect(tallyOf(b, bus)).toBe('off');
  // Let in by the manual fader, both are red.
  expect(tallyOf(b, { ...bus, incoming: b })).toBe('onAir');
  expect(isTaking(bus)).toBe(true);
  expect(isTaking({ ...bus, onAir: b })).toBe(false);
});

test('everyone in a scene is red while it is on air, green while it is on preview', () => {
  const both: SourceRef = { type: 'twoUp', slots: [a, b] };
  const slate: SourceRef = { type: 'slate' };
  const bus: BusState = {
    version: 3,
    preview: slate,
    program: both,
    onAir: both,
    onAirSince: null,
    incoming: null,
    fade: null,
    held: [],
    health: 'running',
  };
  expect([a, b, slate].map((tile) => tallyOf(tile, bus))).toEqual(['onAir', 'onAir', 'preview']);
  expect([a, b].map((tile) => tallyOf(tile, { ...bus, preview: both, onAir: a }))).toEqual(['onAir', 'preview']);
});

test('the one who touched the buses last is found in the log, and whether they cut', () => {
  const line = (actor: string, action: string) => ({
    id: '00000000-0000-4000-8000-000000000009',
    at: '2026-05-09T12:00:00.000Z',
    actor,
    action,
    subject: null,
  });
  expect(lastTouch([line('SR', 'question.approve'), line('MB', 'take'), line('AL', 'preview')], 'AL')).toEqual({
    actor: 'MB',
    cut: true,
  });
  expect(lastTouch([line('MB', 'preview')], 'AL')).toEqual({ actor: 'MB', cut: false });
  expect(lastTouch([line('MB', 'rundown.move')], 'AL')).toEqual({ actor: 'MB', cut: false });
  expect(lastTouch([line('MB', 'rundown.takePrevious')], 'AL')).toEqual({ actor: 'MB', cut: true });
  expect(lastTouch([line('AL', 'take'), line('MB', 'take')], 'AL')).toBeNull();
  expect(lastTouch([], 'AL')).toBeNull();
});

test('the multiview has its views in quarters, more where there are many', () => {
  expect([2, 4, 5, 6, 8, 10].map(viewColumns)).toEqual([4, 4, 3, 3, 4, 5]);
});
