import { closestCenter, DndContext, PointerSensor, useSensor, useSensors } from '@dnd-kit/core';
import { SortableContext, verticalListSortingStrategy } from '@dnd-kit/sortable';
import { ChevronDown } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { clockText, cx, ItemOverUnder } from '../ui/index.ts';
import { Row, type RowProps } from './Row.tsx';
import type { Block } from './rows.ts';

/** The dense view: every item a line, groups with their sums. */
export function Table({
  blocks,
  folded,
  onFold,
  onRename,
  onDrop,
  onKey,
  row,
  empty,
}: {
  blocks: readonly Block[];
  folded: ReadonlySet<string>;
  onFold: (key: string) => void;
  /** Null: nobody here may write. */
  onRename: ((block: Block, name: string) => void) | null;
  /** An item was dragged onto another. */
  onDrop: (id: string, on: string) => void;
  onKey: (event: KeyboardEvent) => void;
  row: (item: Block['items'][number], number: number) => Omit<RowProps, 'item' | 'number'>;
  empty: React.ReactNode;
}) {
  const { t } = useTranslation('rundown');
  // A press of a few pixels is no drag.
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 4 } }));
  const shown = blocks.flatMap(({ key, items }) => (folded.has(key) ? [] : items.map(({ id }) => id)));
  let number = 0;
  const head = 'sticky top-0 z-10 bg-surface px-1.5 py-2 text-left font-semibold text-ink-3 text-[0.75rem]';
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      accessibility={{ screenReaderInstructions: { draggable: t('dragHint') } }}
      onDragEnd={({ active, over }) => {
        if (over && active.id !== over.id) onDrop(String(active.id), String(over.id));
      }}
    >
      <SortableContext items={shown} strategy={verticalListSortingStrategy}>
        <table
          aria-label={t('title')}
          onKeyDown={onKey}
          data-testid="rundown-table"
          className="w-full table-fixed border-collapse text-s"
        >
          <colgroup>
            <col className="w-14" />
            <col className="w-26" />
            <col className="w-22 max-xl:hidden" />
            <col className="w-20" />
            <col className="w-22" />
            <col />
            <col className="w-32" />
            <col className="w-26 max-xl:hidden" />
            <col className="w-20 max-xl:hidden" />
            <col className="w-34 max-xl:hidden" />
          </colgroup>
          <thead>
            <tr>
              <th scope="col" className={cx(head, 'pl-3')}>
                {t('column.number')}
              </th>
              <th scope="col" className={head}>
                {t('column.start')}
              </th>
              <th scope="col" className={cx(head, 'max-xl:hidden')}>
                {t('column.latest')}
              </th>
              <th scope="col" className={cx(head, 'text-right')}>
                {t('column.duration')}
              </th>
              <th scope="col" className={head}>
                {t('column.type')}
              </th>
              <th scope="col" className={head}>
                {t('column.title')}
              </th>
              <th scope="col" className={head}>
                {t('column.who')}
              </th>
              <th scope="col" className={cx(head, 'max-xl:hidden')}>
                {t('column.theme')}
              </th>
              <th scope="col" className={cx(head, 'max-xl:hidden')}>
                {t('column.scene')}
              </th>
              <th scope="col" className={cx(head, 'max-xl:hidden')}>
                {t('column.notes')}
              </th>
            </tr>
          </thead>
          {blocks.map((block) => {
            const open = !folded.has(block.key);
            const first = number;
            number += block.items.length;
            return (
              <tbody key={block.key}>
                {block.group === null ? null : (
                  <GroupRow block={block} open={open} onFold={() => onFold(block.key)} onRename={onRename} />
                )}
                {open
                  ? block.items.map((item, index) => (
                      <Row key={item.id} item={item} number={first + index + 1} {...row(item, first + index + 1)} />
                    ))
                  : null}
              </tbody>
            );
          })}
        </table>
        {blocks.length === 0 ? empty : null}
      </SortableContext>
    </DndContext>
  );
}

function GroupRow({
  block,
  open,
  onFold,
  onRename,
}: {
  block: Block;
  open: boolean;
  onFold: () => void;
  onRename: ((block: Block, name: string) => void) | null;
}) {
  const { t } = useTranslation('rundown');
  return (
    <tr data-testid="rundown-group">
      <td colSpan={6} className="bg-sunken px-2 py-1">
        <span className="flex items-center gap-2">
          <button
            type="button"
            aria-expanded={open}
            aria-label={t(open ? 'group.fold' : 'group.unfold', { group: block.group })}
            onClick={onFold}
            className="flex size-7 items-center justify-center rounded-s hover:bg-line"
          >
            <ChevronDown aria-hidden className={cx('size-4 transition-transform', !open && '-rotate-90')} />
          </button>
          {onRename ? (
            <input
              key={block.group}
              aria-label={t('group.name')}
              defaultValue={block.group ?? ''}
              onKeyDown={(event) => {
                event.stopPropagation();
                if (event.key === 'Escape') event.currentTarget.value = block.group ?? '';
                if (event.key === 'Escape' || event.key === 'Enter') event.currentTarget.blur();
              }}
              onBlur={(event) => {
                const name = event.currentTarget.value.trim();
                if (name !== block.group) onRename(block, name);
              }}
              className="field-sizing-content min-w-24 rounded-s bg-transparent px-1 py-0.5 font-semibold text-ink hover:ring-1 hover:ring-line-strong/50 focus:bg-surface"
            />
          ) : (
            <span className="font-semibold">{block.group}</span>
          )}
          <span className="text-ink-3 tabular-nums">
            {t('group.sum', { count: block.items.length, time: clockText(block.plannedMs) })}
          </span>
          <ItemOverUnder ms={block.overUnderMs} className="tabular-nums" />
        </span>
      </td>
      {/* As many columns as there are: one more would take its width from the title. */}
      <td colSpan={4} aria-hidden="true" className="bg-sunken max-xl:hidden" />
    </tr>
  );
}
