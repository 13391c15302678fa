/** The editor's hands: what a page says of the rundown, and what comes of it. */
import {
  type ControlSnapshot,
  type controlCommands,
  type Failure,
  type ItemFields,
  type NewItem,
  RundownItem,
} from '@antenne/server/contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import type { ControlRoom } from '../realtime/index.ts';
import { toast, uuid } from '../ui/index.ts';
import { inTurn } from './in-turn.ts';
import type { Target } from './rows.ts';

/** Two people wrote the same: what this one wrote, on what they saw, beside how it stands now. */
export type Conflict = { fields: Partial<ItemFields>; seen: RundownItem; current: RundownItem };

type EditCommand = Extract<
  keyof typeof controlCommands,
  'rundown:add' | 'rundown:duplicate' | 'rundown:remove' | 'rundown:move' | 'rundown:change' | 'rundown:copy'
>;

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
const keysOf = (fields: Partial<ItemFields>) =>
  Object.keys(fields).filter((key): key is keyof ItemFields => key in fields);

export function useEditor(room: ControlRoom, state: ControlSnapshot) {
  const { t } = useTranslation('rundown');
  const [conflict, setConflict] = useState<Conflict | null>(null);
  /** Edits that name what the page shows: see `inTurn`. */
  const [turn] = useState(inTurn);
  const { slug } = room;
  const now = () => room.store.getState().state?.rundown.items ?? state.rundown.items;
  const versions = (ids: readonly string[]) =>
    now().flatMap(({ id, version }) => (ids.includes(id) ? [{ id, version }] : []));

  const failed = ({ code }: Failure) => {
    toast({ text: t('failed', { reason: t(`common:failure.${code}`) }), tone: 'warn' });
  };
  const undo = () => turn(() => again('rundown:undo'));
  /** Sends an edit; says what it did, with what takes it back, where the eye may have missed it. */
  const send = async <Name extends EditCommand>(
    name: Name,
    input: Parameters<typeof room.call<Name>>[1],
    loud = false,
  ): Promise<boolean> => {
    const reply = await room.call(name, input);
    if (!reply.ok) {
      if (reply.error.code === 'conflict' && (name === 'rundown:move' || name === 'rundown:duplicate'))
        toast({ text: t('overtaken'), tone: 'warn' });
      else failed(reply.error);
      return false;
    }
    const { action, count } = Edited.parse(reply.data);
    if (loud && count > 0) toast({ text: t(`done.${action}`, { count }), onUndo: () => void undo() });
    return true;
  };
  const again = async (name: 'rundown:undo' | 'rundown:redo') => {
    const reply = await room.call(name, { slug });
    const which = name === 'rundown:undo' ? 'undo' : 'redo';
    if (reply.ok) {
      toast({ text: t(`${which}.done`, { what: t(`action.${reply.data.action}`) }) });
      return reply.data.itemId;
    }
    const { code } = reply.error;
    if (code === 'invalidState') toast({ text: t(`${which}.nothing`) });
    else if (code === 'conflict') toast({ text: t(`${which}.conflict`), tone: 'warn' });
    else failed(reply.error);
    return null;
  };

  /**
   * Writes fields of one item as it was `seen` when its editing began. Where somebody wrote other fields meanwhile, both
   * hold; where they wrote the same, the person is asked.
   */
  const write = async (seen: RundownItem, fields: Partial<ItemFields>): Promise<boolean> => {
    const changed = keysOf(fields).filter((key) => !same(fields[key], seen[key]));
    if (changed.length === 0) return true;
    const reply = await room.call('rundown:change', { slug, items: [{ id: seen.id, version: seen.version }], fields });
    if (reply.ok) return true;
    if (reply.error.code !== 'conflict') {
      failed(reply.error);
      return false;
    }
    const current = z.array(RundownItem).catch([]).parse(reply.error.current)[0];
    if (!current) return false;
    if (changed.every((key) => same(current[key], seen[key]))) return write(current, fields);
    if (changed.every((key) => same(current[key], fields[key]))) return true;
    setConflict({ fields, seen, current });
    return false;
  };

  return {
    conflict,
    write,
    /** Theirs stays, or mine is written over it. */
    settle: (mine: boolean) => {
      if (conflict && mine) void write(conflict.current, conflict.fields);
      setConflict(null);
    },
    /** The same fields for several. */
    writeAll: (ids: readonly string[], fields: Partial<ItemFields>) =>
      turn(() => send('rundown:change', { slug, items: versions(ids), fields }, true)),
    add: (item: Omit<NewItem, 'id'>, after: string | null | undefined): string => {
      const id = uuid();
      void send('rundown:add', { slug, items: [{ ...item, id }], ...(after !== undefined && { after }) });
      return id;
    },
    importAll: (items: NewItem[], replace: boolean) =>
      send('rundown:add', { slug, items, replace, imported: true }, true),
    copy: (from: CopySource, replace: boolean) => send('rundown:copy', { slug, from, replace }, true),
    duplicate: (ids: readonly string[]) =>
      turn(async () => {
        const copies = versions(ids).map(({ id: of, version }) => ({ of, id: uuid(), version }));
        // Somebody has removed them meanwhile.
        return copies.length > 0 && send('rundown:duplicate', { slug, copies }, true);
      }),
    remove: async (ids: readonly string[]) => {
      const reply = await turn(() => room.call('rundown:remove', { slug, items: versions(ids) }));
      if (reply.ok) {
        toast({ text: t('done.remove', { count: reply.data.count }), onUndo: () => void undo() });
      } else if (reply.error.code === 'invalidState') toast({ text: t('cannotRemove'), tone: 'warn' });
      else failed(reply.error);
    },
    /** `where`: there, or where it leads from how the rundown stands when its turn has come (null: nowhere). */
    move: (ids: readonly string[], where: Target | ((items: readonly RundownItem[]) => Target | null)) =>
      turn(async () => {
        const target = typeof where === 'function' ? where(now()) : where;
        const seen = versions(ids);
        if (!target || seen.length === 0) return false;
        const { after, group } = target;
        return send('rundown:move', {
          slug,
          ids: [...ids],
          seen,
          after,
          ...(regroups(now(), ids, group) && { group }),
        });
      }),
    undo,
    redo: () => turn(() => again('rundown:redo')),
  };
}

export type Editor = ReturnType<typeof useEditor>;
export type CopySource = { type: 'broadcast'; slug: string } | { type: 'template'; id: string };

const Edited = z.object({
  action: z.enum(['add', 'duplicate', 'remove', 'move', 'change', 'import', 'copy']),
  count: z.number(),
});

const regroups = (items: readonly RundownItem[], ids: readonly string[], group: string | null) =>
  items.some((item) => ids.includes(item.id) && item.group !== group);
