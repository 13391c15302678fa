import type { ReactNode } from 'react';
import { Logo } from './Logo.tsx';

/** Instead of a page that this reader cannot have: why, and what to do. */
export function ClosedPage({
  reason,
  title,
  text,
  actions,
}: {
  /** For tests. */
  reason: string;
  title: string;
  text: string;
  actions: ReactNode;
}) {
  return (
    <main
      data-testid="gate"
      data-reason={reason}
      className="mx-auto flex min-h-dvh max-w-xl flex-col items-start justify-center gap-4 px-6 py-16"
    >
      <Logo className="mb-4 text-ink-3" />
      <h1 className="text-title">{title}</h1>
      <p className="text-ink-2 text-l">{text}</p>
      <div className="mt-4 flex flex-wrap gap-3">{actions}</div>
    </main>
  );
}
