import type { DuplexCue } from '@antenne/server/contract';
import { Check } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { Button } from '../ui/index.ts';
import type { DuplexPage } from './duplex.ts';

/** Milliseconds of a phone's buzz when a cue arrives. */
const BUZZ = 150;

/** What the producer wrote, over the picture, until the one button says that it was understood. The newest is largest. */
export function CueCard({ duplex, cues }: { duplex: DuplexPage; cues: readonly DuplexCue[] }) {
  const { t } = useTranslation('contributor');
  const done = useStore(duplex.cues.done, (state) => state.ids);
  const open = cues.filter(({ id }) => !done.has(id));
  const ids = open.map(({ id }) => id).join();
  useEffect(() => {
    if (!ids) return;
    navigator.vibrate?.(BUZZ);
    const tell = () => {
      if (document.visibilityState === 'visible') duplex.cues.seen(ids.split(','));
    };
    tell();
    document.addEventListener('visibilitychange', tell);
    return () => document.removeEventListener('visibilitychange', tell);
  }, [duplex, ids]);
  const [newest, ...older] = open;
  return (
    <div
      role="alert"
      className="pointer-events-none absolute inset-0 z-20 flex items-end justify-center p-2 max-lg:fixed max-lg:items-center max-lg:p-4 sm:p-6"
    >
      {newest ? (
        <div
          data-testid="cue-card"
          className="pointer-events-auto flex max-h-full w-full max-w-2xl flex-col gap-3 overflow-y-auto rounded-l border-2 border-warn bg-surface/95 p-4 text-center shadow-high sm:p-6"
        >
          <p className="text-ink-2 text-s">{t('cue.from', { name: newest.from })}</p>
          <p
            data-testid="cue-text"
            className="text-balance break-words font-bold text-[1.6rem] leading-tight sm:text-[2.5rem]"
          >
            <CueText cue={newest} />
          </p>
          {older.length > 0 ? (
            <ul className="flex flex-col gap-1 text-ink-2">
              {older.map((cue) => (
                <li key={cue.id} className="break-words">
                  <CueText cue={cue} />
                </li>
              ))}
            </ul>
          ) : null}
          <Button
            variant="primary"
            size="l"
            data-testid="cue-confirm"
            icon={<Check aria-hidden className="size-6" />}
            className="self-center"
            onClick={() => duplex.cues.confirm(open.map(({ id }) => id))}
          >
            {t('cue.understood')}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function CueText({ cue: { content } }: { cue: DuplexCue }) {
  const { t } = useTranslation('common');
  return content.type === 'text' ? <span dir="auto">{content.text}</span> : t(`cue.${content.template}`);
}
