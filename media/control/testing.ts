/** Desired states for the tests beside it. */
import { randomUUID } from 'node:crypto';
import { type DesiredBroadcast, NO_GRAPHICS } from '@antenne/server/contract';

/** A live broadcast with one person, on its slate. */
export function desired(change: Partial<DesiredBroadcast> = {}): DesiredBroadcast {
  return {
    broadcastId: randomUUID(),
    slug: 'essai',
    title: 'Essai',
    accent: '#c8102e',
    rev: 1,
    stage: 'live',
    contributors: [
      { id: randomUUID(), name: 'Rosa', place: 'Quito', role: null, zone: null, simulated: null, gain: 1 },
    ],
    program: { type: 'slate' },
    standby: null,
    assets: [],
    plannedStart: '2026-05-09T18:00:00.000Z',
    transition: { type: 'cut' },
    question: null,
    graphics: NO_GRAPHICS,
    zone: 'Europe/Paris',
    takes: 0,
    held: [],
    ...change,
  };
}
