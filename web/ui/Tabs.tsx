import { Tabs as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cx } from './classes.ts';

export type Tab = {
  value: string;
  label: string;
  /** How many are inside; left out at 0. */
  count?: number;
  content: ReactNode;
};

/** Arrow keys move between tabs. Panels that are not shown keep their state when `keep` is set. */
export function Tabs({
  label,
  tabs,
  value,
  onValueChange,
  keep = false,
  listClassName,
  className,
}: {
  /** What the tabs are about, for screen readers. */
  label: string;
  tabs: readonly Tab[];
  value: string;
  onValueChange: (value: string) => void;
  keep?: boolean;
  listClassName?: string;
  className?: string;
}) {
  return (
    <Radix.Root value={value} onValueChange={onValueChange} className={className}>
      <Radix.List aria-label={label} className={cx('flex gap-1 border-line border-b', listClassName)}>
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.value}
            value={tab.value}
            className="-mb-px inline-flex min-h-target items-center gap-2 border-transparent border-b-2 px-3 font-semibold text-ink-3 transition-colors data-[state=active]:border-accent-text data-[state=active]:text-ink hover:text-ink"
          >
            {tab.label}
            {tab.count ? (
              <span className="rounded-full bg-sunken px-2 text-ink-2 text-s tabular-nums">{tab.count}</span>
            ) : null}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content
          key={tab.value}
          value={tab.value}
          forceMount={keep ? true : undefined}
          className="data-[state=inactive]:hidden"
        >
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
