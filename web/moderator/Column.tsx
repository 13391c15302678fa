import type { ReactNode, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../ui/index.ts';
import { COLUMNS, type ColumnName } from './use-queue.ts';

/** One column: its name, how many are in it, and its own scroll. */
export function Column({
  title,
  count,
  active,
  shown,
  aside,
  listRef,
  children,
}: {
  title: string;
  count: number;
  /** The keyboard is here. */
  active: boolean;
  /** On a phone one column at a time is. */
  shown: boolean;
  aside?: ReactNode;
  listRef?: RefObject<HTMLDivElement | null>;
  children: ReactNode;
}) {
  return (
    <section aria-label={title} className={cx('flex min-h-0 min-w-0 flex-col', !shown && 'max-lg:hidden')}>
      <header className="flex min-h-11 shrink-0 items-center justify-between gap-3 px-1">
        <h2 className={cx('flex items-baseline gap-2 font-bold', active ? 'text-ink' : 'text-ink-2')}>
          {title}
          <span className="font-semibold text-ink-3 text-s tabular-nums">{count}</span>
        </h2>
        {aside}
      </header>
      <div ref={listRef} className="min-h-0 flex-1 pt-3 lg:overflow-y-auto lg:overscroll-contain lg:px-1 lg:pb-4">
        {children}
      </div>
    </section>
  );
}

/** What will appear here, and how. */
export function EmptyColumn({ children }: { children: string }) {
  return (
    <p className="rounded-m border border-line border-dashed px-4 py-6 text-center text-ink-2 text-s">{children}</p>
  );
}

/** A part of a column: questions that are decided. */
export function Past({
  title,
  count,
  empty,
  children,
}: {
  title: string;
  count: number;
  /** What will stand here. */
  empty?: string;
  children: ReactNode;
}) {
  return (
    <section aria-label={title}>
      <h3 className="mb-2 flex items-baseline gap-2 font-semibold text-ink-2 text-s">
        {title} <span className="text-ink-3 tabular-nums">{count}</span>
      </h3>
      {count === 0 && empty ? <p className="text-ink-3 text-s">{empty}</p> : null}
      {children}
    </section>
  );
}

/** On a phone: one column at a time. */
export function ColumnTabs({
  column,
  counts,
  onChoose,
}: {
  column: ColumnName;
  counts: Record<ColumnName, number>;
  onChoose: (column: ColumnName) => void;
}) {
  const { t } = useTranslation('moderator');
  return (
    <fieldset className="sticky top-0 z-10 flex border-line border-b bg-canvas px-3 lg:hidden">
      <legend className="sr-only">{t('columns.label')}</legend>
      {COLUMNS.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={column === one}
          onClick={() => onChoose(one)}
          className={cx(
            '-mb-px min-h-target flex-1 border-b-2 font-semibold text-s',
            column === one ? 'border-accent-text text-ink' : 'border-transparent text-ink-3',
          )}
        >
          {t(one === 'air' ? 'columns.airShort' : `columns.${one}`)} <span className="tabular-nums">{counts[one]}</span>
        </button>
      ))}
    </fieldset>
  );
}
