/** Cue messages: producers write to contributors; both sides see what was seen and what was confirmed. */
import type { Cue, CueContent, TalkTo } from '../contract/index.ts';
import type { Changes, Doer } from '../platform/changes.ts';
import { Refusal } from '../platform/failure.ts';
import { addCues, markCues } from './cue-store.ts';
import { findContributor, listContributors } from './store.ts';

export class Cues {
  readonly #changes: Changes;

  constructor(changes: Changes) {
    this.#changes = changes;
  }

  /**
   * Idempotent by `key`.
   * @throws Refusal `notFound` for somebody who is not of this broadcast, `invalidState` when `all` is nobody.
   */
  send(
    broadcastId: string,
    sender: Doer,
    { key, to, content }: { key: string; to: TalkTo; content: CueContent },
  ): Promise<Cue[]> {
    return this.#changes.run(broadcastId, async (change) => {
      const people =
        to === 'all'
          ? (await listContributors(change.tx, broadcastId)).filter(({ here }) => here)
          : await Promise.all([...new Set(to)].map((id) => findContributor(change.tx, broadcastId, id)));
      const contributorIds = people.map(({ id }) => id);
      const { cues, added } = await addCues(change, { key, from: sender.name, content, contributorIds });
      if (cues.length === 0) throw new Refusal('invalidState', 'nobody is linked');
      if (!added) return cues;
      for (const cue of cues) change.control({ type: 'cue', cue });
      change.audit(sender, 'cue.send', people.map(({ name }) => name).join(' + '));
      return cues;
    });
  }

  /** The contributor's page shows them, or its person confirms them. What was marked before stays as it was. */
  mark(broadcastId: string, contributorId: string, ids: readonly string[], as: 'seen' | 'confirmed'): Promise<void> {
    return this.#changes.run(broadcastId, async (change) => {
      for (const cue of await markCues(change, contributorId, ids, as)) change.control({ type: 'cue', cue });
    });
  }
}
