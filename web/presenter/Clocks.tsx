import { useTranslation } from 'react-i18next';
import { ageOf, itemLeft, standingAt, type useStage } from '../realtime/index.ts';
import { clockText, LocalTime, OverUnder, RunClock, shortTitle, useLocale } from '../ui/index.ts';

/** As large as the question. */
const DIGITS = 'text-[clamp(2.5rem,1.4rem+4.4vmin,5rem)]';

/** The item on air with its countdown, the show's over/under, and what comes next. */
export function Clocks({ stage, now }: { stage: ReturnType<typeof useStage>; now: number }) {
  const { t } = useTranslation('presenter');
  const { text } = useLocale();
  const { view } = stage;
  if (!view) return null;
  const standing = standingAt(view, now);
  const age = ageOf(stage, now);
  const nameOf = ({ title, type }: Pick<NonNullable<typeof view.next>, 'title' | 'type'>) =>
    title ? shortTitle(text(title)) : t(`type.${type}`);
  return (
    <section
      aria-label={t('clocks')}
      className="flex shrink-0 flex-wrap items-end gap-x-8 gap-y-1 border-line border-b px-4 py-2 sm:px-6"
    >
      {view.now ? (
        <RunClock {...itemLeft(view.now, now)} digits={DIGITS} className="-mx-2 min-w-44 px-2 py-1 text-s" />
      ) : null}
      {standing ? <OverUnder {...standing} digits={DIGITS} className="py-1 text-s" /> : null}
      <div className="min-w-0 flex-1 basis-56 pb-1">
        <p className="written line-clamp-2 font-semibold text-l">
          {view.now ? nameOf(view.now) : t(view.state === 'live' ? 'noItem' : `state.${view.state}`)}
          {view.now?.place ? <span className="font-normal text-ink-2"> · {view.now.place}</span> : null}
        </p>
        {view.next ? (
          <p className="written line-clamp-1 text-ink-2">
            {t('then')} <LocalTime at={view.next.expectedStart} zone={view.zone} /> {nameOf(view.next)}
          </p>
        ) : null}
        {age === null ? null : (
          <p role="alert" className="font-semibold text-warn-text">
            {t('aged', { time: clockText(age) })}
          </p>
        )}
      </div>
    </section>
  );
}
