/** How the addresses that a question's votes came from are laid before a moderator. */
import { isBurst, type VoteOrigin } from '@antenne/server/contract';

export type Weighed = {
  /** More than is usual from one address, or judged already: shown first. */
  conspicuous: VoteOrigin[];
  /** The rest with more than one vote each. */
  several: VoteOrigin[];
  /** How many addresses gave one vote each. */
  single: number;
};

/** @param origins as the server lists them: those with the most votes first */
export function weigh(origins: readonly VoteOrigin[]): Weighed {
  const weighed: Weighed = { conspicuous: [], several: [], single: 0 };
  for (const origin of origins) {
    if (isBurst(origin) || origin.voided > 0) weighed.conspicuous.push(origin);
    else if (origin.votes > 1) weighed.several.push(origin);
    else weighed.single += 1;
  }
  return weighed;
}

/** How long the votes of an address took: whole seconds below two minutes, whole minutes above. */
export function lasted({ firstAt, lastAt }: VoteOrigin): { unit: 'seconds' | 'minutes'; count: number } {
  const seconds = Math.max(0, Math.round((Date.parse(lastAt) - Date.parse(firstAt)) / 1000));
  return seconds < 120 ? { unit: 'seconds', count: seconds } : { unit: 'minutes', count: Math.round(seconds / 60) };
}
