/** What producers do to the programme: preview, take, go live, end. Each runs inside one change. */
import type { Actor } from '../accounts/access.ts';
import { findAsset } from '../assets/store.ts';
import type { LiveView } from '../broadcasts/live-view.ts';
import { markEnded, markLive } from '../broadcasts/store.ts';
import type {
  BusState,
  GraphicsState,
  PublicBroadcast,
  Rundown,
  SlotRef,
  SourceRef,
  Transition,
} from '../contract/index.ts';
import { sameSource, slotsIn } from '../contract/index.ts';
import { findContributor } from '../contributors/store.ts';
import type { Change, Changes } from '../platform/changes.ts';
import { Refusal } from '../platform/failure.ts';
import { archiveOpen } from '../questions/store.ts';
import { keepPlan } from '../rundown/plan-store.ts';
import type { Rehearsal } from '../rundown/run.ts';
import { beginRun, endRehearsal, endRun, itemToCome, type StoredItem } from '../rundown/run-store.ts';
import { editOf, loadRundown, viewRundown } from '../rundown/store.ts';

import type { Air } from './air.ts';
import { type Buses, CUT, takeBuses } from './bus.ts';
import { loadBuses, saveBuses } from './bus-store.ts';
import { type Graphics, saveGraphics } from './graphics.ts';
import { lookOf, type PlayableItem, whatIsThere } from './item-look.ts';
import { tellNext } from './next-cue.ts';
import { armedGraphics, armGraphics, disarmGraphics, findScene } from './scene-store.ts';

export class Program {
  readonly #changes: Changes;
  readonly #air: Air;
  readonly #liveView: LiveView;
  readonly #graphics: Graphics;

  constructor(changes: Changes, air: Air, liveView: LiveView, graphics: Graphics) {
    this.#changes = changes;
    this.#air = air;
    this.#liveView = liveView;
    this.#graphics = graphics;
  }

  /** @throws Refusal `notFound` */
  preview(broadcastId: string, actor: Actor, source: SourceRef): Promise<BusState> {
    return this.#changes.run(broadcastId, (change) => this.#preview(change, actor, source, null));
  }

