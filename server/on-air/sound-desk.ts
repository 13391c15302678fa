/** The sound desk: a fader and a mute for each contributor. */
import type { Actor } from '../accounts/access.ts';
import { type ChannelSound, FADER_FLOOR } from '../contract/index.ts';
import type { ContributorBoard } from '../contributors/board.ts';
import { findContributor } from '../contributors/store.ts';
import type { Changes } from '../platform/changes.ts';

/** What a channel's setting does to the samples: 0 is silence. */
export function gainOf({ gainDb, muted }: ChannelSound): number {
  return muted || gainDb <= FADER_FLOOR ? 0 : 10 ** (gainDb / 20);
}

export class SoundDesk {
  readonly #changes: Changes;
  readonly #board: ContributorBoard;

  constructor(changes: Changes, board: ContributorBoard) {
    this.#changes = changes;
    this.#board = board;
  }

  /** Only muting is logged: a moving fader would fill the log. @throws Refusal `notFound` */
  set(
    broadcastId: string,
    actor: Actor,
    contributorId: string,
    { gainDb, muted }: { gainDb?: number | undefined; muted?: boolean | undefined },
  ): Promise<ChannelSound> {
    return this.#changes.run(broadcastId, async (change) => {
      const before = await findContributor(change.tx, broadcastId, contributorId);
      const sound = { gainDb: gainDb ?? before.gainDb, muted: muted ?? before.muted };
      if (sound.gainDb === before.gainDb && sound.muted === before.muted) return sound;
      const row = await change.tx.contributor.update({ where: { id: contributorId }, data: sound });
      if (sound.muted !== before.muted) change.audit(actor, sound.muted ? 'sound.mute' : 'sound.open', row.name);
      change.control({ type: 'contributor', contributor: this.#board.view(row) });
      if (gainOf(sound) !== gainOf(before)) change.touchMedia();
      return sound;
    });
  }
}
