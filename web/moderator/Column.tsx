import type { ReactNode, RefObject } from 'react';
import { cx } from '../ui/index.ts';

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
      <div ref={listRef} className="min-h-0 flex-1 lg:overflow-y-auto lg:overscroll-contain lg:px-1 lg:pb-4">
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
