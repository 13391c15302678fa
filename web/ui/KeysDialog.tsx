import type { ReactNode } from 'react';
import { Dialog } from './Dialog.tsx';
import { Key } from './Key.tsx';

/** All keys of a page, on `?`. */
export function KeysDialog({
  open,
  onOpenChange,
  title,
  rows,
  note,
  children,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  rows: readonly { keys: readonly string[]; does: string }[];
  /** What no key does. */
  note?: string;
  children?: ReactNode;
}) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={title}>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2">
        {rows.map((row) => (
          <div key={row.does} className="contents">
            <dt className="flex justify-end gap-1">
              {row.keys.map((key) => (
                <Key key={key}>{key}</Key>
              ))}
            </dt>
            <dd>{row.does}</dd>
          </div>
        ))}
      </dl>
      {note ? <p className="mt-4 text-ink-2 text-s">{note}</p> : null}
      {children}
    </Dialog>
  );
}
