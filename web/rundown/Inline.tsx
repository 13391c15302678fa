import { useState } from 'react';
import { cx } from '../ui/index.ts';

/** Where the focus goes after a cell was left. */
export type Leave = 'row' | 'next' | 'previous';

/**
 * A cell that is text until it is pressed. Enter and Tab keep what was typed, Escape leaves it, and so does a click
 * elsewhere keep it. What `onCommit` refuses stays in the field, with a red edge.
 */
export function InlineCell({
  label,
  value,
  shown,
  editing,
  reachable,
  onStart,
  onCommit,
  onLeave,
  className,
  testId,
}: {
  /** What it is, with the item's name. */
  label: string;
  /** What is typed over. */
  value: string;
  /** What stands there meanwhile; `value` when left out. */
  shown?: React.ReactNode;
  editing: boolean;
  /** By Tab: only in the row that is worked on. Null: it cannot be edited. */
  reachable: boolean | null;
  /** Pressed, by key or by pointer. */
  onStart: (event: React.MouseEvent) => void;
  /** @returns false for what cannot be read, or a promise that ends when it is kept. */
  onCommit: (text: string) => false | Promise<unknown>;
  onLeave: (to: Leave | null) => void;
  className?: string;
  testId?: string;
}) {
  const [saving, setSaving] = useState<string | null>(null);
  const [wrong, setWrong] = useState(false);
  const commit = (text: string, to: Leave | null) => {
    const outcome = text === value ? Promise.resolve() : onCommit(text);
    if (outcome === false) {
      setWrong(to !== null);
      if (to === null) onLeave(null);
      return;
    }
    setWrong(false);
    setSaving(text);
    void outcome.finally(() => setSaving(null));
    onLeave(to);
  };
  if (reachable === null) return <span className={cx('block truncate px-1.5', className)}>{shown ?? value}</span>;
  if (!editing) {
    return (
      <button
        type="button"
        tabIndex={reachable ? 0 : -1}
        aria-label={`${label}: ${value || '—'}`}
        data-testid={testId}
        onClick={onStart}
        className={cx(
          'block min-h-7 w-full cursor-text truncate rounded-s px-1.5 text-left hover:bg-sunken hover:ring-1 hover:ring-line-strong/50',
          className,
        )}
      >
        {saving ?? shown ?? (value || <span className="text-ink-3">—</span>)}
      </button>
    );
  }
  return (
    <input
      // The person has just asked to write here.
      ref={(field) => {
        if (field && document.activeElement !== field) {
          field.focus();
          field.select();
        }
      }}
      aria-label={label}
      aria-invalid={wrong || undefined}
      data-testid={testId && `${testId}-field`}
      defaultValue={value}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Escape') {
          setWrong(false);
          event.currentTarget.dataset.left = 'yes';
          onLeave('row');
        } else if (event.key === 'Enter' || event.key === 'Tab') {
          event.preventDefault();
          event.currentTarget.dataset.left = 'yes';
          commit(event.currentTarget.value, event.key === 'Enter' ? 'row' : event.shiftKey ? 'previous' : 'next');
        }
      }}
      onChange={(event) => {
        delete event.currentTarget.dataset.left;
      }}
      onBlur={(event) => {
        if (event.currentTarget.dataset.left) return;
        commit(event.currentTarget.value, null);
      }}
      className={cx(
        'block h-7 w-full min-w-0 rounded-s border-0 bg-surface px-1.5 text-ink outline-2 outline-accent-text aria-invalid:outline-onair-text',
        className,
      )}
    />
  );
}
