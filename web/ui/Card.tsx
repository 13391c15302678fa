import type { ComponentPropsWithRef } from 'react';
import { cx } from './classes.ts';

/** A raised ground. No padding of its own: pictures run to its edge. */
export function Card({ className, ...rest }: ComponentPropsWithRef<'div'>) {
  return <div className={cx('rounded-l border border-line bg-surface shadow-card', className)} {...rest} />;
}
