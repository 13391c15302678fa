import { expect, it } from 'vitest';
import { byUrgency } from './broadcast-order.ts';

it('shows live ones first, then the soonest to come, then the last that were', () => {
  const list = [
    { name: 'long ago', state: 'ended', plannedStart: '2025-01-01T00:00:00Z' },
    { name: 'next week', state: 'scheduled', plannedStart: '2026-05-16T00:00:00Z' },
    { name: 'yesterday', state: 'ended', plannedStart: '2026-05-08T00:00:00Z' },
    { name: 'now', state: 'live', plannedStart: '2026-05-09T00:00:00Z' },
    { name: 'tomorrow', state: 'scheduled', plannedStart: '2026-05-10T00:00:00Z' },
  ] as const;
  expect(byUrgency(list).map(({ name }) => name)).toEqual(['now', 'tomorrow', 'next week', 'yesterday', 'long ago']);
});
