import type { DuplexInvitation } from '@antenne/server/contract';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx, LanguageSwitch } from '../ui/index.ts';

const STEPS = ['check', 'hearing', 'room'] as const;

/** The frame of a step before the link: whose show, who one is, how far one has come. */
export function StepFrame({
  invitation,
  step,
  title,
  children,
}: {
  invitation: DuplexInvitation;
  step: 'check' | 'hearing';
  title: string;
  children: ReactNode;
}) {
  const { t } = useTranslation('contributor');
  const current = STEPS.indexOf(step);
  return (
    <div className="mx-auto flex min-h-dvh max-w-5xl flex-col px-4 pb-8 sm:px-6">
      <header className="flex items-center justify-between gap-4 py-3">
        <p className="min-w-0 truncate font-semibold text-ink-2">{invitation.broadcast.title}</p>
        <LanguageSwitch />
      </header>
      <ol className="flex gap-2 text-s" aria-label={t('steps.label')}>
        {STEPS.map((name, index) => (
          <li
            key={name}
            aria-current={index === current ? 'step' : undefined}
            className={cx(
              'min-w-0 flex-1 border-t-4 pt-2',
              index <= current ? 'border-accent-text text-ink' : 'border-line text-ink-3',
              index === current && 'font-semibold',
            )}
          >
            <span className="block truncate">
              {index + 1}. {t(`steps.${name}`)}
            </span>
          </li>
        ))}
      </ol>
      <main className="flex flex-1 flex-col gap-5 pt-6 sm:gap-6 sm:pt-8">
        <div>
          <p className="text-ink-2">{t('hello', { name: invitation.name, place: invitation.place })}</p>
          <h1 className="mt-1 text-title">{title}</h1>
        </div>
        {children}
      </main>
    </div>
  );
}
