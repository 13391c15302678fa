import { useEffect, useSyncExternalStore } from 'react';
import { accentStyle } from './colour.ts';

export type Theme = 'light' | 'dark';
/** What the reader chose; `system` follows their machine. */
export type ThemeChoice = Theme | 'system';

const KEY = 'antenne:theme';
const listeners = new Set<() => void>();
/** Pages of people who work have a theme of their own whatever the choice: those that are mounted, the newest last. */
const forced: Theme[] = [];

function stored(): ThemeChoice {
  // Storage can be refused (private windows, policies): then the system's choice stands.
  try {
    const value = localStorage.getItem(KEY);
    return value === 'light' || value === 'dark' ? value : 'system';
  } catch {
    return 'system';
  }
}

let choice: ThemeChoice | undefined;

function current(): ThemeChoice {
  choice ??= stored();
  return choice;
}

function resolved(): Theme {
  const own = forced.at(-1);
  if (own) return own;
  const wanted = current();
  if (wanted !== 'system') return wanted;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

function apply(): void {
  document.documentElement.dataset.theme = resolved();
  for (const listener of listeners) listener();
}

/** Call once before the first render: dresses the page and follows the system from then on. */
export function startTheme(): void {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', apply);
  apply();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The theme in force. */
export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, resolved);
}

/** The reader's choice and how to change it. */
export function useThemeChoice(): [ThemeChoice, (choice: ThemeChoice) => void] {
  const value = useSyncExternalStore(subscribe, current);
  return [
    value,
    (next) => {
      choice = next;
      try {
        if (next === 'system') localStorage.removeItem(KEY);
        else localStorage.setItem(KEY, next);
      } catch {
        // Kept for this visit only.
      }
      apply();
    },
  ];
}

/** Gives the page a theme of its own while mounted. */
export function usePageTheme(theme: Theme): void {
  useEffect(() => {
    forced.push(theme);
    apply();
    return () => {
      forced.splice(forced.lastIndexOf(theme), 1);
      apply();
    };
  }, [theme]);
}

/** For pages of those who work (studio, moderation, contributor): dark while mounted. */
export function useDarkPage(): void {
  usePageTheme('dark');
}

/** Gives the page the channel's accent while mounted. `undefined` while it is not known yet. */
export function useAccent(hex: string | undefined): void {
  const theme = useTheme();
  useEffect(() => {
    if (!hex) return;
    const root = document.documentElement.style;
    const tokens = Object.entries(accentStyle(hex, theme));
    for (const [name, value] of tokens) root.setProperty(name, value);
    return () => {
      for (const [name] of tokens) root.removeProperty(name);
    };
  }, [hex, theme]);
}
