import type { PublicBroadcast } from '@antenne/server/contract';

type Timed = Pick<PublicBroadcast, 'state' | 'plannedStart'>;

/** Live ones first, then what comes (soonest first), then what was (latest first). */
export function byUrgency<T extends Timed>(broadcasts: readonly T[]): T[] {
  const place = { live: 0, scheduled: 1, ended: 2 } as const;
  return [...broadcasts].sort((a, b) => {
    const time = Date.parse(a.plannedStart) - Date.parse(b.plannedStart);
    return place[a.state] - place[b.state] || (a.state === 'ended' ? -time : time);
  });
}
