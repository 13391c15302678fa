import type { ThemeWindow } from '../contract/index.ts';

/** When a theme opens, step by step. A missing instant leaves its step out. */
export interface ThemeSchedule {
  /** Set by hand: it wins over the schedule until it is taken back. */
  window: ThemeWindow | null;
  preOpensAt: Date | null;
  opensAt: Date | null;
  votesOnlyAt: Date | null;
  closesAt: Date | null;
}

/** What viewers may do with a theme at `now`, by the server's clock. */
export function themeWindow(theme: ThemeSchedule, now: Date): ThemeWindow {
  if (theme.window) return theme.window;
  const reached = (instant: Date | null) => instant !== null && instant <= now;
  if (reached(theme.closesAt)) return 'closed';
  if (reached(theme.votesOnlyAt)) return 'voteOnly';
  if (reached(theme.opensAt)) return 'open';
  if (reached(theme.preOpensAt)) return 'preOpen';
  return 'hidden';
}

export function takesQuestions(window: ThemeWindow): boolean {
  return window === 'preOpen' || window === 'open';
}

export function takesVotes(window: ThemeWindow): boolean {
  return takesQuestions(window) || window === 'voteOnly';
}
