import { cx } from './classes.ts';
import { Tooltip } from './Tooltip.tsx';
import { initials } from './text.ts';

/** Who has this page open, as initials; whole names on pointing. Five at most, then a number. */
export function Here({
  label,
  people,
  className,
}: {
  /** What these people share, for screen readers. */
  label: string;
  /** Oneself first. `title`: the whole name and what they do. */
  people: readonly { id: string; name: string; title: string }[];
  className?: string;
}) {
  const shown = people.slice(0, 5);
  return (
    <ul aria-label={label} className={cx('flex items-center -space-x-1.5', className)}>
      {shown.map((person) => (
        <li key={person.id}>
          <Tooltip label={person.title}>
            <span
              role="img"
              aria-label={person.title}
              className="flex size-7 items-center justify-center rounded-full border-2 border-surface bg-sunken font-semibold text-[0.6875rem] text-ink-2"
            >
              {initials(person.name)}
            </span>
          </Tooltip>
        </li>
      ))}
      {people.length > shown.length ? (
        <li className="pl-3 text-ink-3 text-s tabular-nums">+{people.length - shown.length}</li>
      ) : null}
    </ul>
  );
}
