import type { ComponentPropsWithRef, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from './classes.ts';
import { Field } from './Field.tsx';
import { codePoints } from './text.ts';

export type TextareaProps = Omit<ComponentPropsWithRef<'textarea'>, 'id' | 'value' | 'maxLength'> & {
  label: string;
  labelHidden?: boolean;
  hint?: ReactNode;
  error?: string | null;
  value: string;
  /** Code points allowed. More can be typed: the count turns negative and says so, nothing is cut off. */
  limit?: number;
};

/** Several lines of text, growing with what is written, with the count of what remains. */
export function Textarea({ label, labelHidden, hint, error, value, limit, className, ...textarea }: TextareaProps) {
  const { t } = useTranslation('ui');
  const remaining = limit === undefined ? null : limit - codePoints(value);
  return (
    <Field
      label={label}
      labelHidden={labelHidden}
      hint={hint}
      error={error}
      aside={
        remaining === null ? null : (
          <span
            className={cx(
              'shrink-0 tabular-nums',
              remaining < 0 ? 'font-semibold text-onair-text' : remaining <= 40 ? 'text-warn-text' : 'text-ink-3',
            )}
          >
            <span aria-hidden="true">{remaining < 0 ? `−${-remaining}` : remaining}</span>
            <span className="sr-only">{t(remaining < 0 ? 'excess' : 'remaining', { count: Math.abs(remaining) })}</span>
          </span>
        )
      }
    >
      {(wiring) => (
        <textarea
          rows={3}
          {...textarea}
          {...wiring}
          value={value}
          className={cx(wiring.className, 'field-sizing-content max-h-60 min-h-24 resize-none py-2.5', className)}
        />
      )}
    </Field>
  );
}
