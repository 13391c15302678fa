import type { ReactNode } from 'react';

/** Words where a picture will be. */
export function Note({ children }: { children: ReactNode }) {
  return (
    <div className="absolute inset-0 flex flex-col items-center justify-center gap-1 p-3 text-center text-ink-2 text-s">
      {children}
    </div>
  );
}
