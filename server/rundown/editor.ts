/** The rundown's editors: every edit is one change, with its audit line, its event and what takes it back. */
import { randomUUID } from 'node:crypto';
import type { Actor } from '../accounts/access.ts';
import type { LiveView } from '../broadcasts/live-view.ts';
import { type EditAction, type ItemFields, MOST_ITEMS, type NewItem, nextItem } from '../contract/index.ts';
import type { Change, Changes } from '../platform/changes.ts';
import { Refusal } from '../platform/failure.ts';
import {
  added,
  applied,
  changed,
  duplicated,
  type EditDiff,
  type ItemRow,
  inverse,
  isEmpty,
  moved,
  movedIn,
  removed,
  type SeenItems,
  touchedBy,
} from './edit.ts';
import {
  keepEdit,
  lastEdit,
  loadRows,
  loadSetting,
  loadTemplate,
  markEdit,
  removeTemplate,
  saveRows,
  saveTemplate,
} from './edit-store.ts';
import { type PortableItem, packed, unpacked } from './portable.ts';
import { editOf, loadRundown, viewRundown } from './store.ts';

/** What an edit came to. */
export interface Edited {
  action: EditAction;
  count: number;
  itemId: string | null;
}

/** Hears, inside the change, which item was next before an edit and which is next after it, while the show is live. */
type NextListener = (change: Change, before: ItemRow | null, after: ItemRow | null) => Promise<void>;

export class RundownEditor {
  readonly #changes: Changes;
  readonly #liveView: LiveView;
  readonly #onNext: NextListener;

  /** @param onNext another item is next, or what it puts on air is another */
  constructor(changes: Changes, liveView: LiveView, onNext: NextListener) {
    this.#changes = changes;
    this.#liveView = liveView;
    this.#onNext = onNext;
  }

