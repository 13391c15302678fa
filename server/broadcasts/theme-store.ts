/** Themes as the control room sets them, and the policy for questions. */
import type { Queries } from '@antenne/prisma';
import { LocalizedText, type QuestionPolicy, type QuestionRules, type ThemeWindow } from '../contract/index.ts';
import type { Change } from '../platform/changes.ts';
import { findTheme } from './store.ts';

export async function loadQuestionRules(queries: Queries, broadcastId: string): Promise<QuestionRules> {
  const { questionPolicy, themes } = await queries.broadcast.findUniqueOrThrow({
    where: { id: broadcastId },
    select: { questionPolicy: true, themes: { orderBy: { rank: 'asc' } } },
  });
  return {
    policy: questionPolicy,
    themes: themes.map((theme) => ({
      id: theme.id,
      rank: theme.rank,
      title: LocalizedText.parse(theme.title),
      byHand: theme.window,
      schedule: {
        preOpensAt: theme.preOpensAt?.toISOString() ?? null,
        opensAt: theme.opensAt?.toISOString() ?? null,
        votesOnlyAt: theme.votesOnlyAt?.toISOString() ?? null,
        closesAt: theme.closesAt?.toISOString() ?? null,
      },
    })),
  };
}

/** When a theme of a broadcast that is not over takes a step by its schedule. */
export interface ThemeStep {
  broadcastId: string;
  at: Date;
}

/** Every step of every theme that nobody has set by hand, those that are past among them. */
export async function listThemeSteps(queries: Queries): Promise<ThemeStep[]> {
  const themes = await queries.theme.findMany({
    where: { window: null, broadcast: { state: { not: 'ended' } } },
    select: { broadcastId: true, preOpensAt: true, opensAt: true, votesOnlyAt: true, closesAt: true },
  });
  return themes.flatMap(({ broadcastId, preOpensAt, opensAt, votesOnlyAt, closesAt }) =>
    [preOpensAt, opensAt, votesOnlyAt, closesAt].flatMap((at) => (at ? [{ broadcastId, at }] : [])),
  );
}

export interface ThemeChange {
  window?: ThemeWindow | null;
  preOpensAt?: string | null;
  opensAt?: string | null;
  votesOnlyAt?: string | null;
  closesAt?: string | null;
}

/** @returns its title. @throws Refusal `notFound` when the theme is not this broadcast's. */
export async function changeTheme(change: Change, themeId: string, data: ThemeChange): Promise<LocalizedText> {
  const { title } = await findTheme(change.tx, change.broadcastId, themeId);
  await change.tx.theme.update({ where: { id: themeId }, data });
  return LocalizedText.parse(title);
}

export async function savePolicy(change: Change, questionPolicy: QuestionPolicy): Promise<void> {
  await change.tx.broadcast.update({ where: { id: change.broadcastId }, data: { questionPolicy } });
}
