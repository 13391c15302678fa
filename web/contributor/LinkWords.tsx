import type { LinkQuality } from '@antenne/server/contract';
import { useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { LinkVerdict } from '../realtime/link-advice.ts';
import { cx, LinkTable } from '../ui/index.ts';
import type { DuplexPage } from './duplex.ts';
import { type LinkWord, linkWord } from './link-words.ts';
import { receivedQuality } from './page-condition.ts';

const BARS: Record<LinkWord, number> = { good: 3, fair: 2, poor: 1, connecting: 0, reconnecting: 0, offline: 0 };
/** Green, amber, red, as producers see it: of the bars alone, so that nothing here is as red as being on air. */
const COLOUR: Record<LinkWord, string> = {
  good: 'text-preview-text',
  fair: 'text-warn',
  poor: 'text-onair-text',
  connecting: '',
  reconnecting: 'text-warn',
  offline: 'text-onair-text',
};

/** The link in words, with bars beside them and the numbers behind them. */
export function LinkWords({
  duplex,
  quality,
  verdict,
}: {
  duplex: DuplexPage;
  quality: LinkQuality | null;
  verdict: LinkVerdict;
}) {
  const { t } = useTranslation(['contributor', 'link']);
  const { link } = useStore(duplex.link);
  const { connection: media, sending, receiving } = useStore(duplex.session.state);
  const [open, setOpen] = useState(false);
  const online = useSyncExternalStore(subscribeOnline, () => navigator.onLine);
  const word = linkWord(link, media, quality && verdict, online);
  const troubled = word !== 'good' && word !== 'connecting';
  return (
    <div className="relative flex min-w-0 justify-end">
      <button
        type="button"
        data-testid="link-quality"
        data-quality={word}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className={cx(
          'flex min-h-target min-w-0 items-center gap-2 rounded-m px-3 text-left font-medium text-s leading-tight',
          troubled ? 'bg-warn-soft text-warn-text' : 'text-ink-2 hover:bg-sunken',
        )}
      >
        <Bars colour={COLOUR[word]} count={BARS[word]} pulse={word === 'reconnecting' || word === 'connecting'} />
        <span className="min-w-0" role="status">
          {t(`link.${word}`)}
        </span>
      </button>
      {open ? (
        <div
          data-testid="link-detail"
          className="absolute top-full right-0 z-20 mt-1 w-80 max-w-[calc(100vw-1.25rem)] rounded-m border border-line bg-surface px-3 py-2 text-ink shadow-high"
        >
          {verdict.advice ? <p className="pb-1.5 text-s leading-snug">{t(`link:advice.${verdict.advice}`)}</p> : null}
          <LinkTable quality={quality} received={receivedQuality(receiving)} picture={sending?.picture ?? null} />
        </div>
      ) : null}
    </div>
  );
}

function Bars({ colour, count, pulse }: { colour: string; count: number; pulse: boolean }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 14 12"
      className={cx('size-4 shrink-0', colour, pulse && 'animate-pulse-live')}
    >
      {[0, 1, 2].map((bar) => (
        <rect
          key={bar}
          x={bar * 5}
          y={8 - bar * 4}
          width="3.4"
          height={4 + bar * 4}
          rx="1"
          className={cx('fill-current', bar >= count && 'opacity-25')}
        />
      ))}
    </svg>
  );
}

function subscribeOnline(listener: () => void): () => void {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}
