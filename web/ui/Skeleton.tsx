import { cx } from './classes.ts';

/** Holds the place of what is being loaded. Give it the size of what comes: nothing may jump. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden="true" className={cx('skeleton', className)} />;
}
