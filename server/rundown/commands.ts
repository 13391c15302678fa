import { mayActAs } from '../accounts/access.ts';
import { type StaffContext, type StaffDoor, staffCommand } from '../accounts/staff-command.ts';
import { findBroadcast } from '../broadcasts/store.ts';
import { rundownEditCommands } from '../contract/index.ts';
import type { Commands } from '../platform/commands.ts';
import { loadChoices } from './edit-store.ts';
import type { RundownEditor } from './editor.ts';

const EDITORS = ['producer'] as const;

export type RundownEditCommands = typeof rundownEditCommands;

/** A page that can say which item it is editing. */
export interface EditorContext extends StaffContext {
  /** Null: none. */
  edit(broadcastId: string, itemId: string | null): void;
}

/** The commands of /control that write the rundown. */
export function rundownCommands(door: StaffDoor, editor: RundownEditor): Commands<RundownEditCommands, EditorContext> {
  const { access, database } = door;
  const { client } = database;

  /** What there is to choose from for someone who may edit `broadcastId`. */
  async function choices(sessionId: string, broadcastId: string) {
    const roles = await access.roles(sessionId);
    const all = roles.some(({ role }) => role === 'owner');
    const produced = roles.flatMap((held) => (held.role === 'producer' && held.broadcastId ? [held.broadcastId] : []));
    return loadChoices(client, broadcastId, all ? null : produced);
  }

  return {
    'rundown:add': staffCommand(
      door,
      rundownEditCommands['rundown:add'],
      EDITORS,
      ({ slug: _slug, ...what }, { actor, broadcast }) => editor.add(broadcast.id, actor, what),
    ),
    'rundown:duplicate': staffCommand(
      door,
      rundownEditCommands['rundown:duplicate'],
      EDITORS,
      ({ copies }, { actor, broadcast }) => editor.duplicate(broadcast.id, actor, copies),
    ),
    'rundown:remove': staffCommand(
      door,
      rundownEditCommands['rundown:remove'],
      EDITORS,
      ({ items }, { actor, broadcast }) => editor.remove(broadcast.id, actor, items),
    ),
    'rundown:move': staffCommand(
      door,
      rundownEditCommands['rundown:move'],
      EDITORS,
      ({ slug: _slug, ...where }, { actor, broadcast }) => editor.move(broadcast.id, actor, where),
    ),
    'rundown:change': staffCommand(
      door,
      rundownEditCommands['rundown:change'],
      EDITORS,
      ({ items, fields }, { actor, broadcast }) => editor.change(broadcast.id, actor, items, fields),
    ),
    'rundown:undo': staffCommand(door, rundownEditCommands['rundown:undo'], EDITORS, (_input, { actor, broadcast }) =>
      editor.undo(broadcast.id, actor),
    ),
    'rundown:redo': staffCommand(door, rundownEditCommands['rundown:redo'], EDITORS, (_input, { actor, broadcast }) =>
      editor.redo(broadcast.id, actor),
    ),
    'rundown:copy': staffCommand(
      door,
      rundownEditCommands['rundown:copy'],
      EDITORS,
      async ({ from, replace }, { actor, broadcast, session }) => {
        if (from.type === 'template') return editor.copyTemplate(broadcast.id, actor, from.id, replace);
        const source = await findBroadcast(client, from.slug);
        // Private notes come along: whoever copies must be allowed to read them there.
        await access.requireRole(session, source.id, EDITORS);
        return editor.copyBroadcast(broadcast.id, actor, source.id, replace);
      },
    ),
    'rundown:choices': staffCommand(
      door,
      rundownEditCommands['rundown:choices'],
      ['producer', 'moderator', 'presenter', 'captioner'],
      async (_input, { actor, broadcast }) => {
        const all = await choices(actor.id, broadcast.id);
        return mayActAs(actor, EDITORS) ? all : { ...all, templates: [], broadcasts: [] };
      },
    ),
    'rundown:saveTemplate': staffCommand(
      door,
      rundownEditCommands['rundown:saveTemplate'],
      EDITORS,
      async ({ name }, { actor, broadcast }) => {
        await editor.saveTemplate(broadcast.id, actor, name);
        return choices(actor.id, broadcast.id);
      },
    ),
    'rundown:removeTemplate': staffCommand(
      door,
      rundownEditCommands['rundown:removeTemplate'],
      EDITORS,
      async ({ id }, { actor, broadcast }) => {
        await editor.removeTemplate(broadcast.id, actor, id);
        return choices(actor.id, broadcast.id);
      },
    ),
    'rundown:editing': staffCommand(
      door,
      rundownEditCommands['rundown:editing'],
      EDITORS,
      async ({ itemId }, { broadcast, edit }) => {
        edit(broadcast.id, itemId);
        return {};
      },
    ),
  };
}
