/** Everything that this media node runs, by broadcast, and the one place where the desired state changes it. */
import { type DesiredBroadcast, sameSource } from '@antenne/server/contract';
import { chaptersOf } from './chapters.ts';
import type { DesiredFile } from './desired-file.ts';
import { changesTo, newer } from './reconcile.ts';
import { cutsOf } from './replay-cuts.ts';
import { Stage, type StageSurroundings } from './stage.ts';

export interface NodeSurroundings extends StageSurroundings {
  /** What was said of a broadcast is no longer the case. */
  forget(broadcastId: string): void;
  /** What the replay of a broadcast that is over leaves out. */
  cut(slug: string, cuts: ReturnType<typeof cutsOf>): void;
  /** Which items of a live broadcast went on air so far. */
  chapters(slug: string, chapters: ReturnType<typeof chaptersOf>): void;
  /** Who may watch it. Default: everybody. */
  gate(slug: string, gate: DesiredBroadcast['gate']): void;
}

export class MediaNode {
  readonly #stages = new Map<string, Stage>();
  readonly #known = new Map<string, DesiredBroadcast>();
  readonly #file: DesiredFile;
  readonly #around: NodeSurroundings;
  #closed = false;

  constructor(file: DesiredFile, around: NodeSurroundings) {
    this.#file = file;
    this.#around = around;
  }

  /** Goes on with what was wanted before this process began. */
  async resume(): Promise<void> {
    for (const desired of await this.#file.read()) this.#make(desired.broadcastId, desired);
  }

  /** One broadcast changed. Resolves once it is kept on disk; an old revision changes nothing. */
  async take(incoming: DesiredBroadcast): Promise<void> {
    const desired = newer(this.#known, incoming);
    if (!desired || this.#closed) return;
    this.#make(desired.broadcastId, desired);
    await this.#keep();
  }

  /** The server's whole list. */
  async takeAll(all: readonly DesiredBroadcast[]): Promise<void> {
    if (this.#closed) return;
    for (const { broadcastId, desired } of changesTo(this.#known, all)) this.#make(broadcastId, desired);
    await this.#keep();
  }

  stage(broadcastId: string): Stage | null {
    return this.#stages.get(broadcastId) ?? null;
  }

  /** Nobody speaks to contributors any more. */
  silence(): void {
    for (const stage of this.stages()) stage.talk([]);
  }

  stages(): Stage[] {
    return [...this.#stages.values()];
  }

  /** Ends everything here; the desired state stays on disk. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.stages().map((stage) => stage.close()));
  }

  #make(broadcastId: string, desired: DesiredBroadcast | null): void {
    const { log } = this.#around;
    const before = this.#known.get(broadcastId);
    if (desired) this.#known.set(broadcastId, desired);
    else this.#known.delete(broadcastId);
    if (before?.stage !== desired?.stage) log.info({ broadcastId, stage: desired?.stage ?? 'closed' }, 'broadcast');
    if (desired && !sameSource(before?.program ?? null, desired.program)) {
      log.info({ broadcastId, program: desired.program }, 'programme source wanted');
    }
    if (desired) {
      const wanted = desired.assets.map(({ id }) => id);
      this.#around.assets.keepOnly(broadcastId, wanted);
      this.#around.gate(desired.slug, desired.gate);
      if (desired.stage === 'live') this.#around.chapters(desired.slug, chaptersOf(desired.chapters));
      if (desired.stage === 'closed') this.#around.cut(desired.slug, cutsOf(desired.cuts));
    }
    const stage = this.#stages.get(broadcastId) ?? new Stage(broadcastId, this.#around);
    this.#stages.set(broadcastId, stage);
    void stage.apply(desired).then(() => {
      if (desired && desired.stage !== 'closed') return;
      if (this.#known.get(broadcastId) !== (desired ?? undefined)) return;
      this.#stages.delete(broadcastId);
      this.#around.forget(broadcastId);
    });
  }

  #keep(): Promise<void> {
    return this.#file.write([...this.#known.values()].filter(({ stage }) => stage !== 'closed'));
  }
}
