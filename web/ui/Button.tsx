import { LoaderCircle } from 'lucide-react';
import { Slot } from 'radix-ui';
import type { ComponentPropsWithRef, ReactNode } from 'react';
import { Link, type LinkProps } from 'react-router';
import { cx } from './classes.ts';
import { Tooltip } from './Tooltip.tsx';

/**
 * `primary`: the one thing to do now (accent). `secondary`: the rest. `quiet`: without a box. `danger`: ends or removes
 * (ink until pointed at: red is for on air). `onair`: puts something on air. `preview`: puts something on preview.
 */
export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger' | 'onair' | 'preview';
export type ButtonSize = 's' | 'm' | 'l';

const VARIANT: Record<ButtonVariant, string> = {
  primary: 'bg-accent text-accent-ink hover:bg-[color-mix(in_oklab,var(--accent)_88%,var(--accent-ink))]',
  secondary:
    'bg-surface text-ink border border-line-strong/60 hover:border-line-strong hover:bg-sunken active:bg-sunken',
  quiet: 'text-ink-2 hover:text-ink hover:bg-sunken active:bg-sunken',
  danger: 'bg-surface text-ink border border-line-strong/60 hover:bg-onair hover:text-onair-ink hover:border-onair',
  onair: 'bg-onair text-onair-ink hover:bg-[color-mix(in_oklab,var(--onair)_88%,black)]',
  preview: 'bg-preview text-preview-ink hover:bg-[color-mix(in_oklab,var(--preview)_88%,white)]',
};

const SIZE: Record<ButtonSize, string> = {
  s: 'min-h-9 px-3 text-s gap-1.5 pointer-coarse:min-h-target',
  m: 'min-h-target px-4 text-m gap-2',
  l: 'min-h-14 px-6 text-l gap-2.5',
};

/** The look of a button, for links that act as one. */
export function buttonClass(variant: ButtonVariant = 'secondary', size: ButtonSize = 'm'): string {
  return cx(
    'inline-flex select-none items-center justify-center rounded-m font-semibold transition-[background-color,border-color,opacity]',
    'disabled:cursor-not-allowed disabled:opacity-45 aria-disabled:opacity-45',
    SIZE[size],
    VARIANT[variant],
  );
}

export type ButtonProps = ComponentPropsWithRef<'button'> & {
  /** Default `secondary`. */
  variant?: ButtonVariant;
  /** Default `m` (44 px). `s` grows to 44 px under a finger. */
  size?: ButtonSize;
  /** Before the text; decorative. */
  icon?: ReactNode;
  /** Shows a spinner and ignores presses; the text stays, so that the button keeps its width. */
  busy?: boolean;
  /** The key that does the same: shown in a tooltip. */
  keyHint?: string;
  /** Dresses the single child (a link) instead of making a button. */
  asChild?: boolean;
};

export function Button({
  variant,
  size,
  icon,
  busy = false,
  keyHint,
  asChild = false,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  if (asChild) {
    return (
      <Slot.Root className={cx(buttonClass(variant, size), className)} {...rest}>
        {children}
      </Slot.Root>
    );
  }
  const button = (
    <button
      type="button"
      className={cx(buttonClass(variant, size), className)}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      aria-keyshortcuts={keyHint}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
      {...rest}
    >
      {busy ? <LoaderCircle aria-hidden className="size-[1.2em] shrink-0 animate-spin" /> : icon}
      {children}
    </button>
  );
  return keyHint ? (
    <Tooltip label={children} keyHint={keyHint}>
      {button}
    </Tooltip>
  ) : (
    button
  );
}

function iconClass(variant: ButtonVariant, size: 's' | 'm'): string {
  return cx(
    'inline-flex shrink-0 items-center justify-center rounded-m transition-colors [&_svg]:size-5',
    'disabled:cursor-not-allowed disabled:opacity-45',
    size === 's' ? 'size-9 pointer-coarse:size-target' : 'size-target',
    VARIANT[variant],
  );
}

export type IconButtonProps = Omit<ComponentPropsWithRef<'button'>, 'children'> & {
  /** What it does: read by screen readers and shown in its tooltip. */
  label: string;
  icon: ReactNode;
  variant?: ButtonVariant;
  /** Default `m`: 44 px square; `s`: 36 px, 44 px under a finger. */
  size?: 's' | 'm';
  keyHint?: string;
  /** For switches: whether it is on (`aria-pressed`). */
  pressed?: boolean;
};

export function IconButton({
  label,
  icon,
  variant = 'quiet',
  size = 'm',
  keyHint,
  pressed,
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip label={label} keyHint={keyHint}>
      <button
        type="button"
        aria-label={label}
        aria-pressed={pressed}
        aria-keyshortcuts={keyHint}
        className={cx(iconClass(variant, size), pressed && 'bg-sunken text-ink', className)}
        {...rest}
      >
        {icon}
      </button>
    </Tooltip>
  );
}

/** A link to another page that looks as an `IconButton` does. */
export function IconLink({
  label,
  icon,
  variant = 'quiet',
  size = 'm',
  className,
  ...link
}: Omit<LinkProps, 'children'> & Pick<IconButtonProps, 'label' | 'icon' | 'variant' | 'size'>) {
  return (
    <Tooltip label={label}>
      <Link aria-label={label} className={cx(iconClass(variant, size), className)} {...link}>
        {icon}
      </Link>
    </Tooltip>
  );
}
