import { type ComponentPropsWithRef, type ReactNode, useId } from 'react';
import { cx } from './classes.ts';

type Labelled = {
  label: string;
  /** What helps to fill it in. */
  hint?: ReactNode;
  /** What is wrong and what to do; announced at once. */
  error?: string | null;
  /** Keeps the label for screen readers only. */
  labelHidden?: boolean;
};

type Wiring = {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
  className: string;
};

const BOX =
  'w-full rounded-m border border-line-strong/70 bg-surface px-3.5 text-m text-ink placeholder:text-ink-3 transition-colors hover:border-line-strong disabled:opacity-50 aria-invalid:border-onair-text';

/** Label, hint and error around any control: `children` gets what ties them together. */
export function Field({
  label,
  hint,
  error,
  labelHidden = false,
  aside,
  children,
}: Labelled & {
  /** At the right of the label: a counter. */
  aside?: ReactNode;
  children: (wiring: Wiring) => ReactNode;
}) {
  const id = useId();
  const below = Boolean(hint || error);
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-baseline justify-between gap-3 text-s">
        <label htmlFor={id} className={labelHidden ? 'sr-only' : 'font-semibold text-ink'}>
          {label}
        </label>
        {aside}
      </div>
      {children({
        id,
        'aria-describedby': below ? `${id}-below` : undefined,
        'aria-invalid': error ? true : undefined,
        className: BOX,
      })}
      {below ? (
        <p
          id={`${id}-below`}
          role={error ? 'alert' : undefined}
          className={cx('text-s', error ? 'font-medium text-onair-text' : 'text-ink-3')}
        >
          {error || hint}
        </p>
      ) : null}
    </div>
  );
}

export type TextFieldProps = Labelled & Omit<ComponentPropsWithRef<'input'>, 'id'>;

/** One line of text. */
export function TextField({ label, hint, error, labelHidden, className, ...input }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error} labelHidden={labelHidden}>
      {(wiring) => (
        <input type="text" {...input} {...wiring} className={cx(wiring.className, 'min-h-target', className)} />
      )}
    </Field>
  );
}

export type SelectProps = Labelled &
  Omit<ComponentPropsWithRef<'select'>, 'id' | 'children' | 'value' | 'onChange'> & {
    value: string;
    onValueChange: (value: string) => void;
    options: readonly { value: string; label: string; disabled?: boolean }[];
    /** Shown while `value` is empty. */
    placeholder?: string;
  };

/** The system's own list: best under a finger, and it opens where there is room. */
export function Select({
  label,
  hint,
  error,
  labelHidden,
  value,
  onValueChange,
  options,
  placeholder,
  className,
  ...select
}: SelectProps) {
  return (
    <Field label={label} hint={hint} error={error} labelHidden={labelHidden}>
      {(wiring) => (
        <div className="relative">
          <select
            {...select}
            {...wiring}
            value={value}
            onChange={(event) => onValueChange(event.currentTarget.value)}
            className={cx(
              wiring.className,
              'min-h-target appearance-none truncate pr-10',
              !value && 'text-ink-3',
              className,
            )}
          >
            {placeholder ? (
              <option value="" disabled>
                {placeholder}
              </option>
            ) : null}
            {options.map((option) => (
              <option key={option.value} value={option.value} disabled={option.disabled} className="text-ink">
                {option.label}
              </option>
            ))}
          </select>
          <svg
            aria-hidden="true"
            viewBox="0 0 16 16"
            className="pointer-events-none absolute top-1/2 right-3.5 size-4 -translate-y-1/2 fill-none stroke-2 stroke-ink-3"
          >
            <path d="m4 6 4 4 4-4" strokeLinecap="round" strokeLinejoin="round" />
          </svg>
        </div>
      )}
    </Field>
  );
}
