import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { AudienceState } from '../../realtime/index.ts';
import { spaced, toast, useLocale } from '../../ui/index.ts';
import { type Notice, ownNotices, themeNotices } from './notices.ts';

/** Being on air is worth more than a glance, ms. */
const LONG_MS = 12_000;

/** Tells a viewer what becomes of their questions and of the theme that they follow. */
export function useNotices(state: AudienceState, followed: string | null): void {
  const { t } = useTranslation(['asking', 'viewer']);
  const { locale, text: localized } = useLocale();
  const before = useRef(state);
  useEffect(() => {
    const was = before.current;
    before.current = state;
    if (was === state) return;
    const notices = [
      ...(was.own === state.own ? [] : ownNotices(was.own, state.own)),
      ...(followed && was.broadcast !== state.broadcast ? themeNotices(was.broadcast, state.broadcast, followed) : []),
    ];
    const titleOf = (notice: Notice & { themeId: string }) => {
      const theme = state.broadcast.themes.find(({ id }) => id === notice.themeId);
      return theme ? localized(theme.title) : '';
    };
    for (const notice of notices) {
      const said =
        'themeId' in notice
          ? t(`notice.${notice.key}`, { theme: titleOf(notice) })
          : t(`notice.${notice.key}`, {
              question: spaced(firstWords(notice.text), locale),
              reason: notice.key === 'rejected' ? t(`viewer:rejection.${notice.reason}`) : '',
            });
      toast({ text: said, durationMs: LONG_MS });
    }
  }, [state, followed, t, locale, localized]);
}

/** Enough of a question to know it by. */
function firstWords(text: string): string {
  const letters = [...text];
  return letters.length <= 70 ? text : `${letters.slice(0, 69).join('')}…`;
}
