import type { Replay } from '@antenne/server/contract';

/** A passage of a replay with what was asked in it; `chapter` is null for what came before the first. */
export type GuidePart = { chapter: Replay['chapters'][number] | null; questions: Replay['questions'] };

/** Questions under the chapter during which they were on air. Instants of one form: they are compared as they are. */
export function guideOf({ chapters, questions }: Pick<Replay, 'chapters' | 'questions'>): GuidePart[] {
  const begun = (from: string | undefined, until: string | undefined) =>
    questions.filter(({ at }) => (from === undefined || at >= from) && (until === undefined || at < until));
  const before = begun(undefined, chapters[0]?.at);
  return [
    ...(before.length > 0 ? [{ chapter: null, questions: before }] : []),
    ...chapters.map((chapter, index) => ({ chapter, questions: begun(chapter.at, chapters[index + 1]?.at) })),
  ];
}
