import { Tooltip as Radix } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { Key } from './Key.tsx';

/** Says what `children` (one focusable element) does, with the key that does the same. */
export function Tooltip({ label, keyHint, children }: { label: ReactNode; keyHint?: string; children: ReactElement }) {
  return (
    <Radix.Provider delayDuration={400}>
      <Radix.Root>
        <Radix.Trigger asChild>{children}</Radix.Trigger>
        <Radix.Portal>
          <Radix.Content
            sideOffset={6}
            collisionPadding={8}
            className="pointer-events-none z-50 flex animate-enter items-center gap-2 rounded-s bg-ink px-2.5 py-1.5 text-canvas text-s shadow-high"
          >
            {label}
            {keyHint ? <Key>{keyHint}</Key> : null}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  );
}
