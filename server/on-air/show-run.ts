/**
 * The run of the rundown. Taking an item is one change: it goes on air, its clock starts, what follows it is on preview,
 * who is next is told, and every page shows what is now and next. In rehearsal only the studio and contributors see it.
 */
import type { LiveView } from '../broadcasts/live-view.ts';
import { isScheduled } from '../broadcasts/store.ts';
import {
  LocalizedText,
  type LogAction,
  nextItem,
  previousItem,
  type Rundown,
  type Transition,
} from '../contract/index.ts';
import { type Change, type Changes, type Doer, SYSTEM } from '../platform/changes.ts';
import { Refusal } from '../platform/failure.ts';
import { advanceAt } from '../rundown/run.ts';
import {
  addTime,
  beginItem,
  beginRehearsal,
  hold,
  itemToCome,
  loadRun,
  pause,
  type StoredItem,
  shiftRun,
  skipItem,
} from '../rundown/run-store.ts';
import { loadRundown, viewRundown } from '../rundown/store.ts';
import { tellNext } from './next-cue.ts';
import type { Program } from './program.ts';

type Running = Awaited<ReturnType<typeof loadRun>>;
type TakeAction = Extract<LogAction, `rundown.${'take' | 'takeNext' | 'takePrevious' | 'goOn'}`>;

export class ShowRun {
  readonly #changes: Changes;
  readonly #program: Program;
  readonly #liveView: LiveView;

  constructor(changes: Changes, program: Program, liveView: LiveView) {
    this.#changes = changes;
    this.#program = program;
    this.#liveView = liveView;
  }

