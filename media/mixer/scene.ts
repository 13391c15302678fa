import type { ProgramContributor, ProgramDesired } from '../core/program-link.ts';

/** What the mixer needs to know of a feed to decide what is seen. */
export interface FeedView {
  /** absent: nothing yet; live: pictures arrive, or did within the last 2 s; stalled: they stopped. */
  readonly state: 'absent' | 'live' | 'stalled';
  readonly hasPicture: boolean;
}

export type View =
  | { type: 'feed'; contributorId: string }
  | { type: 'contributorSlate'; contributor: ProgramContributor }
  | { type: 'broadcastSlate' };

/** What the programme shows: the feed while its picture lives, its named slate while not, the broadcast's slate otherwise. */
export function decideView(desired: ProgramDesired, feed: (contributorId: string) => FeedView | undefined): View {
  const { program } = desired;
  if (program.type === 'slate') return { type: 'broadcastSlate' };
  const contributor = desired.contributors.find(({ id }) => id === program.contributorId);
  if (!contributor) return { type: 'broadcastSlate' };
  const state = feed(contributor.id);
  if (state?.state === 'live' && state.hasPicture) return { type: 'feed', contributorId: contributor.id };
  return { type: 'contributorSlate', contributor };
}
