import type { RundownItem } from '@antenne/server/contract';
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Textarea, TextField } from '../ui/index.ts';

/** A field that keeps what was typed when it is left; Escape gives back what was there. */
export function Draft({
  label,
  hint,
  value,
  seen,
  lines = false,
  disabled,
  placeholder,
  suggestions,
  onKeep,
  onEditing,
}: {
  label: string;
  hint?: string | undefined;
  value: string;
  /** The item as it is now; what is kept is said of the item as it was when the field was entered. */
  seen: RundownItem;
  lines?: boolean;
  disabled: boolean;
  placeholder?: string;
  suggestions?: readonly string[];
  /** @returns false for what cannot be read. */
  onKeep: (typed: string, seen: RundownItem) => boolean;
  onEditing: (editing: boolean) => void;
}) {
  const { t } = useTranslation('rundown');
  const list = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const [wrong, setWrong] = useState(false);
  const entered = useRef(seen);
  const leave = () => {
    onEditing(false);
    if (typed === null) return;
    const kept = typed.trim() === value || onKeep(typed.trim(), entered.current);
    setWrong(!kept);
    if (kept) setTyped(null);
  };
  const common = {
    label,
    hint,
    disabled,
    placeholder,
    error: wrong ? t('unreadable') : null,
    value: typed ?? value,
    onFocus: () => {
      entered.current = seen;
      onEditing(true);
    },
    onBlur: leave,
  };
  if (lines) {
    return (
      <Textarea
        {...common}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setTyped(null);
        }}
      />
    );
  }
  return (
    <>
      <TextField
        {...common}
        list={suggestions ? list : undefined}
        autoComplete="off"
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') leave();
          if (event.key !== 'Escape') return;
          setTyped(null);
          setWrong(false);
        }}
      />
      {suggestions ? (
        <datalist id={list}>
          {suggestions.map((value) => (
            <option key={value} value={value} />
          ))}
        </datalist>
      ) : null}
    </>
  );
}
