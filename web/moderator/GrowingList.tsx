import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/index.ts';

/** Cards that are drawn at first, and more each time the end comes near. */
const STEP = 30;

/**
 * A list of which only the beginning is drawn: thousands of cards would make every key press slow. It grows as its end comes
 * into sight, and always reaches beyond the chosen card.
 */
export function GrowingList<T extends { id: string }>({
  items,
  selectedId,
  missing,
  onMore,
  children,
}: {
  items: readonly T[];
  selectedId: string | null;
  /** How many there are that this page does not have. */
  missing: number;
  onMore: () => Promise<void>;
  children: (item: T) => ReactNode;
}) {
  const { t } = useTranslation('moderator');
  const [limit, setLimit] = useState(STEP);
  const [asking, setAsking] = useState(false);
  const end = useRef<HTMLLIElement>(null);
  const chosen = selectedId === null ? -1 : items.findIndex(({ id }) => id === selectedId);
  const shown = Math.max(limit, chosen + STEP / 2);
  const more = items.length > shown;
  useEffect(() => {
    const element = end.current;
    if (!element || !more) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setLimit(shown + STEP);
      },
      { rootMargin: '600px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [more, shown]);
  const ask = async () => {
    setAsking(true);
    await onMore();
    setAsking(false);
  };
  return (
    <ol className="flex flex-col gap-2.5">
      {items.slice(0, shown).map(children)}
      {more ? <li ref={end} aria-hidden className="h-24" /> : null}
      {!more && missing > 0 ? (
        <li className="text-center">
          <Button size="s" busy={asking} onClick={() => void ask()} data-testid="more">
            {t('columns.more', { count: missing })}
          </Button>
        </li>
      ) : null}
    </ol>
  );
}
