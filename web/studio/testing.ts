/** Made-up people for tests. */
import type { SlotRef, StudioContributor } from '@antenne/server/contract';

export function idOf(number: number): string {
  return `00000000-0000-4000-8000-00000000000${number}`;
}

export function aContributor(number: number, feed: StudioContributor['feed'] = 'live'): StudioContributor {
  return {
    id: idOf(number),
    number,
    name: `Person ${number}`,
    role: null,
    place: 'Quito',
    continent: null,
    zone: 'America/Guayaquil',
    presence: 'linked',
    feed,
    picture: null,
    quality: null,
    page: null,
    received: null,
    sound: {
      ...{ gainDb: 0, muted: false, delayMs: 0, gate: 'off', compressor: 'off', trim: true, mode: 'follow' },
      hears: { program: true, others: [] },
    },
  };
}

/** People in the places of a scene. */
export function slotsOf(...ids: string[]): SlotRef[] {
  return ids.map((contributorId) => ({ type: 'feed', contributorId }));
}
