/** What stands on the presenter's sheet of paper. Pure. */
import type { ExportedQuestion, LocalizedText, Theme } from '@antenne/server/contract';

export type SheetTheme = {
  id: string;
  title: LocalizedText;
  /** Viewers do not see it now; what was asked there waits all the same. */
  hidden: boolean;
  questions: ExportedQuestion[];
};

/** What waits for the presenter, by theme: those that viewers see in their order, then hidden ones. Queued before approved, then by votes. */
export function sheetThemes(shown: readonly Theme[], questions: readonly ExportedQuestion[]): SheetTheme[] {
  const waiting = questions
    .filter(({ state }) => state === 'queued' || state === 'approved')
    .toSorted((a, b) => Number(b.state === 'queued') - Number(a.state === 'queued') || b.votes - a.votes);
  const byTheme = Map.groupBy(waiting, ({ themeId }) => themeId);
  const known = shown.map(({ id, title }) => ({ id, title, hidden: false }));
  const others = [...byTheme].flatMap(([id, [first]]) =>
    first && !shown.some((theme) => theme.id === id) ? [{ id, title: first.themeTitle, hidden: true }] : [],
  );
  const hidden = others.toSorted((a, b) => a.title.fr.localeCompare(b.title.fr));
  return [...known, ...hidden]
    .map((theme) => ({ ...theme, questions: byTheme.get(theme.id) ?? [] }))
    .filter((theme) => theme.questions.length > 0);
}
