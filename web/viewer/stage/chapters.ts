import type { LocalizedText, PublicBroadcast } from '@antenne/server/contract';
import type { Chapter } from '../../player/index.ts';

/** What was on air, by the rundown as it went: the passages of the broadcast. */
export function chaptersOf({ program }: PublicBroadcast, text: (words: LocalizedText) => string): Chapter[] {
  return program
    .filter(({ status }) => status === 'done' || status === 'onAir')
    .map(({ expectedStart, title }) => ({ at: Date.parse(expectedStart), title: text(title) }));
}
