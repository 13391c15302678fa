import type { ReactNode } from 'react';
import { cx } from './classes.ts';

export type Tone = 'neutral' | 'onair' | 'preview' | 'warn' | 'accent';

const SOFT: Record<Tone, string> = {
  neutral: 'bg-sunken text-ink-2',
  onair: 'bg-onair-soft text-onair-text',
  preview: 'bg-preview-soft text-preview-text',
  warn: 'bg-warn-soft text-warn-text',
  accent: 'bg-accent text-accent-ink',
};

/** A small word about something: a theme, a count, a state. */
export function Badge({ tone = 'neutral', icon, children }: { tone?: Tone; icon?: ReactNode; children: ReactNode }) {
  return (
    <span
      className={cx(
        'inline-flex max-w-full items-center gap-1.5 rounded-full px-2.5 py-0.5 font-medium text-s [&_svg]:size-3.5 [&_svg]:shrink-0',
        SOFT[tone],
      )}
    >
      {icon}
      <span className="truncate">{children}</span>
    </span>
  );
}

const SOLID: Record<'onair' | 'preview' | 'warn' | 'off', string> = {
  onair: 'bg-onair text-onair-ink',
  preview: 'bg-preview text-preview-ink',
  warn: 'bg-warn text-warn-ink',
  off: 'bg-sunken text-ink-2',
};

/** A state said loudly: colour, shape and word together. Dot on air, frame on preview, triangle for a warning. */
export function StatePill({
  state,
  children,
  pulse = false,
  ...rest
}: {
  state: 'onair' | 'preview' | 'warn' | 'off';
  /** The word. */
  children: ReactNode;
  /** The mark breathes (not with reduced motion). */
  pulse?: boolean;
  'data-testid'?: string;
}) {
  return (
    <span
      {...rest}
      className={cx(
        'inline-flex shrink-0 items-center gap-1.5 whitespace-nowrap rounded-full px-2.5 py-0.5 font-bold text-s uppercase tracking-[0.06em]',
        SOLID[state],
      )}
    >
      <svg aria-hidden="true" viewBox="0 0 10 10" className={cx('size-2.5 shrink-0', pulse && 'animate-pulse-live')}>
        {state === 'onair' ? <circle cx="5" cy="5" r="4.2" className="fill-current" /> : null}
        {state === 'preview' ? (
          <rect x="1" y="1.6" width="8" height="6.8" rx="1" className="fill-none stroke-2 stroke-current" />
        ) : null}
        {state === 'warn' ? <path d="M5 .8 9.6 9.2H.4z" className="fill-current" /> : null}
        {state === 'off' ? <circle cx="5" cy="5" r="3.4" className="fill-none stroke-[1.6] stroke-current" /> : null}
      </svg>
      {children}
    </span>
  );
}
