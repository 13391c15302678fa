import { cx } from './classes.ts';

/** Lowest level drawn, dBFS. */
const FLOOR = -60;

/** dBFS → 0–1 of the meter's length. */
export function meterShare(dbfs: number): number {
  return Math.min(1, Math.max(0, (dbfs - FLOOR) / -FLOOR));
}

/**
 * A sound level. Green up to −18 dBFS, amber up to −6, red above: the zones of every desk, so the one place where these
 * colours mean loudness. Pass new values as often as they come; only a transform changes.
 */
export function Meter({
  dbfs,
  peak,
  label,
  vertical = false,
  className,
}: {
  /** RMS, dBFS; at or under −60 the meter is empty. */
  dbfs: number;
  /** The largest sample, dBFS: a mark on the meter, and red where it reaches 0 (clipped). Default: none is drawn. */
  peak?: number;
  label: string;
  /** Default: horizontal, 6 px high, as wide as its place. Vertical: 6 px wide, as high as its place. */
  vertical?: boolean;
  className?: string;
}) {
  const share = meterShare(dbfs);
  const peakShare = peak === undefined ? 0 : meterShare(peak);
  const isClipped = peak !== undefined && peak > -0.1;
  const direction = vertical ? 'to top' : 'to right';
  return (
    <div
      className={cx(
        'relative overflow-hidden rounded-full bg-sunken',
        vertical ? 'h-full w-1.5' : 'h-1.5 w-full',
        className,
      )}
    >
      <meter aria-label={label} min={FLOOR} max={0} value={dbfs} className="sr-only">
        {Math.round(dbfs)} dB
      </meter>
      <div
        className="absolute inset-0"
        style={{
          background: `linear-gradient(${direction}, #2fae68 0 70%, #f2b134 70% 90%, #e5344e 90%)`,
          clipPath: vertical ? `inset(${(1 - share) * 100}% 0 0 0)` : `inset(0 ${(1 - share) * 100}% 0 0)`,
        }}
      />
      {peakShare > 0 ? (
        <div
          data-testid={isClipped ? 'clip' : undefined}
          className={cx(
            'absolute',
            vertical ? 'inset-x-0 h-0.5' : 'inset-y-0 w-0.5',
            isClipped ? 'bg-[#e5344e]' : 'bg-ink',
          )}
          style={vertical ? { bottom: `calc(${peakShare * 100}% - 2px)` } : { left: `calc(${peakShare * 100}% - 2px)` }}
        />
      ) : null}
    </div>
  );
}