  /** A saved scene as far as it is there; its graphics go on air with it. @throws Refusal `notFound` */
  previewScene(broadcastId: string, actor: Actor, sceneId: string): Promise<BusState> {
    return this.#changes.run(broadcastId, async (change) => {
      const scene = await findScene(change.tx, broadcastId, sceneId);
      const source = await whatIsThere(change.tx, broadcastId, scene.source);
      if (!source) throw new Refusal('notFound', 'nothing of this scene is there any more');
      return this.#preview(change, actor, source, scene.graphics);
    });
  }

  async #preview(change: Change, actor: Actor, source: SourceRef, graphics: GraphicsState | null): Promise<BusState> {
    const { broadcastId } = change;
    const subject = await nameOf(change, source);
    const buses = await loadBuses(change.tx, broadcastId);
    // Saying it again changes nothing, and does not make the version of someone else stale.
    if (sameSource(buses.preview, source)) {
      await armGraphics(change, graphics);
      return this.#air.view(broadcastId, buses);
    }
    if (this.#air.view(broadcastId, buses).fade) {
      throw new Refusal('invalidState', 'the manual fader stands between programme and preview');
    }
    const after = { ...buses, version: buses.version + 1, preview: source };
    await saveBuses(change, buses, after);
    await armGraphics(change, graphics);
    change.audit(actor, 'preview', subject);
    return this.#air.publish(change, after);
  }

  /** @throws Refusal `conflict` with the current state, `invalidState`, `notFound` */
  take(
    broadcastId: string,
    actor: Actor,
    seenVersion: number,
    { source, transition }: { source?: SourceRef | undefined; transition?: Transition | undefined },
  ): Promise<BusState> {
    return this.#changes.run(broadcastId, async (change) => {
      const buses = await loadBuses(change.tx, broadcastId);
      if (buses.version !== seenVersion) {
        throw new Refusal('conflict', 'the buses have changed meanwhile', {
          current: this.#air.view(broadcastId, buses),
        });
      }
      const taken = takeBuses(buses, source, transition);
      if (!taken) throw new Refusal('invalidState', 'nothing is on preview');
      const subject = await nameOf(change, taken.program);
      change.audit(actor, 'take', subject);
      return this.keepTake(change, buses, taken);
    });
  }

  /** Keeps a take. What came with the preview goes on air with it; a direct take leaves the preview as it was. */
  async keepTake(change: Change, before: Buses, taken: Buses): Promise<BusState> {
    await saveBuses(change, before, taken);
    if (sameSource(taken.program, before.preview)) await this.#show(change, await disarmGraphics(change));
    return this.#air.publish(change, taken);
  }

  /** An item of the rundown goes on air, the one that follows it on preview, each with its graphics. */
  async airItem(change: Change, item: StoredItem, following: StoredItem | null, transition = CUT): Promise<void> {
    const buses = await loadBuses(change.tx, change.broadcastId);
    const look = await lookOf(change, item);
    const program = look.source ?? buses.program;
    const isTake = !sameSource(program, buses.program);
    const taken = isTake ? { ...buses, takes: buses.takes + 1, held: [], transition, program } : buses;
    await this.#show(change, look.graphics);
    await this.#putOnPreview(change, buses, taken, following);
  }

  /** Another item is next than before, or it is another one: who is in it is told, and it goes on preview. */
  async nextChanged(change: Change, before: PlayableItem | null, after: PlayableItem | null): Promise<void> {
    const { items, run } = await loadRundown(change.tx, change.broadcastId);
    const current = items.find(({ id }) => id === run?.currentItemId) ?? null;
    await tellNext(change, { current, next: after, since: run?.currentStartedAt ?? null, isNew: false });
    await this.offerItem(change, before, after);
  }

  /**
   * Another item is next than before, or it looks otherwise than before: it goes on preview, where nobody has put
   * anything else than what was next. While the manual fader stands between the buses they are left alone.
   */
  async offerItem(change: Change, before: PlayableItem | null, after: PlayableItem | null): Promise<void> {
    if (!after) return;
    const buses = await loadBuses(change.tx, change.broadcastId);
    if (this.#air.view(change.broadcastId, buses).fade) return;
    const wasNext = before && (await lookOf(change, before)).source;
    if (sameSource(buses.preview, wasNext) || (await this.#isLeftOver(change, buses))) {
      await this.#putOnPreview(change, buses, buses, after);
    }
  }

  /** What is on air stands on preview as well, since an item was taken that nothing with a picture follows. */
  async #isLeftOver(change: Change, { preview, program, held }: Buses): Promise<boolean> {
    return sameSource(preview, program) && held.length === 0 && (await armedGraphics(change)) === null;
  }

  /** An item of the rundown goes on preview, with its graphics; the programme stays as it is. */
  async previewItem(change: Change, item: StoredItem): Promise<void> {
    const buses = await loadBuses(change.tx, change.broadcastId);
    await this.#putOnPreview(change, buses, buses, item);
  }

  async #putOnPreview(change: Change, before: Buses, buses: Buses, item: PlayableItem | null): Promise<void> {
    const look = item && (await lookOf(change, item));
    await this.#keep(change, before, { ...buses, preview: look?.source ?? buses.preview });
    await armGraphics(change, look?.graphics ?? null);
  }

  /** Keeps the buses and tells of them, where they differ. */
  async #keep(change: Change, before: Buses, buses: Buses): Promise<void> {
    if (sameSource(buses.program, before.program) && sameSource(buses.preview, before.preview)) return;
    const after = { ...buses, version: before.version + 1 };
    await saveBuses(change, before, after);
    await this.#air.publish(change, after);
  }

  /** What is on preview now, with the graphics that would go on air with it. */
  async keptPreview(change: Change): Promise<Omit<Rehearsal, 'runs'>> {
    const { preview } = await loadBuses(change.tx, change.broadcastId);
    return { preview, previewGraphics: await armedGraphics(change) };
  }

  /** rehearsal → idle: preview is as it was before. @returns whether anybody rehearsed. */
  async endRehearsal(change: Change): Promise<boolean> {
    const before = await endRehearsal(change);
    if (!before) return false;
    const { tx, broadcastId } = change;
    const buses = await loadBuses(tx, broadcastId);
    const preview = before.preview && (await whatIsThere(tx, broadcastId, before.preview));
    await this.#keep(change, buses, { ...buses, preview });
    await armGraphics(change, before.previewGraphics);
    return true;
  }

  /** @throws Refusal `invalidState` */
  goLive(broadcastId: string, actor: Actor): Promise<PublicBroadcast> {
    return this.#changes.run(broadcastId, async (change) => {
      await markLive(change);
      await this.endRehearsal(change);
      await keepPlan(change);
      await beginRun(change);
      await this.offerItem(change, null, itemToCome(await loadRundown(change.tx, broadcastId)));
      change.touchMedia();
      change.audit(actor, 'broadcast.goLive');
      await this.publishRundown(change);
      return this.#liveView.publish(change);
    });
  }

  /** @throws Refusal `invalidState` */
  end(broadcastId: string, actor: Actor): Promise<PublicBroadcast> {
    return this.#changes.run(broadcastId, async (change) => {
      await markEnded(change);
      await endRun(change);
      await archiveOpen(change);
      change.touchMedia();
      change.audit(actor, 'broadcast.end');
      await this.publishRundown(change);
      return this.#liveView.publish(change);
    });
  }

  /** Graphics that come with a source. */
  async #show(change: Change, graphics: GraphicsState | null): Promise<void> {
    if (!graphics) return;
    await saveGraphics(change, graphics);
    await this.#graphics.publish(change);
  }

  /** @param changedIds all items that are not as they were; without it, pages are told the whole. */
  async publishRundown(change: Change, changedIds?: readonly string[]): Promise<Rundown> {
    const rundown = viewRundown(await loadRundown(change.tx, change.broadcastId), change.now);
    if (changedIds) change.control({ type: 'rundownEdit', edit: editOf(rundown, changedIds, false, change.now) });
    else change.control({ type: 'rundown', rundown });
    return rundown;
  }
}

/** How the log names a source. @throws Refusal `notFound` when it is not this broadcast's. */
async function nameOf(change: Change, source: SourceRef): Promise<string> {
  const names = [];
  for (const slot of slotsIn(source)) names.push(await nameOfSlot(change, slot));
  return names.join(' + ') || source.type;
}

async function nameOfSlot(change: Change, slot: SlotRef): Promise<string> {
  if (slot.type === 'feed') return (await findContributor(change.tx, change.broadcastId, slot.contributorId)).name;
  if (slot.type === 'still' || slot.type === 'clip') {
    const asset = await findAsset(change.tx, change.broadcastId, slot.assetId);
    if (asset.kind !== slot.type || asset.state !== 'ready') throw new Refusal('invalidState', 'it is not ready');
    return asset.title;
  }
  return (slot.type === 'countdown' && slot.title) || slot.type;
}
