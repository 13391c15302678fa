import type { RundownItem } from '@antenne/server/contract';
import { useTranslation } from 'react-i18next';
import { clockText, cx, ItemOverUnder, MustStart, useLocale } from '../ui/index.ts';
import { Left, Marks, type RowProps, Start } from './Row.tsx';
import type { Block } from './rows.ts';

/** The rundown on a phone: one item under the other, pressed to be written. */
export function Cards({
  blocks,
  empty,
  row,
  onOpen,
}: {
  blocks: readonly Block[];
  empty: React.ReactNode;
  row: (item: RundownItem) => Pick<RowProps, 'names' | 'zone' | 'clock' | 'run' | 'others'>;
  onOpen: (id: string) => void;
}) {
  const { t } = useTranslation('rundown');
  if (blocks.length === 0) return empty;
  return blocks.map((block) => (
    <section key={block.key} aria-label={block.group ?? t('title')}>
      {block.group === null ? null : (
        <h2 className="flex justify-between gap-2 bg-sunken px-3 py-1.5 text-s">
          {block.group}
          <span className="flex gap-2 font-normal text-ink-3 tabular-nums">
            <ItemOverUnder ms={block.overUnderMs} />
            {clockText(block.plannedMs)}
          </span>
        </h2>
      )}
      <ul>
        {block.items.map((item) => (
          <Card key={item.id} item={item} {...row(item)} onOpen={() => onOpen(item.id)} />
        ))}
      </ul>
    </section>
  ));
}

function Card({
  item,
  names,
  zone,
  clock,
  run,
  others,
  onOpen,
}: { item: RundownItem; onOpen: () => void } & Pick<RowProps, 'names' | 'zone' | 'clock' | 'run' | 'others'>) {
  const { t } = useTranslation('rundown');
  const { text } = useLocale();
  const who = item.contributorId ? names.contributors.get(item.contributorId) : null;
  return (
    <li data-testid="rundown-card" className={cx('border-line border-b', item.status === 'onAir' && 'bg-onair-soft')}>
      <button
        type="button"
        onClick={onOpen}
        className="flex min-h-14 w-full items-start gap-3 px-3 py-2.5 text-left text-s"
      >
        <span className="w-24 shrink-0 tabular-nums">
          <Start item={item} zone={zone} />
        </span>
        <span className="min-w-0 flex-1">
          <span className={cx('block font-semibold', item.skip && 'line-through')}>
            {text(item.title) || t('untitled')}
          </span>
          <span className="flex flex-wrap items-center gap-2">
            <Marks item={item} others={others} />
          </span>
          <MustStart item={item} zone={zone} className="tabular-nums" />
          <span className="block text-ink-3">
            {[t(`type.${item.type}`), who, item.place, item.owner].filter(Boolean).join(' · ')}
          </span>
        </span>
        <span className="shrink-0 text-right tabular-nums">
          {clockText(item.plannedDurationMs)}
          {run?.itemId === item.id ? (
            <span className="-mr-1.5 block">
              <Left item={item} clock={clock} run={run} />
            </span>
          ) : null}
          <ItemOverUnder ms={item.overUnderMs} className="block text-[0.75rem]" />
        </span>
      </button>
    </li>
  );
}
