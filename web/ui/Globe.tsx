import { useId } from 'react';

/**
 * The channel's picture when there is none: a globe of meridians, sending. Drawn in the accent on the dark stage; the
 * slower ring breathes like a beacon (still with reduced motion).
 */
export function Globe({ className }: { className?: string }) {
  const id = useId();
  return (
    <svg aria-hidden="true" viewBox="0 0 600 600" className={className}>
      <defs>
        <radialGradient id={`${id}-glow`} cx="50%" cy="50%" r="50%">
          <stop offset="0" stopColor="var(--stage-accent)" stopOpacity=".4" />
          <stop offset=".64" stopColor="var(--stage-accent)" stopOpacity=".14" />
          <stop offset="1" stopColor="var(--stage-accent)" stopOpacity="0" />
        </radialGradient>
        <radialGradient id={`${id}-ball`} cx="36%" cy="30%" r="75%">
          <stop offset="0" stopColor="var(--stage-accent)" stopOpacity=".42" />
          <stop offset=".55" stopColor="var(--stage-accent)" stopOpacity=".16" />
          <stop offset="1" stopColor="#100e0c" stopOpacity=".5" />
        </radialGradient>
      </defs>
      <circle cx="300" cy="300" r="300" fill={`url(#${id}-glow)`} />
      <g fill="none" stroke="var(--stage-accent)" strokeWidth="1.5">
        <circle cx="300" cy="300" r="232" strokeOpacity=".32" strokeDasharray="2 9" strokeLinecap="round" />
        <circle cx="300" cy="300" r="270" strokeOpacity=".2" strokeDasharray="2 13" strokeLinecap="round" />
        <g transform="rotate(-18 300 300)">
          <circle cx="300" cy="300" r="190" fill={`url(#${id}-ball)`} strokeOpacity=".8" />
          {[54, 112, 160].map((rx) => (
            <ellipse key={rx} cx="300" cy="300" rx={rx} ry="190" strokeOpacity=".38" />
          ))}
          <path d="M300 110v380M110 300h380" strokeOpacity=".38" />
          <path d="M133 209a188 52 0 0 0 334 0M133 391a188 52 0 0 1 334 0" strokeOpacity=".38" />
        </g>
      </g>
    </svg>
  );
}
