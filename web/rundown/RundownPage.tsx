import { type ControlSnapshot, type RundownItem, runClock, rundownAt } from '@antenne/server/contract';
import { Plus } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ControlRoom, type Link, useNow } from '../realtime/index.ts';
import { Button, cx, Dialog, EmptyState, useLocale, useMediaQuery, usePageKeys } from '../ui/index.ts';
import { BulkBar } from './BulkBar.tsx';
import { Cards } from './Cards.tsx';
import { ConflictDialog } from './ConflictDialog.tsx';
import { CopyDialog } from './CopyDialog.tsx';
import { exportCsv } from './csv.ts';
import { Header } from './Header.tsx';
import { ImportDialog } from './ImportDialog.tsx';
import type { Leave } from './Inline.tsx';
import { type Given, ItemPanel } from './ItemPanel.tsx';
import { FIELDS, type Field, rowId } from './Row.tsx';
import { RundownKeys } from './RundownKeys.tsx';
import { blocksOf, dropTarget, NO_SELECTION, only, selected, stepTarget, surviving } from './rows.ts';
import { Table } from './Table.tsx';
import { useChoices } from './use-choices.ts';
import { useEditor } from './use-editor.ts';

/** Milliseconds between two looks at what the clock alone changes in the table. */
const LOOK_EVERY = 5_000;

type Open = 'import' | 'copy' | 'keys' | 'item' | null;