  /** Adds items once: those whose ids are there already were added by the same command before. */
  add(
    broadcastId: string,
    actor: Actor,
    {
      items,
      after,
      replace,
      imported,
    }: { items: NewItem[]; after?: string | null; replace: boolean; imported: boolean },
  ): Promise<Edited> {
    return this.#edit(broadcastId, actor, imported ? 'import' : 'add', async (rows, change) => {
      const known = new Set(rows.map(({ id }) => id));
      const missing = items.filter(({ id }) => !known.has(id));
      if (missing.length === 0) return rows;
      const kept = replace ? await this.#ran(change, rows) : rows;
      return added(kept, missing, replace ? undefined : after);
    });
  }

  /** @throws Refusal `conflict` for one that is not as it was seen */
  duplicate(
    broadcastId: string,
    actor: Actor,
    copies: { of: string; id: string; version?: number | undefined }[],
  ): Promise<Edited> {
    return this.#edit(broadcastId, actor, 'duplicate', async (rows, change) => {
      const known = new Set(rows.map(({ id }) => id));
      const missing = copies.filter(({ id }) => !known.has(id));
      const seen = missing.flatMap(({ of, version }) => (version === undefined ? [] : [{ id: of, version }]));
      await this.#checkSeen(change, rows, seen);
      return duplicated(rows, missing);
    });
  }

  /** @throws Refusal `conflict`, `invalidState` for what is on air or was */
  remove(broadcastId: string, actor: Actor, items: SeenItems): Promise<Edited> {
    return this.#edit(broadcastId, actor, 'remove', async (rows, change) => {
      await this.#checkSeen(change, rows, items);
      return removed(
        rows,
        items.map(({ id }) => id),
      );
    });
  }

  /** @throws Refusal `conflict` for one of `seen` that somebody changed or moved since */
  move(
    broadcastId: string,
    actor: Actor,
    {
      ids,
      seen = [],
      after,
      group,
    }: { ids: string[]; seen?: SeenItems | undefined; after: string | null; group?: string | null | undefined },
  ): Promise<Edited> {
    const work = async (rows: readonly ItemRow[], change: Change) => {
      await this.#checkSeen(change, rows, seen);
      return moved(rows, ids, after, group);
    };
    return this.#edit(broadcastId, actor, 'move', work, ids);
  }

  /** @throws Refusal `conflict` with the items as they are now */
  change(broadcastId: string, actor: Actor, items: SeenItems, fields: Partial<ItemFields>): Promise<Edited> {
    return this.#edit(broadcastId, actor, 'change', async (rows, change) => {
      await this.#checkSeen(change, rows, items);
      return changed(
        rows,
        items.map(({ id }) => id),
        fields,
      );
    });
  }

  /** Takes the actor's own last edit back. @throws Refusal `invalidState`, `conflict` */
  undo(broadcastId: string, actor: Actor): Promise<Edited> {
    return this.#again(broadcastId, actor, 'undo');
  }

  /** Does again what the actor took back. @throws Refusal `invalidState`, `conflict` */
  redo(broadcastId: string, actor: Actor): Promise<Edited> {
    return this.#again(broadcastId, actor, 'redo');
  }

  /** Takes over the rundown of another broadcast, that the caller has made sure the actor may read. */
  copyBroadcast(broadcastId: string, actor: Actor, fromId: string, replace: boolean): Promise<Edited> {
    return this.#copy(broadcastId, actor, replace, async ({ tx }) =>
      packed(await loadRows(tx, fromId), await loadSetting(tx, fromId)),
    );
  }

  /** @throws Refusal `notFound` */
  copyTemplate(broadcastId: string, actor: Actor, templateId: string, replace: boolean): Promise<Edited> {
    return this.#copy(broadcastId, actor, replace, async ({ tx }) => (await loadTemplate(tx, templateId)).items);
  }

  /** @throws Refusal `invalidState` for an empty rundown */
  saveTemplate(broadcastId: string, actor: Actor, name: string): Promise<void> {
    return this.#changes.run(broadcastId, async (change) => {
      const { tx, now } = change;
      const items = packed(await loadRows(tx, broadcastId), await loadSetting(tx, broadcastId));
      if (items.length === 0) throw new Refusal('invalidState', 'the rundown is empty');
      await saveTemplate(tx, { name, items, createdBy: actor.name, createdAt: now });
      change.audit(actor, 'rundown.saveTemplate', name);
    });
  }

  /** @throws Refusal `notFound` */
  removeTemplate(broadcastId: string, actor: Actor, id: string): Promise<void> {
    return this.#changes.run(broadcastId, async (change) => {
      change.audit(actor, 'rundown.removeTemplate', await removeTemplate(change.tx, id));
    });
  }

  #copy(
    broadcastId: string,
    actor: Actor,
    replace: boolean,
    read: (change: Change) => Promise<PortableItem[]>,
  ): Promise<Edited> {
    return this.#edit(broadcastId, actor, 'copy', async (rows, change) => {
      const items = unpacked(await read(change), await loadSetting(change.tx, broadcastId), randomUUID);
      return added(replace ? await this.#ran(change, rows) : rows, items, undefined);
    });
  }

  async #edit(
    broadcastId: string,
    actor: Actor,
    action: EditAction,
    work: (rows: readonly ItemRow[], change: Change) => readonly ItemRow[] | Promise<readonly ItemRow[]>,
    shifted: readonly string[] = [],
  ): Promise<Edited> {
    const edited = await this.#changes.run(broadcastId, async (change) => {
      const before = await loadRows(change.tx, broadcastId);
      const after = await work(before, change);
      const diff = await this.#save(change, actor, before, after, shifted);
      if (!isEmpty(diff)) {
        await keepEdit(change, actor, action, diff);
        change.audit(actor, `rundown.${action}`, subjectOf(diff, before, after), touchedBy(diff)[0]);
      }
      return result(action, diff);
    });
    this.#liveView.mark(broadcastId);
    return edited;
  }

  async #again(broadcastId: string, actor: Actor, which: 'undo' | 'redo'): Promise<Edited> {
    const edited = await this.#changes.run(broadcastId, async (change) => {
      const kept = await lastEdit(change.tx, broadcastId, actor.id, which === 'redo');
      if (!kept) throw new Refusal('invalidState', `nothing to ${which}`);
      const before = await loadRows(change.tx, broadcastId);
      const wanted = which === 'undo' ? inverse(kept.diff) : kept.diff;
      const outcome = applied(before, wanted);
      if ('inTheWay' in outcome) return this.#conflict(change, outcome.inTheWay);
      const diff = await this.#save(change, actor, before, outcome.rows, wanted.order ? movedIn(wanted.order) : []);
      await markEdit(change.tx, kept.id, which === 'undo');
      change.audit(actor, `rundown.${which}`, subjectOf(diff, before, outcome.rows), touchedBy(diff)[0]);
      return result(kept.action, diff);
    });
    this.#liveView.mark(broadcastId);
    return edited;
  }

  async #save(
    change: Change,
    actor: Actor,
    before: readonly ItemRow[],
    after: readonly ItemRow[],
    shifted: readonly string[],
  ): Promise<EditDiff> {
    if (after.length > MOST_ITEMS && after.length > before.length) {
      throw new Refusal('tooMany', `a rundown has ${MOST_ITEMS} items at most`);
    }
    const diff = await saveRows(change, before, after, actor, shifted);
    if (isEmpty(diff)) return diff;
    const stored = await loadRundown(change.tx, change.broadcastId);
    const rundown = viewRundown(stored, change.now);
    const reordered = diff.order !== null || diff.added.length > 0 || diff.removed.length > 0;
    const touched = [...touchedBy(diff), ...(diff.order ? shifted : [])];
    change.control({ type: 'rundownEdit', edit: editOf(rundown, touched, reordered, change.now) });
    // Media keeps people in the order in which they come.
    if (peopleIn(before) !== peopleIn(after)) change.touchMedia();
    const { run } = stored;
    if (run?.state === 'live') {
      const [wasNext, isNext] = [nextItem(before, run.currentItemId), nextItem(after, run.currentItemId)];
      if (pictureOf(wasNext) !== pictureOf(isNext)) await this.#onNext(change, wasNext, isNext);
    }
    return diff;
  }

  /** What has been on air stays, whatever takes the place of the rest. */
  async #ran(change: Change, rows: readonly ItemRow[]): Promise<ItemRow[]> {
    const { asRun } = await loadRundown(change.tx, change.broadcastId);
    const ran = new Set(asRun.map(({ itemId }) => itemId));
    return rows.filter(({ id }) => ran.has(id));
  }

  /** @throws Refusal `conflict` with those that are not as they were seen, `notFound` */
  async #checkSeen(change: Change, rows: readonly ItemRow[], items: SeenItems): Promise<void> {
    const versions = new Map(rows.map(({ id, version }) => [id, version]));
    const stale = items.filter(({ id, version }) => versions.get(id) !== version);
    if (stale.length === 0) return;
    if (stale.every(({ id }) => !versions.has(id))) throw new Refusal('notFound', 'no such item');
    await this.#conflict(
      change,
      stale.map(({ id }) => id),
    );
  }

  async #conflict(change: Change, ids: readonly string[]): Promise<never> {
    const { items } = viewRundown(await loadRundown(change.tx, change.broadcastId), change.now);
    const current = items.filter(({ id }) => ids.includes(id));
    throw new Refusal('conflict', 'somebody changed it meanwhile', { current });
  }
}

function result(action: EditAction, diff: EditDiff): Edited {
  const gone = new Set(diff.removed.map(({ id }) => id));
  const touched = [...new Set([...touchedBy(diff), ...(diff.order ? movedIn(diff.order) : [])])];
  return { action, count: touched.length, itemId: touched.find((id) => !gone.has(id)) ?? null };
}

/** All that says what an item puts on air. */
function pictureOf(row: ItemRow | null): string {
  return row ? [row.id, row.type, row.contributorId, row.sceneId, ...Object.values(row.title)].join() : '';
}

/** Everyone who comes, in order. */
function peopleIn(rows: readonly ItemRow[]): string {
  return [...new Set(rows.map(({ contributorId }) => contributorId))].join();
}

/** How the log names what an edit was about: its first item, and how many more there were. */
function subjectOf(diff: EditDiff, before: readonly ItemRow[], after: readonly ItemRow[]): string {
  const titles = new Map([...before, ...after].map(({ id, title }) => [id, title.fr]));
  const ids = touchedBy(diff).length > 0 ? touchedBy(diff) : diff.order ? movedIn(diff.order) : [];
  const [first = '', ...others] = ids.map((id) => titles.get(id) ?? '');
  return others.length > 0 ? `${first} +${others.length}` : first;
}
