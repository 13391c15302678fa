import { type ReactNode, useState } from 'react';
import { cx } from './classes.ts';
import { accentStyle } from './colour.ts';
import { Globe } from './Globe.tsx';

/**
 * A dark stage with the channel's globe, for when there is no picture. Its height comes from its place. `behindText`: much
 * is written on it, so on a narrow screen the globe stands back.
 */
export function Poster({
  accent,
  behindText = false,
  picture = null,
  className,
  children,
}: {
  accent: string;
  behindText?: boolean;
  /** Address of a picture that stands there instead of the globe. */
  picture?: string | null;
  className?: string;
  children?: ReactNode;
}) {
  /** One that did not come leaves the globe. */
  const [missing, setMissing] = useState<string | null>(null);
  return (
    <div
      data-theme="dark"
      style={{ ...accentStyle(accent, 'dark'), '--stage-accent': `color-mix(in oklab, ${accent} 62%, white)` }}
      className={cx('relative isolate overflow-hidden bg-[#100e0c]', className)}
    >
      <div
        aria-hidden="true"
        className="absolute inset-0 -z-10"
        style={{
          background: `radial-gradient(120% 140% at 85% 40%, color-mix(in oklab, ${accent} 34%, transparent), transparent 62%)`,
        }}
      />
      {picture && picture !== missing ? (
        <>
          <img
            src={picture}
            alt=""
            onError={() => setMissing(picture)}
            className="-z-10 absolute inset-0 size-full object-cover"
          />
          <div aria-hidden="true" className="-z-10 absolute inset-0 bg-linear-to-r from-[#100e0c]/90 to-[#100e0c]/45" />
        </>
      ) : (
        <Globe
          className={cx(
            'absolute top-1/2 right-0 -z-10 h-[128%] translate-x-[24%] -translate-y-1/2',
            behindText &&
              'max-sm:top-0 max-sm:h-[72%] max-sm:translate-x-[46%] max-sm:-translate-y-1/3 max-sm:opacity-60',
          )}
        />
      )}
      {children}
    </div>
  );
}
