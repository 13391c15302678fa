import type { ReactNode } from 'react';
import { cx } from '../ui/index.ts';

/** One part of the desk: a quiet ground with its title and what belongs beside it. */
export function Panel({
  title,
  aside,
  className,
  children,
}: {
  title: string;
  aside?: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  return (
    <section
      aria-label={title}
      className={cx('flex min-h-0 flex-col rounded-m border border-line bg-surface', className)}
    >
      <header className="flex min-h-10 shrink-0 items-center justify-between gap-2 px-3">
        <h2 className="font-bold text-ink-2 text-s uppercase tracking-[0.06em]">{title}</h2>
        {aside}
      </header>
      {children}
    </section>
  );
}
