/** Saved scenes: kept, recalled on preview, renamed, removed, and bound to items of the rundown. */
import { randomUUID } from 'node:crypto';
import type { Actor } from '../accounts/access.ts';
import { type BusState, MOST_SCENES, type Rundown, type SavedScene } from '../contract/index.ts';
import type { Change, Changes } from '../platform/changes.ts';
import { Refusal } from '../platform/failure.ts';
import { itemToCome } from '../rundown/run-store.ts';
import { bindScene, loadRundown } from '../rundown/store.ts';
import { loadBuses } from './bus-store.ts';
import { loadGraphics } from './graphics.ts';
import type { Program } from './program.ts';
import { findScene, listScenes } from './scene-store.ts';

export class Scenes {
  readonly #changes: Changes;
  readonly #program: Program;

  constructor(changes: Changes, program: Program) {
    this.#changes = changes;
    this.#program = program;
  }

  /** Keeps what is on preview, with the graphics of now. @throws Refusal `invalidState`, `tooMany` */
  save(broadcastId: string, actor: Actor, name: string): Promise<SavedScene> {
    return this.#changes.run(broadcastId, async (change) => {
      const { preview: source } = await loadBuses(change.tx, broadcastId);
      if (!source) throw new Refusal('invalidState', 'nothing is on preview');
      if ((await change.tx.savedScene.count({ where: { broadcastId } })) >= MOST_SCENES) {
        throw new Refusal('tooMany', `there are ${MOST_SCENES} scenes already`);
      }
      const now = await loadGraphics(change.tx, broadcastId);
      const graphics = { ...now, name: { ...now.name, dismissed: null } };
      const scene = { id: randomUUID(), name, source, graphics };
      await change.tx.savedScene.create({ data: { ...scene, broadcastId, createdAt: change.now } });
      change.audit(actor, 'scene.save', name, scene.id);
      await this.#publish(change);
      return scene;
    });
  }

  /** Puts it on preview; its graphics go on air with it. @throws Refusal `notFound` */
  async recall(broadcastId: string, actor: Actor, id: string): Promise<BusState> {
    return this.#program.previewScene(broadcastId, actor, id);
  }

  rename(broadcastId: string, actor: Actor, id: string, name: string): Promise<SavedScene> {
    return this.#changes.run(broadcastId, async (change) => {
      const scene = await findScene(change.tx, broadcastId, id);
      await change.tx.savedScene.update({ where: { id }, data: { name } });
      change.audit(actor, 'scene.rename', name, id);
      await this.#publish(change);
      return { ...scene, name };
    });
  }

  remove(broadcastId: string, actor: Actor, id: string): Promise<void> {
    return this.#changes.run(broadcastId, async (change) => {
      const { name } = await findScene(change.tx, broadcastId, id);
      const next = itemToCome(await loadRundown(change.tx, broadcastId));
      if (next?.sceneId === id) await this.#program.nextChanged(change, next, { ...next, sceneId: null });
      await change.tx.savedScene.delete({ where: { id } });
      change.audit(actor, 'scene.remove', name, id);
      await this.#publish(change);
      await this.#program.publishRundown(change);
    });
  }

  /** What an item of the rundown puts on preview when it is next; null: its contributor. @throws Refusal `notFound` */
  bind(broadcastId: string, actor: Actor, itemId: string, sceneId: string | null): Promise<Rundown> {
    return this.#changes.run(broadcastId, async (change) => {
      const scene = sceneId === null ? null : await findScene(change.tx, broadcastId, sceneId);
      const next = itemToCome(await loadRundown(change.tx, broadcastId));
      const title = await bindScene(change, itemId, sceneId);
      if (next?.id === itemId) await this.#program.nextChanged(change, next, { ...next, sceneId });
      change.audit(actor, scene ? 'scene.bind' : 'scene.unbind', title, itemId);
      return this.#program.publishRundown(change, [itemId]);
    });
  }

  async #publish(change: Change): Promise<void> {
    change.control({ type: 'scenes', scenes: await listScenes(change.tx, change.broadcastId) });
  }
}
