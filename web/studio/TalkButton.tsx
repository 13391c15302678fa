import { Mic } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx, Tooltip } from '../ui/index.ts';
import { useTalk } from './talk.tsx';
import { sameWish, type Wish } from './talk-intent.ts';

/**
 * Speaks while it is held, by pointer, Space or Enter; a tap stays on until the next one. Its state: `off`, `opening`
 * while nobody hears yet, `on`.
 */
export function TalkButton({
  wish,
  label,
  keyHint,
  children,
  className,
  disabled = false,
}: {
  wish: Wish;
  /** What it does, for screen readers and the tooltip. */
  label: string;
  keyHint?: string;
  /** Beside the sign; left out: the sign alone. */
  children?: ReactNode;
  className?: string;
  disabled?: boolean;
}) {
  const talk = useTalk();
  const mine = sameWish(talk.wish, wish);
  const state = mine ? (talk.heard ? 'on' : 'opening') : 'off';
  return (
    <Tooltip label={label} keyHint={keyHint}>
      <button
        type="button"
        // Words beside the sign are its name; what it does is in the tooltip.
        aria-label={children ? undefined : label}
        aria-pressed={mine}
        aria-keyshortcuts={keyHint}
        disabled={disabled}
        data-testid="talk"
        data-to={wish.to === 'all' ? 'all' : wish.to.join(' ')}
        data-state={state}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          talk.press(wish, event.timeStamp);
        }}
        onPointerUp={(event) => talk.release(event.timeStamp)}
        onPointerCancel={talk.letGo}
        onLostPointerCapture={talk.letGo}
        onKeyDown={(event) => {
          if (event.key !== ' ' && event.key !== 'Enter') return;
          event.preventDefault();
          if (!event.repeat) talk.press(wish, event.timeStamp);
        }}
        onKeyUp={(event) => {
          if (event.key === ' ' || event.key === 'Enter') talk.release(event.timeStamp);
        }}
        onBlur={talk.letGo}
        onContextMenu={(event) => event.preventDefault()}
        className={cx(
          'inline-flex touch-none select-none items-center justify-center gap-2 rounded-m border font-semibold transition-colors',
          'disabled:cursor-not-allowed disabled:opacity-45 [&_svg]:shrink-0',
          state === 'off' && 'border-line-strong/60 bg-surface text-ink hover:border-line-strong hover:bg-sunken',
          state === 'opening' && 'border-accent border-dashed bg-surface text-ink',
          state === 'on' && 'border-accent bg-accent text-accent-ink',
          className,
        )}
      >
        <Mic aria-hidden className={cx('size-4.5', state === 'on' && 'animate-pulse-live')} />
        {children}
      </button>
    </Tooltip>
  );
}
