/** Other services that the programme is pushed to: kept, switched, removed, and how each of them goes. */
import { randomUUID } from 'node:crypto';
import type { Actor } from '../accounts/access.ts';
import { type MediaReport, MOST_TARGETS, type SimulcastTarget, type TargetState } from '../contract/index.ts';
import type { Change, Changes } from '../platform/changes.ts';
import { Refusal } from '../platform/failure.ts';
import { desiredTargets, findTarget, listTargets, viewTarget } from './simulcast-store.ts';

/** Tells the control pages. */
type Tell = (broadcastId: string, message: { targetId: string; state: TargetState }) => void;

const IDLE: TargetState = { type: 'idle' };

export class Simulcast {
  readonly #changes: Changes;
  readonly #tell: Tell;
  /** By broadcast and target. Nothing of it outlives the link: media says it again on every connection. */
  readonly #states = new Map<string, Map<string, TargetState>>();

  constructor(changes: Changes, tell: Tell) {
    this.#changes = changes;
    this.#tell = tell;
  }

  /** How each goes; one that is not in it is idle. */
  states(broadcastId: string): Record<string, TargetState> {
    return Object.fromEntries(this.#states.get(broadcastId) ?? []);
  }

  take({ broadcastId, targetId, state }: Extract<MediaReport, { type: 'simulcast' }>): void {
    const states = this.#states.get(broadcastId) ?? new Map<string, TargetState>();
    this.#states.set(broadcastId, states.set(targetId, state));
    this.#tell(broadcastId, { targetId, state });
  }

  /** The link to media is lost: how it goes is unknown. */
  lost(broadcastIds: readonly string[]): void {
    for (const id of broadcastIds) {
      for (const targetId of this.#states.get(id)?.keys() ?? []) this.#tell(id, { targetId, state: IDLE });
      this.#states.delete(id);
    }
  }

  /** @throws Refusal `tooMany` */
  add(broadcastId: string, actor: Actor, target: { name: string; address: string }): Promise<SimulcastTarget> {
    return this.#changes.run(broadcastId, async (change) => {
      if ((await change.tx.simulcastTarget.count({ where: { broadcastId } })) >= MOST_TARGETS) {
        throw new Refusal('tooMany', `there are ${MOST_TARGETS} targets already`);
      }
      const { name, address } = target;
      const row = { id: randomUUID(), name, address, enabled: true };
      await change.tx.simulcastTarget.create({ data: { ...row, broadcastId, createdAt: change.now } });
      const made = viewTarget(row);
      // Without its key: the log is read by many.
      change.audit(actor, 'simulcast.add', `${name} (${made.host})`, row.id);
      await this.#publish(change);
      return made;
    });
  }

  /** @throws Refusal `notFound` */
  set(broadcastId: string, actor: Actor, id: string, enabled: boolean): Promise<SimulcastTarget> {
    return this.#changes.run(broadcastId, async (change) => {
      const row = await findTarget(change.tx, broadcastId, id);
      if (row.enabled !== enabled) {
        await change.tx.simulcastTarget.update({ where: { id }, data: { enabled } });
        change.audit(actor, enabled ? 'simulcast.start' : 'simulcast.stop', row.name, id);
        await this.#publish(change);
      }
      return viewTarget({ ...row, enabled });
    });
  }

  /** @throws Refusal `notFound` */
  remove(broadcastId: string, actor: Actor, id: string): Promise<void> {
    return this.#changes.run(broadcastId, async (change) => {
      const { name } = await findTarget(change.tx, broadcastId, id);
      await change.tx.simulcastTarget.delete({ where: { id } });
      this.#states.get(broadcastId)?.delete(id);
      change.audit(actor, 'simulcast.remove', name, id);
      await this.#publish(change);
    });
  }

  async #publish(change: Change): Promise<void> {
    const { tx, broadcastId } = change;
    change.control({ type: 'simulcast', targets: await listTargets(tx, broadcastId) });
    change.touchMedia({ simulcast: await desiredTargets(tx, broadcastId) });
  }
}
