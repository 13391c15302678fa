import type { PresenterCue } from '@antenne/server/contract';
import { Check } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { CueDesk } from '../realtime/index.ts';
import { Button } from '../ui/index.ts';

/** What the producer wrote, until it is confirmed. The newest is largest. */
export function CueBanner({ cues, desk }: { cues: readonly PresenterCue[]; desk: CueDesk }) {
  const { t } = useTranslation(['presenter', 'common']);
  const done = useStore(desk.done, (state) => state.ids);
  const open = cues.filter(({ id, confirmedAt }) => confirmedAt === null && !done.has(id));
  const ids = open.map(({ id }) => id).join();
  useEffect(() => {
    if (!ids) return;
    const tell = () => {
      if (document.visibilityState === 'visible') desk.seen(ids.split(','));
    };
    tell();
    document.addEventListener('visibilitychange', tell);
    return () => document.removeEventListener('visibilitychange', tell);
  }, [desk, ids]);
  const words = ({ content }: PresenterCue) =>
    content.type === 'text' ? content.text : t(`common:cue.${content.template}`);
  const [newest, ...older] = open;
  return (
    <div role="alert" className="shrink-0 empty:hidden">
      {newest ? (
        <div
          data-testid="presenter-cue"
          className="flex items-center gap-x-4 bg-warn px-4 py-3 text-warn-ink sm:gap-x-6 sm:px-6"
        >
          <div className="min-w-0 flex-1">
            <p className="font-medium text-s">{t('cueFrom', { name: newest.from })}</p>
            <p dir="auto" className="written font-bold text-[clamp(1.5rem,1rem+2vmin,2.5rem)] leading-tight">
              {words(newest)}
            </p>
            {older.map((cue) => (
              <p key={cue.id} dir="auto" className="written mt-1 font-medium">
                {words(cue)}
              </p>
            ))}
          </div>
          <Button
            size="l"
            data-testid="presenter-confirm"
            aria-keyshortcuts="C"
            icon={<Check aria-hidden className="size-7 max-sm:hidden" />}
            className="min-h-20 border-0 bg-warn-ink px-4 sm:px-8 text-warn hover:bg-warn-ink"
            onClick={() => desk.confirm(open.map(({ id }) => id))}
          >
            {t('understood')}
          </Button>
        </div>
      ) : null}
    </div>
  );
}
