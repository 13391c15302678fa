import type { OwnerStorage } from '@antenne/server/contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Card, sizeText, useLocale, WarnMark } from '../ui/index.ts';

/** Broadcasts that are listed at first. */
const FIRST = 5;

/** What takes the disk, the largest first, and what leaves it by itself. */
export function StorageCard({ storage }: { storage: OwnerStorage }) {
  const { t } = useTranslation('admin');
  const { locale } = useLocale();
  const [all, setAll] = useState(false);
  const { totalBytes, freeBytes, shortBytes, budgetBytes, retentionDays, broadcasts } = storage;
  const size = (bytes: number) => sizeText(bytes, locale);
  const taken = broadcasts.reduce((sum, { replayBytes, recordingBytes }) => sum + replayBytes + recordingBytes, 0);
  const lines = [
    {
      name: t('storage.taken'),
      text: budgetBytes === null ? size(taken) : t('storage.of', { part: size(taken), whole: size(budgetBytes) }),
    },
    ...(freeBytes === null || totalBytes === null
      ? []
      : [{ name: t('storage.free'), text: t('storage.of', { part: size(freeBytes), whole: size(totalBytes) }) }]),
    { name: t('storage.rule'), text: ruleText() },
  ];

  function ruleText(): string {
    const rules = [
      ...(retentionDays === null ? [] : [t('storage.byAge', { count: retentionDays })]),
      ...(budgetBytes === null ? [] : [t('storage.byBudget')]),
    ];
    return rules.length > 0 ? rules.join(' · ') : t('storage.never');
  }

  const shown = all ? broadcasts : broadcasts.slice(0, FIRST);
  return (
    <Card className="p-5" data-testid="storage">
      <h2 className="text-m">{t('storage.title')}</h2>
      <dl className="mt-3 grid gap-x-6 gap-y-3 sm:grid-cols-3">
        {lines.map(({ name, text }) => (
          <div key={name} className="min-w-0">
            <dt className="text-ink-2 text-s">{name}</dt>
            <dd className="tabular-nums">{text}</dd>
          </div>
        ))}
      </dl>
      {shortBytes > 0 ? <Warning>{t('storage.short', { size: size(shortBytes) })}</Warning> : null}
      {shown.length > 0 ? (
        <ul className="mt-4 divide-y divide-line">
          {shown.map(({ slug, title, removable, replayBytes, recordingBytes }) => (
            <li key={slug} className="flex flex-wrap items-baseline justify-between gap-x-4 py-1.5">
              <span className="min-w-0 truncate">
                <bdi>{title}</bdi>
                {removable ? null : <span className="text-ink-3 text-s"> · {t('storage.stays')}</span>}
              </span>
              <span className="text-ink-2 text-s tabular-nums">
                {t('storage.parts', { replay: size(replayBytes), recordings: size(recordingBytes) })}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      {broadcasts.length > FIRST ? (
        <Button size="s" variant="quiet" className="-ml-3 mt-1" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t('storage.fewer') : t('storage.more', { count: broadcasts.length - FIRST })}
        </Button>
      ) : null}
    </Card>
  );
}

function Warning({ children }: { children: string }) {
  return (
    <p className="mt-3 flex items-start gap-2 rounded-m bg-warn-soft px-3.5 py-2.5 font-medium text-s text-warn-text">
      <WarnMark />
      {children}
    </p>
  );
}
