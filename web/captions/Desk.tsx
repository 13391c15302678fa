import type { ControlSnapshot } from '@antenne/server/contract';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ControlRoom, Link } from '../realtime/index.ts';
import { StatePill } from '../ui/index.ts';
import { History } from './History.tsx';
import { keepLanguage, keptLanguage } from './languages.ts';
import { ProgramView } from './ProgramView.tsx';
import { useWriter } from './use-writer.ts';
import { Writer } from './Writer.tsx';

/** The picture, the box to write into, and what was written: one under the other on a phone. */
export function Desk({ room, state, link }: { room: ControlRoom; state: ControlSnapshot; link: Link }) {
  const { t, i18n } = useTranslation('captions');
  const { broadcast, captions } = state;
  const [language, setLanguage] = useState(() => keptLanguage() ?? i18n.resolvedLanguage ?? 'fr');
  const writer = useWriter(room, language);
  const box = useRef<HTMLTextAreaElement>(null);
  const mine = captions.filter((caption) => caption.language === language);
  const choose = (next: string) => {
    keepLanguage(next);
    setLanguage(next);
    box.current?.focus();
  };
  return (
    <div className="flex min-h-dvh flex-col lg:h-dvh">
      <title>{t('pageTitle', { title: broadcast.title })}</title>
      <header className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-1 border-line border-b bg-surface px-4 py-2">
        <h1 className="min-w-0 flex-1 truncate text-m" title={broadcast.title}>
          {t('title')} · {broadcast.title}
        </h1>
        <StatePill state={broadcast.state === 'live' ? 'onair' : 'off'}>{t(`state.${broadcast.state}`)}</StatePill>
        {link === 'online' ? null : (
          <StatePill state="warn" pulse>
            {t('connecting')}
          </StatePill>
        )}
      </header>
      {link === 'reconnecting' ? (
        <p role="alert" className="bg-warn px-4 py-1.5 font-semibold text-s text-warn-ink">
          {t('offline')}
        </p>
      ) : null}
      <main className="grid min-h-0 flex-1 gap-4 p-4 max-lg:content-start lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] lg:grid-rows-[minmax(0,1fr)_auto]">
        <ProgramView room={room} live={broadcast.state === 'live'} />
        <History
          captions={mine}
          language={language}
          now={room.clock}
          onEdit={(caption) => {
            writer.edit(caption);
            box.current?.focus();
          }}
          onTakeBack={writer.takeBack}
        />
        <Writer
          boxRef={box}
          writer={writer}
          language={language}
          announced={broadcast.captionLanguages}
          last={mine[0]}
          open={broadcast.state === 'live' && link === 'online'}
          onLanguage={choose}
        />
      </main>
    </div>
  );
}