  /**
   * @param transition a cut when left out, here and below
   * @throws Refusal `conflict` with the current rundown, `invalidState` at the end
   */
  takeNext(broadcastId: string, actor: Doer, seenVersion: number, transition?: Transition): Promise<Rundown> {
    return this.#changes.run(broadcastId, async (change) => {
      const stored = await loadRun(change, seenVersion);
      const item = nextItem(stored.items, stored.run.currentItemId);
      if (!item) throw new Refusal('invalidState', 'the rundown has no further item');
      return this.#take(change, { actor, action: 'rundown.takeNext', transition }, stored, item);
    });
  }

  /** @throws Refusal `conflict` with the current rundown, `notFound`, `invalidState` for one that runs or is skipped */
  take(
    broadcastId: string,
    actor: Doer,
    seenVersion: number,
    itemId: string,
    transition?: Transition,
  ): Promise<Rundown> {
    return this.#changes.run(broadcastId, async (change) => {
      const stored = await loadRun(change, seenVersion);
      const item = stored.items.find(({ id }) => id === itemId);
      if (!item) throw new Refusal('notFound', 'no such item');
      if (item.skip || item.id === stored.run.currentItemId) {
        throw new Refusal('invalidState', item.skip ? 'it is skipped' : 'it runs already');
      }
      return this.#take(change, { actor, action: 'rundown.take', transition }, stored, item);
    });
  }

  /** @throws Refusal `conflict` with the current rundown, `invalidState` at the beginning */
  takePrevious(broadcastId: string, actor: Doer, seenVersion: number, transition?: Transition): Promise<Rundown> {
    return this.#changes.run(broadcastId, async (change) => {
      const stored = await loadRun(change, seenVersion);
      const item = previousItem(stored.items, stored.run.currentItemId);
      if (!item) throw new Refusal('invalidState', 'there is no item before');
      return this.#take(change, { actor, action: 'rundown.takePrevious', transition }, stored, item);
    });
  }

  /**
   * Goes on by itself where the current item's time is over and its end action says so. Whether that is still so is
   * decided inside the change: who asks twice, or too early, changes nothing.
   * @returns when to ask again (ms); null: with the next change.
   */
  goOn(broadcastId: string): Promise<number | null> {
    return this.#changes.run(broadcastId, async (change) => {
      const stored = await loadRundown(change.tx, broadcastId);
      const at = advanceAt(viewRundown(stored, change.now));
      if (at === null || at > change.now.getTime()) return at;
      const running = await loadRun(change);
      const item = nextItem(running.items, running.run.currentItemId);
      if (item) await this.#take(change, { actor: SYSTEM, action: 'rundown.goOn' }, running, item);
      return null;
    });
  }

  /** @throws Refusal `conflict` with the current rundown, `invalidState` */
  addTime(broadcastId: string, actor: Doer, ms: number, itemId?: string): Promise<Rundown> {
    return this.#changes.run(broadcastId, async (change) => {
      const { item, run, byMs } = await addTime(change, ms, itemId);
      audit(change, actor, 'rundown.addTime', run, `${titleOf(item)} · ${signedTime(byMs)}`);
      return this.#publish(change, [item.id]);
    });
  }

  /** @throws Refusal `notFound`, `invalidState` */
  skip(broadcastId: string, actor: Doer, itemId: string, skip: boolean): Promise<Rundown> {
    return this.#changes.run(broadcastId, async (change) => {
      const { items, run } = await loadRundown(change.tx, broadcastId);
      const item = await skipItem(change, itemId, skip);
      if (item.skip !== skip) {
        change.audit(actor, skip ? 'rundown.skip' : 'rundown.unskip', titleOf(item), item.id);
        const skipped = items.map((one) => (one.id === itemId ? { ...one, skip } : one));
        const [before, after] = [itemToCome({ items, run }), itemToCome({ items: skipped, run })];
        if (before?.id !== after?.id) await this.#program.nextChanged(change, before, after);
      }
      return this.#publish(change, [itemId]);
    });
  }

  /** @throws Refusal `invalidState` */
  hold(broadcastId: string, actor: Doer, on?: boolean): Promise<Rundown> {
    return this.#changes.run(broadcastId, async (change) => {
      const { item, run, held } = await hold(change, on);
      audit(change, actor, held ? 'rundown.hold' : 'rundown.release', run, titleOf(item));
      return this.#publish(change, [item.id]);
    });
  }

  /** @throws Refusal `invalidState` */
  pause(broadcastId: string, actor: Doer, on?: boolean): Promise<Rundown> {
    return this.#changes.run(broadcastId, async (change) => {
      const { item, run, paused } = await pause(change, on);
      audit(change, actor, paused ? 'rundown.pause' : 'rundown.resume', run, titleOf(item));
      return this.#publish(change, [item.id]);
    });
  }

  /** @throws Refusal `invalidState` for a broadcast that is live or over */
  rehearse(broadcastId: string, actor: Doer, on?: boolean): Promise<Rundown> {
    return this.#changes.run(broadcastId, async (change) => {
      const { run } = await loadRundown(change.tx, broadcastId);
      const rehearses = run?.state === 'rehearsal';
      const wanted = on ?? !rehearses;
      if (wanted && !(await isScheduled(change.tx, broadcastId))) {
        throw new Refusal('invalidState', 'only a broadcast that is not live yet is rehearsed');
      }
      if (wanted && !rehearses) {
        await beginRehearsal(change, await this.#program.keptPreview(change));
        change.audit(actor, 'rehearsal.begin');
      }
      if (!wanted && (await this.#program.endRehearsal(change))) change.audit(actor, 'rehearsal.end');
      return this.#program.publishRundown(change);
    });
  }

  /** The machine's clock was set by so much: what runs has been running for as long as before. */
  async clockJumped(broadcastId: string, byMs: number): Promise<void> {
    await this.#changes.run(broadcastId, async (change) => {
      if (!(await shiftRun(change, byMs))) return;
      change.audit(SYSTEM, 'rundown.clockJump', signedTime(byMs));
      await this.#publish(change);
    });
  }

  async #take(
    change: Change,
    { actor, action, transition }: { actor: Doer; action: TakeAction; transition?: Transition | undefined },
    stored: Running,
    item: StoredItem,
  ): Promise<Rundown> {
    const following = nextItem(stored.items, item.id);
    await beginItem(change, stored.run, item.id);
    if (stored.run.state === 'rehearsal') {
      await this.#program.previewItem(change, item);
    } else {
      await this.#program.airItem(change, item, following, transition);
      await tellNext(change, { current: item, next: following, since: stored.run.currentStartedAt, isNew: true });
      change.audit(actor, action, titleOf(item), item.id);
    }
    return this.#publish(change, [item.id, ...(stored.run.currentItemId === null ? [] : [stored.run.currentItemId])]);
  }

  async #publish(change: Change, changedIds?: readonly string[]): Promise<Rundown> {
    const rundown = await this.#program.publishRundown(change, changedIds);
    if (rundown.run !== 'rehearsal') await this.#liveView.publish(change);
    return rundown;
  }
}

/** In rehearsal nothing is kept of what was done. */
function audit(change: Change, actor: Doer, action: LogAction, run: Running['run'], subject: string): void {
  if (run.state === 'live') change.audit(actor, action, subject, run.currentItemId ?? undefined);
}

const titleOf = (item: StoredItem) => LocalizedText.parse(item.title).fr;

/** `+1:30`, `−0:30`. */
function signedTime(ms: number): string {
  const seconds = Math.round(Math.abs(ms) / 1_000);
  return `${ms < 0 ? '−' : '+'}${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
