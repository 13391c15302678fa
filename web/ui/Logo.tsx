import { cx } from './classes.ts';

/** Antenne's own mark: a voice between two waves. Takes the colour of the text around it. */
export function Logo({ word = true, className }: { word?: boolean; className?: string }) {
  return (
    <span className={cx('inline-flex items-center gap-2 font-bold text-l tracking-[-0.03em]', className)}>
      <svg aria-hidden="true" viewBox="0 0 24 24" className="size-[1.35em] fill-none stroke-[2.1] stroke-current">
        <path d="M7 17a7 7 0 0 1 0-10M17 7a7 7 0 0 1 0 10" strokeLinecap="round" />
        <circle cx="12" cy="12" r="2.6" className="fill-current stroke-none" />
      </svg>
      {word ? <span>antenne</span> : <span className="sr-only">Antenne</span>}
    </span>
  );
}
