import type { PublicBroadcast } from '@antenne/server/contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../ui/index.ts';

/** Tells screen readers once, politely, what is on from now on: nothing on opening the page, where it is read anyway. */
export function Announcer({ broadcast }: { broadcast: PublicBroadcast }) {
  const { t } = useTranslation('viewer');
  const { text } = useLocale();
  const { state, program, nowItemId, nextItemId } = broadcast;
  const titleOf = (id: string | null) => {
    const item = program.find((one) => one.id === id);
    return item ? text(item.title) : null;
  };
  const words = (): string => {
    if (state === 'ended') return t('ended.title');
    const now = titleOf(nowItemId);
    const next = titleOf(nextItemId);
    return [
      now === null ? t('news.live') : t('news.now', { title: now }),
      next === null ? '' : t('news.next', { title: next }),
    ].join(' ');
  };
  const at = `${state} ${nowItemId}`;
  const [heard, setHeard] = useState({ at, words: '' });
  if (heard.at !== at) setHeard({ at, words: state === 'scheduled' ? '' : words() });
  return (
    <p role="status" data-testid="announcer" className="sr-only">
      {heard.words}
    </p>
  );
}
