import { useTranslation } from 'react-i18next';
import { cx } from './classes.ts';
import { clockText, timeIn, timeLeft } from './time.ts';

/**
 * A running time, large or in a line: `1:12:33`. Pass `ms` anew as time goes by (see `useNow` in realtime).
 * `tone` follows the state: amber when it runs over.
 */
export function Clock({
  ms,
  tone = 'ink',
  className,
}: {
  ms: number;
  tone?: 'ink' | 'onair' | 'warn';
  className?: string;
}) {
  const colour = { ink: 'text-ink', onair: 'text-onair-text', warn: 'text-warn-text' }[tone];
  return (
    <span role="timer" className={cx('font-semibold tabular-nums', colour, className)}>
      {clockText(ms)}
    </span>
  );
}

/** The time of day somewhere: `14:30`. */
export function LocalTime({ at, zone, className }: { at: string | number; zone?: string; className?: string }) {
  const { i18n } = useTranslation();
  return (
    <time dateTime={new Date(at).toISOString()} className={cx('tabular-nums', className)}>
      {timeIn(at, i18n.language, zone)}
    </time>
  );
}

/** Days, hours, minutes, seconds in large numerals. The days leave once there are none; seconds while there are days. */
export function Countdown({ ms, className }: { ms: number; className?: string }) {
  const { t } = useTranslation('ui');
  const left = timeLeft(ms);
  const units = left.days > 0 ? (['days', 'hours', 'minutes'] as const) : (['hours', 'minutes', 'seconds'] as const);
  return (
    <div role="timer" data-testid="countdown" className={cx('flex items-start gap-[0.18em] text-clock', className)}>
      {units.map((unit, index) => (
        <div key={unit} className="flex items-start gap-[0.18em]">
          {index > 0 ? (
            <span aria-hidden="true" className="font-light opacity-40">
              :
            </span>
          ) : null}
          <span className="flex flex-col items-center">
            <span className="font-semibold tabular-nums">
              {index === 0 ? left[unit] : String(left[unit]).padStart(2, '0')}
            </span>
            <span className="mt-2 font-medium text-s tracking-normal opacity-75">
              {t(`units.${unit}`, { count: left[unit] })}
            </span>
          </span>
        </div>
      ))}
    </div>
  );
}
