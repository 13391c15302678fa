/** What producers show on the stage clock, write to the presenter, and the link that opens the clock without an account. */
import { hashToken, newToken } from '../accounts/tokens.ts';
import type { CueContent, PresenterCue, StageBoard, StageMessage } from '../contract/index.ts';
import type { Changes, Doer } from '../platform/changes.ts';
import { boardOf, changeStage } from './board-store.ts';

export class Stage {
  readonly #changes: Changes;

  constructor(changes: Changes) {
    this.#changes = changes;
  }

  /** Writes to the presenter. Idempotent by `key`, which becomes the cue's id. */
  cue(
    broadcastId: string,
    sender: Doer,
    { key, content }: { key: string; content: CueContent },
  ): Promise<PresenterCue> {
    return this.#changes.run(broadcastId, async (change) => {
      const cue = {
        id: key,
        content,
        from: sender.name,
        sentAt: change.now.toISOString(),
        seenAt: null,
        confirmedAt: null,
      };
      const { before, after } = await changeStage(change, (stage) =>
        stage.cues.some(({ id }) => id === key) ? stage : { ...stage, cues: [cue, ...stage.cues] },
      );
      if (before !== after) change.audit(sender, 'cue.presenter');
      return after.cues.find(({ id }) => id === key) ?? cue;
    });
  }

  /** The presenter's page shows cues, or its person confirms them. What was marked before stays as it was. */
  mark(broadcastId: string, ids: readonly string[], as: 'seen' | 'confirmed'): Promise<void> {
    return this.#changes.run(broadcastId, async (change) => {
      const now = change.now.toISOString();
      await changeStage(change, (stage) => {
        const isNew = (cue: PresenterCue) =>
          ids.includes(cue.id) && (as === 'seen' ? cue.seenAt : cue.confirmedAt) === null;
        if (!stage.cues.some(isNew)) return stage;
        // Who confirms has seen.
        const marked = (cue: PresenterCue) => ({
          ...cue,
          seenAt: cue.seenAt ?? now,
          confirmedAt: as === 'confirmed' ? now : cue.confirmedAt,
        });
        return { ...stage, cues: stage.cues.map((cue) => (isNew(cue) ? marked(cue) : cue)) };
      });
    });
  }

  /** @param message null takes it away */
  say(broadcastId: string, sender: Doer, message: StageMessage | null): Promise<StageBoard> {
    return this.#changes.run(broadcastId, async (change) => {
      const { before, after } = await changeStage(change, (stage) =>
        JSON.stringify(stage.message) === JSON.stringify(message) ? stage : { ...stage, message },
      );
      if (before !== after) change.audit(sender, message ? 'stage.message' : 'stage.clear', message?.text);
      return boardOf(after);
    });
  }

  blackout(broadcastId: string, sender: Doer, on: boolean): Promise<StageBoard> {
    return this.#changes.run(broadcastId, async (change) => {
      const { before, after } = await changeStage(change, (stage) =>
        stage.blackout === on ? stage : { ...stage, blackout: on },
      );
      if (before !== after) change.audit(sender, `stage.blackout.${on ? 'on' : 'off'}`);
      return boardOf(after);
    });
  }

  /** Makes the link anew: the one before opens nothing any more. @returns its token, which is not kept. */
  link(broadcastId: string, maker: Doer): Promise<{ token: string; linkedAt: string }> {
    const token = newToken();
    return this.#changes.run(broadcastId, async (change) => {
      const createdAt = change.now.toISOString();
      await changeStage(change, (stage) => ({ ...stage, link: { tokenHash: hashToken(token), createdAt } }));
      change.audit(maker, 'stageLink.create');
      return { token, linkedAt: createdAt };
    });
  }

  unlink(broadcastId: string, maker: Doer): Promise<void> {
    return this.#changes.run(broadcastId, async (change) => {
      const { before } = await changeStage(change, (stage) => (stage.link ? { ...stage, link: null } : stage));
      if (before.link) change.audit(maker, 'stageLink.revoke');
    });
  }
}
