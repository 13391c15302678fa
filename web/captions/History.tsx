import type { Caption } from '@antenne/server/contract';
import { Pencil, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type ServerClock, useNow } from '../realtime/index.ts';
import { cx, EmptyState, IconButton, timeIn, useLocale } from '../ui/index.ts';

/** What was written in this language, by whomever, newest first; what stands on the screens is marked. */
export function History({
  captions,
  language,
  now: clock,
  onEdit,
  onTakeBack,
}: {
  captions: readonly Caption[];
  language: string;
  now: ServerClock;
  onEdit: (caption: Caption) => void;
  onTakeBack: (caption: Caption) => void;
}) {
  const { t } = useTranslation('captions');
  const { locale } = useLocale();
  const now = useNow(clock);
  return (
    <section aria-label={t('history')} className="min-h-0 overflow-y-auto rounded-m bg-surface max-lg:order-3">
      {captions.length === 0 ? <EmptyState title={t('empty')}>{t('emptyText')}</EmptyState> : null}
      <ol className="divide-y divide-line">
        {captions.map((caption, index) => {
          const shown = Date.parse(caption.end) > now;
          return (
            <li
              key={caption.id}
              data-testid="caption-line"
              className={cx('flex items-center gap-2 py-1.5 pr-2 pl-3', shown && 'bg-sunken')}
            >
              <div className="min-w-0 flex-1">
                <p lang={language} dir="auto" className="[overflow-wrap:anywhere]">
                  {caption.text}
                </p>
                <p className="text-ink-3 text-s">
                  {timeIn(caption.start, locale)} · <bdi>{caption.by}</bdi>
                  {shown ? ` · ${t('shown')}` : ''}
                </p>
              </div>
              <IconButton
                size="s"
                label={t('edit')}
                {...(index === 0 && { keyHint: '↑' })}
                icon={<Pencil aria-hidden />}
                onClick={() => onEdit(caption)}
              />
              <IconButton
                size="s"
                label={t('takeBack')}
                icon={<Trash2 aria-hidden />}
                onClick={() => onTakeBack(caption)}
              />
            </li>
          );
        })}
      </ol>
    </section>
  );
}
