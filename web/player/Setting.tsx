import type { ReactNode } from 'react';

/** One line of the menu: a name, and the control that it names. */
export function Setting({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is what it is given.
    <label className="antenne-player-setting">
      <span>{label}</span>
      {children}
    </label>
  );
}
