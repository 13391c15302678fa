import type { DesiredBroadcast } from '@antenne/server/contract';

/** The contract's chapters as the packager takes them: ms since the epoch, a title and its translations. */
export function chaptersOf(chapters: DesiredBroadcast['chapters'] = []) {
  return chapters.map(({ id, at, title: { fr: title, ...others } }) => ({
    id,
    at: Date.parse(at),
    title,
    translations: Object.fromEntries(
      Object.entries(others).flatMap(([language, text]) => (text ? [[language, text]] : [])),
    ),
  }));
}