/** The editor: the table, one item at its side, and what is done to several. Everything shown comes from the room. */
export function RundownPage({ room, state, link }: { room: ControlRoom; state: ControlSnapshot; link: Link }) {
  const { t } = useTranslation('rundown');
  const { text } = useLocale();
  const narrow = useMediaQuery('(max-width: 63.99rem)');
  const phone = useMediaQuery('(max-width: 47.99rem)');
  const { broadcast, me, presence } = state;
  const rundown = rundownAt(state.rundown, useNow(room.clock, LOOK_EVERY));
  const run = runClock(state.rundown);
  const { items } = rundown;
  const mayWrite = me.role === 'owner' || me.role === 'producer';
  const hands = useEditor(room, state);
  const editor = mayWrite && link === 'online' ? hands : null;
  const [choices, setChoices] = useChoices(room, link);
  const [open, setOpen] = useState<Open>(null);
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [cell, setCell] = useState<{ id: string; field: Field; seen: RundownItem | null } | null>(null);
  const [inPanel, setInPanel] = useState(false);

  const blocks = blocksOf(items);
  const order = blocks.flatMap(({ key, items: own }) => (folded.has(key) ? [] : own.map(({ id }) => id)));
  const [kept, setSelection] = useState(NO_SELECTION);
  const was = useRef(order);
  const selection = surviving(
    kept,
    was.current,
    items.map(({ id }) => id),
  );
  useEffect(() => {
    was.current = order;
  });
  const active = items.find(({ id }) => id === selection.active) ?? null;
  const chosen = [...selection.ids];

  const editing = cell?.id ?? (inPanel ? selection.active : null);
  useEffect(() => {
    if (link !== 'online' || !mayWrite) return;
    void room.call('rundown:editing', { slug: room.slug, itemId: editing });
  }, [room, link, mayWrite, editing]);
  const othersOn = (id: string) => presence.flatMap((one) => (one.itemId === id && one.id !== me.id ? [one.name] : []));

  const given: Given = {
    zone: broadcast.zone,
    themes: choices.themes,
    contributors: state.contributors,
    scenes: state.scenes,
    groups: [...new Set(items.flatMap(({ group }) => group ?? []))],
    owners: [...new Set(items.flatMap(({ owner }) => owner ?? []))],
  };
  const names = {
    contributors: new Map(state.contributors.map(({ id, name }) => [id, name])),
    themes: new Map(choices.themes.map(({ id, title }) => [id, text(title)])),
    scenes: new Map(state.scenes.map(({ id, name }) => [id, name])),
  };
  const sheetNames = { ...given, plannedStart: broadcast.plannedStart };

  const focusRow = (id: string) => requestAnimationFrame(() => document.getElementById(rowId(id))?.focus());
  const openCell = (id: string, field: Field) => {
    setCell({ id, field, seen: items.find((item) => item.id === id) ?? null });
  };
  const pick = (id: string, keys?: { shift?: boolean; toggle?: boolean }) => {
    setSelection(selected(selection, id, order, keys));
  };
  const addBelow = (after: RundownItem | null) => {
    if (!editor) return;
    const id = editor.add({ title: { fr: t('newItem') }, group: after?.group ?? null }, after?.id);
    setSelection(only(id));
    if (phone) setOpen('item');
    else openCell(id, 'title');
  };
  const step = (by: -1 | 1) => {
    const move = editor?.move(chosen, (rows) => stepTarget(rows, selection.ids, by));
    void move?.then(() => selection.active && focusRow(selection.active));
  };
  const leave = (item: RundownItem, field: Field, to: Leave | null) => {
    setCell(null);
    if (to === null) return;
    if (to === 'row') {
      focusRow(item.id);
      return;
    }
    const cells = order.flatMap((id) => FIELDS.map((one) => ({ id, field: one })));
    const at = cells.findIndex((one) => one.id === item.id && one.field === field);
    const next = cells[at + (to === 'next' ? 1 : -1)];
    if (!next) {
      focusRow(item.id);
      return;
    }
    setSelection(only(next.id));
    openCell(next.id, next.field);
  };
  const undo = () => void hands.undo().then((id) => id && setSelection(only(id)));
  const redo = () => void hands.redo().then((id) => id && setSelection(only(id)));

  /** Keys of the table, when no field is open. */
  const onKey = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLElement && event.target.matches('input, textarea, select')) return;
    const command = event.ctrlKey || event.metaKey;
    const at = selection.active === null ? -1 : order.indexOf(selection.active);
    const go = (to: number) => {
      const id = order[Math.max(0, Math.min(order.length - 1, to))];
      if (id === undefined) return;
      pick(id, { shift: event.shiftKey });
      focusRow(id);
    };
    const onButton = event.target instanceof HTMLElement && event.target.matches('button');
    const act = (): boolean => {
      if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
        step(event.key === 'ArrowUp' ? -1 : 1);
        return true;
      }
      if (event.altKey) return false;
      if (event.key === 'ArrowDown') go(at + 1);
      else if (event.key === 'ArrowUp') go(at - 1);
      else if (event.key === 'Home' && command) go(0);
      else if (event.key === 'End' && command) go(order.length - 1);
      else if (command && event.key.toLowerCase() === 'a') setSelection({ ...selection, ids: new Set(order) });
      else if (command && event.key === 'Enter') addBelow(active);
      else if (command && event.key.toLowerCase() === 'd') void editor?.duplicate(chosen);
      else if (event.key === 'Delete' || event.key === 'Backspace') void (chosen.length > 0 && editor?.remove(chosen));
      else if ((event.key === 'Enter' || event.key === 'F2') && !onButton && active && editor) {
        openCell(active.id, 'title');
      } else if (event.key === ' ' && !onButton && selection.active) pick(selection.active, { toggle: true });
      else if (event.key === 'Escape') setSelection(active ? only(active.id) : NO_SELECTION);
      else return false;
      return true;
    };
    if (act()) event.preventDefault();
  };
  usePageKeys(true, (press) => {
    if (press.focus === 'typing') return false;
    const command = press.ctrlKey || press.metaKey;
    if (command && press.key.toLowerCase() === 'z' && editor) press.shiftKey ? redo() : undo();
    else if (command && press.key.toLowerCase() === 'y' && editor) redo();
    else if (press.key === '?' && !command) setOpen('keys');
    else return false;
    return true;
  });

  const panel = active ? (
    <ItemPanel
      key={active.id}
      item={active}
      given={given}
      editor={editor}
      others={othersOn(active.id)}
      onEditing={setInPanel}
      onMove={step}
    />
  ) : null;
  const empty = (
    <EmptyState
      title={t('empty.title')}
      action={
        editor ? (
          <Button variant="primary" icon={<Plus aria-hidden className="size-5" />} onClick={() => addBelow(null)}>
            {t('do.add')}
          </Button>
        ) : null
      }
    >
      {t(mayWrite ? 'empty.text' : 'empty.reader')}
    </EmptyState>
  );
  const shared = (item: RundownItem) => ({
    names,
    zone: broadcast.zone,
    clock: room.clock,
    run,
    editor,
    others: othersOn(item.id),
  });

  return (
    <div data-desk="rundown" className="flex h-dvh flex-col bg-canvas">
      <title>{t('pageTitle', { title: broadcast.title })}</title>
      <Header
        state={state}
        link={link}
        clock={room.clock}
        mayWrite={mayWrite}
        onUndo={undo}
        onRedo={redo}
        onImport={() => setOpen('import')}
        onExport={() => download(`${broadcast.slug}.csv`, exportCsv(items, sheetNames))}
        onCopy={() => setOpen('copy')}
        onKeys={() => setOpen('keys')}
      />
      {link === 'reconnecting' ? (
        <p role="alert" className="bg-warn px-4 py-1.5 font-semibold text-s text-warn-ink">
          {t('offline')}
        </p>
      ) : null}
      {mayWrite ? null : <p className="bg-sunken px-4 py-1.5 text-ink-2 text-s">{t('readOnly')}</p>}
      <main
        className={cx(
          'grid min-h-0 flex-1',
          narrow ? 'grid-cols-1' : 'grid-cols-[minmax(0,1fr)_20rem] xl:grid-cols-[minmax(0,1fr)_22rem]',
        )}
      >
        <div className="flex min-h-0 min-w-0 flex-col">
          <section
            tabIndex={0}
            aria-label={t('title')}
            className="min-h-0 flex-1 overflow-auto overscroll-contain bg-surface"
          >
            {phone ? (
              <Cards
                blocks={blocks}
                empty={empty}
                row={shared}
                onOpen={(id) => {
                  setSelection(only(id));
                  setOpen('item');
                }}
              />
            ) : (
              <Table
                blocks={blocks}
                folded={folded}
                empty={empty}
                onFold={(key) =>
                  setFolded((keys) => new Set(keys.has(key) ? [...keys].filter((one) => one !== key) : [...keys, key]))
                }
                onRename={
                  editor &&
                  ((block, name) =>
                    void editor.writeAll(
                      block.items.map(({ id }) => id),
                      { group: name || null },
                    ))
                }
                onDrop={(id, on) => {
                  const ids = selection.ids.has(id) ? selection.ids : new Set([id]);
                  const target = dropTarget(items, ids, id, on);
                  if (target && editor) void editor.move([...ids], target);
                }}
                onKey={onKey}
                row={(item, number) => ({
                  ...shared(item),
                  active: item.id === selection.active || (selection.active === null && number === 1),
                  selected: selection.ids.has(item.id),
                  editing: cell?.id === item.id ? cell.field : null,
                  seen: cell?.id === item.id ? cell.seen : null,
                  onEdit: (field) => openCell(item.id, field),
                  onLeave: (to) => cell && leave(item, cell.field, to),
                  onPick: (keys) => pick(item.id, keys),
                })}
              />
            )}
          </section>
          {editor && chosen.length > 1 && !phone ? (
            <BulkBar
              ids={chosen}
              items={items}
              given={given}
              editor={editor}
              onClear={() => setSelection(NO_SELECTION)}
            />
          ) : editor && items.length > 0 ? (
            <div className="flex items-center gap-3 border-line border-t bg-surface px-3 py-2">
              <Button
                variant="primary"
                size="s"
                icon={<Plus aria-hidden className="size-5" />}
                data-testid="add-item"
                onClick={() => addBelow(active)}
              >
                {t(active ? 'do.addBelow' : 'do.add')}
              </Button>
              {narrow && !phone && active ? (
                <Button size="s" onClick={() => setOpen('item')}>
                  {t('do.details')}
                </Button>
              ) : null}
              <p className="text-ink-3 text-s max-lg:hidden">{t('hint')}</p>
            </div>
          ) : null}
        </div>
        {narrow ? null : (
          <aside
            aria-label={t('details')}
            tabIndex={0}
            className="min-h-0 overflow-y-auto overscroll-contain border-line border-l bg-surface p-4"
          >
            {panel ?? <p className="text-ink-2 text-s">{t('pickOne')}</p>}
          </aside>
        )}
      </main>
      <Dialog
        open={narrow && open === 'item' && panel !== null}
        onOpenChange={() => setOpen(null)}
        title={t('details')}
      >
        {panel}
      </Dialog>
      {open === 'import' && editor ? (
        <ImportDialog names={sheetNames} hasItems={items.length > 0} editor={editor} onClose={() => setOpen(null)} />
      ) : null}
      {open === 'copy' && editor ? (
        <CopyDialog
          room={room}
          choices={choices}
          hasItems={items.length > 0}
          editor={editor}
          onChoices={setChoices}
          onClose={() => setOpen(null)}
        />
      ) : null}
      {hands.conflict ? <ConflictDialog conflict={hands.conflict} given={given} onSettle={hands.settle} /> : null}
      <RundownKeys open={open === 'keys'} onOpenChange={() => setOpen(null)} />
    </div>
  );
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
