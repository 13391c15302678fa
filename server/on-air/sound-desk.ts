/** The sound desk: a channel for each contributor, and what each of them hears. */

import { isDeepStrictEqual } from 'node:util';
import type { Actor } from '../accounts/access.ts';
import type { ChannelChange, ChannelSound } from '../contract/index.ts';
import type { ContributorBoard } from '../contributors/board.ts';
import { soundOf } from '../contributors/channel-sound.ts';
import { findContributor, listContributors } from '../contributors/store.ts';
import type { Change, Changes } from '../platform/changes.ts';
import { gainOf, processingOf } from '../platform/channel.ts';
import { Refusal } from '../platform/failure.ts';

export class SoundDesk {
  readonly #changes: Changes;
  readonly #board: ContributorBoard;

  constructor(changes: Changes, board: ContributorBoard) {
    this.#changes = changes;
    this.#board = board;
  }

  /**
   * A moving fader is not logged: it would fill the log.
   *
   * @throws Refusal `notFound`; `badRequest` where somebody would hear themselves
   */
  set(broadcastId: string, actor: Actor, contributorId: string, wanted: ChannelChange): Promise<ChannelSound> {
    return this.#changes.run(broadcastId, async (change) => {
      const before = await findContributor(change.tx, broadcastId, contributorId);
      const known = soundOf(before);
      const sound = { ...known, ...given(wanted) };
      if (isDeepStrictEqual(sound, known)) return sound;
      const hearsOther = !isDeepStrictEqual(sound.hears, known.hears);
      if (hearsOther) await mayHear(change, contributorId, sound.hears.others);
      const row = await change.tx.contributor.update({ where: { id: contributorId }, data: sound });
      if (sound.muted !== known.muted) change.audit(actor, sound.muted ? 'sound.mute' : 'sound.open', row.name);
      change.control({ type: 'contributor', contributor: this.#board.view(row) });
      if (sound.mode !== known.mode)
        change.audit(actor, sound.mode === 'open' ? 'sound.always' : 'sound.follow', row.name);
      if (hearsOther) change.audit(actor, 'sound.hears', row.name);
      const isHeard =
        hearsOther ||
        gainOf(sound) !== gainOf(known) ||
        sound.mode !== known.mode ||
        !isDeepStrictEqual(processingOf(sound), processingOf(known));
      if (isHeard) change.touchMedia();
      return sound;
    });
  }

  /** Begins the programme's integrated loudness anew. */
  resetLoudness(broadcastId: string): Promise<void> {
    return this.#changes.run(broadcastId, async (change) => {
      const data = { loudnessRun: { increment: 1 } };
      const { loudnessRun } = await change.tx.broadcast.update({ where: { id: broadcastId }, data });
      change.touchMedia({ loudnessRun });
    });
  }
}

/** @throws Refusal */
async function mayHear({ tx, broadcastId }: Change, own: string, others: readonly string[]): Promise<void> {
  if (others.includes(own)) throw new Refusal('badRequest', 'nobody hears themselves');
  const known = (await listContributors(tx, broadcastId)).map(({ id }) => id);
  if (others.some((id) => !known.includes(id))) throw new Refusal('notFound', 'no such contributor');
}

/** Without what was left out. */
function given(change: ChannelChange): Partial<ChannelSound> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
