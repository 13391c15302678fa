import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ButtonSize, type ButtonVariant, buttonClass } from './Button.tsx';
import { cx } from './classes.ts';

/**
 * For what cannot be undone: acts when held down (pointer, Space or Enter) for `holdMs`; a short press explains.
 * The fill that grows shows how long is left, so it stays with reduced motion too.
 */
export function HoldButton({
  onHold,
  holdMs = 1200,
  variant = 'danger',
  size,
  icon,
  disabled = false,
  className,
  children,
  ...rest
}: {
  onHold: () => void;
  /** Default 1200 ms. */
  holdMs?: number;
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: ReactNode;
  disabled?: boolean;
  className?: string;
  children: ReactNode;
  'data-testid'?: string;
}) {
  const { t } = useTranslation('ui');
  const [holding, setHolding] = useState(false);
  const [explained, setExplained] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const act = useRef(onHold);
  act.current = onHold;
  useEffect(() => () => clearTimeout(timer.current), []);

  const start = () => {
    if (disabled || holding) return;
    setHolding(true);
    setExplained(false);
    timer.current = setTimeout(() => {
      setHolding(false);
      act.current();
    }, holdMs);
  };
  const stop = () => {
    if (!holding) return;
    clearTimeout(timer.current);
    setHolding(false);
    setExplained(true);
  };

  return (
    <button
      type="button"
      {...rest}
      disabled={disabled}
      onPointerDown={(event) => {
        if (event.button === 0) start();
      }}
      onPointerUp={stop}
      onPointerLeave={stop}
      onPointerCancel={stop}
      onKeyDown={(event) => {
        if (event.key !== ' ' && event.key !== 'Enter') return;
        event.preventDefault();
        if (!event.repeat) start();
      }}
      onKeyUp={stop}
      onBlur={stop}
      onContextMenu={(event) => event.preventDefault()}
      className={cx(buttonClass(variant, size), 'relative touch-none overflow-hidden', className)}
    >
      <span
        aria-hidden="true"
        className="absolute inset-0 origin-left bg-onair/70"
        style={{
          transform: `scaleX(${holding ? 1 : 0})`,
          transition: holding ? `transform ${holdMs}ms linear` : 'none',
        }}
      />
      <span className="relative inline-flex items-center gap-[inherit]">
        {icon}
        <span aria-live="polite">{holding || explained ? t('keepHolding') : children}</span>
      </span>
    </button>
  );
}
