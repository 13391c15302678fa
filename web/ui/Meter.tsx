import { type ReactNode, useEffect, useRef } from 'react';
import { cx } from './classes.ts';
import { clipLatch, METER_FLOOR, type MeterReading, meterShare } from './meter.ts';

/** Where a meter reads, a Zustand store say: levels come too often to go through React. */
export type MeterSource = {
  getState: () => MeterReading;
  /** Calls when there is something new to read. Returns what stops it. */
  subscribe: (listener: () => void) => () => void;
};

/** How often what screen readers get is brought up to date, ms: a name that changes many times a second cannot be read. */
const SPOKEN_EVERY_MS = 1_000;

/**
 * A sound level. Green up to −18 dBFS, amber up to −6, red above: the zones of every desk, so the one place where these
 * colours mean loudness. A mark shows the largest sample; where it reached full scale the end of the meter stays red for
 * a while (clipped). Drawn at each reading without rendering.
 */
export function Meter({
  source,
  adjust,
  label,
  vertical = false,
  className,
}: {
  /** Keep it the same between renders: another one is another subscription. */
  source: MeterSource;
  /** What lies between the source and the meter, a fader say: dBFS → dBFS. Default: nothing. */
  adjust?: (dbfs: number) => number;
  /** Its name, with the level rounded to whole dBFS. */
  label: (dbfs: number) => string;
  /** Default: horizontal, 6 px high, as wide as its place. Vertical: 6 px wide, as high as its place. */
  vertical?: boolean;
  className?: string;
}): ReactNode {
  const said = useRef<HTMLMeterElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  const mark = useRef<HTMLDivElement>(null);
  const clipped = useRef<HTMLDivElement>(null);
  const words = useRef({ adjust, label });
  const redraw = useRef<() => void>(undefined);
  useEffect(() => {
    words.current = { adjust, label };
    redraw.current?.();
  }, [adjust, label]);
  useEffect(() => {
    const isClipped = clipLatch();
    let spokenAt = Number.NEGATIVE_INFINITY;
    const draw = () => {
      const { adjust: through = (dbfs: number) => dbfs, label: nameAt } = words.current;
      const reading = source.getState();
      const dbfs = through(reading.rms);
      const peak = reading.peak === undefined ? undefined : through(reading.peak);
      const now = performance.now();
      const hidden = `${((1 - meterShare(dbfs)) * 100).toFixed(1)}%`;
      if (bar.current) bar.current.style.clipPath = vertical ? `inset(${hidden} 0 0 0)` : `inset(0 ${hidden} 0 0)`;
      if (mark.current) {
        const share = peak === undefined ? 0 : meterShare(peak);
        mark.current.style.opacity = share > 0 ? '1' : '0';
        mark.current.style[vertical ? 'bottom' : 'left'] = `calc(${(share * 100).toFixed(1)}% - 2px)`;
      }
      clipped.current?.toggleAttribute('data-clipped', peak !== undefined && isClipped(peak, now));
      if (now - spokenAt < SPOKEN_EVERY_MS) return;
      spokenAt = now;
      said.current?.setAttribute('aria-label', nameAt(Math.round(dbfs)));
      if (said.current) said.current.value = dbfs;
    };
    draw();
    redraw.current = draw;
    const unsubscribe = source.subscribe(draw);
    return () => {
      redraw.current = undefined;
      unsubscribe();
    };
  }, [source, vertical]);
  return (
    <div
      className={cx(
        'relative overflow-hidden rounded-full bg-sunken',
        vertical ? 'h-full w-1.5' : 'h-1.5 w-full',
        className,
      )}
    >
      <meter ref={said} min={METER_FLOOR} max={0} className="sr-only" />
      <div
        ref={bar}
        className="absolute inset-0"
        style={{
          background: `linear-gradient(${vertical ? 'to top' : 'to right'}, #2fae68 0 70%, #f2b134 70% 90%, #e5344e 90%)`,
        }}
      />
      <div ref={mark} className={cx('absolute bg-ink opacity-0', vertical ? 'inset-x-0 h-0.5' : 'inset-y-0 w-0.5')} />
      <div
        ref={clipped}
        data-testid="clip"
        className={cx(
          'absolute bg-[#e5344e] not-data-clipped:hidden',
          vertical ? 'inset-x-0 top-0 h-1.5' : 'inset-y-0 right-0 w-1.5',
        )}
      />
    </div>
  );
}
