import { useState } from 'react';

const keyOf = (slug: string) => `antenne:theme:${slug}`;

/** The theme that a viewer follows, kept in the browser: the list begins with it, and its news are told. */
export function useFollowedTheme(slug: string): [string | null, (themeId: string | null) => void] {
  const [themeId, setThemeId] = useState<string | null>(() => {
    try {
      return localStorage.getItem(keyOf(slug));
    } catch {
      return null;
    }
  });
  const follow = (wanted: string | null) => {
    setThemeId(wanted);
    try {
      if (wanted === null) localStorage.removeItem(keyOf(slug));
      else localStorage.setItem(keyOf(slug), wanted);
    } catch {
      // Storage refused or full: it holds as long as the page.
    }
  };
  return [themeId, follow];
}
