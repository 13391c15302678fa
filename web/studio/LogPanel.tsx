import type { LogLine } from '@antenne/server/contract';
import { useTranslation } from 'react-i18next';
import { timeIn, useLocale } from '../ui/index.ts';
import { Panel } from './Panel.tsx';

/** Sources that the log calls by their type. */
const NAMELESS = ['slate', 'black', 'colour', 'testPattern', 'countdown', 'everybody'];

/** Lines that quote a question: not to everybody. */
const QUOTING = /^(?:question|votes)\./;

/** Who did what, newest first. */
export function LogPanel({ log, zone, className }: { log: readonly LogLine[]; zone: string; className?: string }) {
  const { t, i18n } = useTranslation('studio');
  const { locale } = useLocale();
  // What is nobody's has no name of its own in the log.
  const subjectOf = ({ subject, action }: LogLine) => {
    if (subject === null) return QUOTING.test(action) ? '…' : '';
    return NAMELESS.includes(subject) ? t(`source.${subject}`) : subject;
  };
  return (
    <Panel title={t('log.title')} className={className}>
      {log.length === 0 ? <p className="px-3 pb-3 text-ink-2 text-s">{t('log.empty')}</p> : null}
      <ol tabIndex={0} className="min-h-0 flex-1 relative overflow-y-auto overscroll-contain px-3 pb-2 text-s">
        {log.map((line) => (
          <li key={line.id} className="flex gap-2 py-0.5">
            <time dateTime={line.at} className="shrink-0 text-ink-3 tabular-nums">
              {timeIn(line.at, locale, zone)}:{line.at.slice(17, 19)}
            </time>
            <span className="line-clamp-3 min-w-0 text-ink-2">
              <span className="font-semibold text-ink">{line.actor}</span>{' '}
              {i18n.exists(`log.${line.action}`, { ns: 'studio' })
                ? t(`log.${line.action}`, { subject: subjectOf(line) })
                : t('log.other', { action: line.action, subject: subjectOf(line) })}
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
