import { Popover } from 'radix-ui';
import { type ReactNode, useRef } from 'react';
import { cx } from '../ui/index.ts';

/**
 * A small window over the desk, beside the button that opens it; Esc and a press elsewhere close it. Opened with the
 * mouse it hands the focus back to the desk and not to its button, so that the next Space cuts; opened with the keyboard,
 * to its button.
 */
export function DeskPopover({
  trigger,
  className,
  side,
  align,
  testId,
  children,
}: {
  /** The button: a `Popover.Trigger`. */
  trigger: ReactNode;
  /** Its width. */
  className: string;
  side?: 'top' | 'bottom';
  align?: 'start' | 'center' | 'end';
  testId: string;
  children: ReactNode;
}) {
  const before = useRef<Element | null>(null);
  return (
    <Popover.Root>
      {trigger}
      <Popover.Portal>
        <Popover.Content
          data-testid={testId}
          side={side}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          onOpenAutoFocus={() => {
            before.current = document.activeElement;
          }}
          onCloseAutoFocus={(event) => {
            if (before.current === document.body) event.preventDefault();
          }}
          className={cx(
            'z-40 max-w-[calc(100vw-1rem)] rounded-m border border-line bg-surface p-3 text-ink shadow-high outline-none',
            className,
          )}
        >
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
