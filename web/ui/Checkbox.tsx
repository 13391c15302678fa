import type { ComponentPropsWithRef, ReactNode } from 'react';
import { cx } from './classes.ts';

/** A choice that is on or off, with its words beside it; the whole line is its target (44 px). */
export function Checkbox({
  label,
  onCheckedChange,
  className,
  ...input
}: Omit<ComponentPropsWithRef<'input'>, 'type' | 'onChange'> & {
  label: ReactNode;
  onCheckedChange: (checked: boolean) => void;
}) {
  return (
    <label
      className={cx('flex min-h-target cursor-pointer items-center gap-2.5', input.disabled && 'opacity-60', className)}
    >
      <input
        {...input}
        type="checkbox"
        onChange={(event) => onCheckedChange(event.currentTarget.checked)}
        className="size-4.5 shrink-0 accent-(--accent)"
      />
      {label}
    </label>
  );
}
