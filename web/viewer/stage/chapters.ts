import type { LocalizedText, PublicBroadcast, Replay } from '@antenne/server/contract';
import type { Chapter } from '../../player/index.ts';

/** What was on air, by the rundown as it went: the passages of the broadcast, or what its replay shows of them. */
export function chaptersOf(
  { program }: PublicBroadcast,
  replay: Replay | null,
  text: (words: LocalizedText) => string,
): Chapter[] {
  if (replay) return replay.chapters.map(({ at, title }) => ({ at: Date.parse(at), title: text(title) }));
  return program
    .filter(({ status }) => status === 'done' || status === 'onAir')
    .map(({ expectedStart, title }) => ({ at: Date.parse(expectedStart), title: text(title) }));
}
