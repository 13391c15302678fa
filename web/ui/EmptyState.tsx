import type { ReactNode } from 'react';

/** Says what will appear here, and how. */
export function EmptyState({
  icon,
  title,
  children,
  action,
}: {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-10 text-center text-ink-2 [&>svg]:size-7 [&>svg]:text-ink-3">
      {icon}
      <p className="font-semibold text-ink">{title}</p>
      {children ? <p className="max-w-sm text-s">{children}</p> : null}
      {action ? <div className="mt-3">{action}</div> : null}
    </div>
  );
}
