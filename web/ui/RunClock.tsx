import { useTranslation } from 'react-i18next';
import { cx } from './classes.ts';
import { type ShowTimes, standingOf } from './standing.ts';
import { clockText } from './time.ts';

/** How an item's countdown stands to its end. */
export type RunPhase = 'calm' | 'warn' | 'danger' | 'over';

const GROUND: Record<RunPhase, string> = {
  calm: 'text-ink',
  warn: 'text-warn-text',
  danger: 'bg-warn text-warn-ink',
  over: 'bg-onair text-onair-ink',
};

/**
 * What is left of an item, counted down, then up: colour and word say how urgent it is. Its size is the reader's:
 * `className` for the whole, `digits` for the numerals, which know by `--signs` how many they are (five at least).
 */
export function RunClock({
  leftMs,
  phase,
  paused,
  className,
  digits,
}: {
  leftMs: number;
  phase: RunPhase;
  /** It stands. */
  paused: boolean;
  className?: string;
  digits: string;
}) {
  const { t } = useTranslation('ui');
  const text = phase === 'over' ? `+${clockText(-leftMs)}` : clockText(leftMs);
  return (
    <div
      data-testid="run-clock"
      data-phase={phase}
      className={cx('rounded-m transition-colors', GROUND[phase], className)}
    >
      <p className="font-bold uppercase tracking-wide">{t(`runClock.${paused ? 'paused' : phase}`)}</p>
      <span
        role="timer"
        className={cx('block font-bold tabular-nums leading-none tracking-tight', digits)}
        style={{ '--signs': Math.max(5, text.length) }}
      >
        {text}
      </span>
    </div>
  );
}

/** How late (+) or early (−) the show is now, signed and in a word, and its end where that differs. Milliseconds. */
export function OverUnder({
  className,
  digits,
  ...show
}: ShowTimes & {
  className?: string;
  digits: string;
}) {
  const { t } = useTranslation('ui');
  const { pace, end, late } = standingOf(show);
  const { delayMs } = show;
  return (
    <div
      data-testid="over-under"
      data-state={pace}
      className={cx('rounded-m', late ? 'text-warn-text' : 'text-ink', className)}
    >
      <p className="font-bold uppercase tracking-wide">
        {t(`overUnder.${pace}`)}
        {end ? ` · ${t(`standing.end.${end}`, { time: clockText(Math.abs(show.overUnderMs)) })}` : ''}
      </p>
      <span role="timer" className={cx('block font-bold tabular-nums leading-none tracking-tight', digits)}>
        {pace === 'onTime' ? '0:00' : `${delayMs > 0 ? '+' : ''}${clockText(delayMs)}`}
      </span>
    </div>
  );
}
