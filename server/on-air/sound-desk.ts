/** The sound desk: a fader and a mute for each contributor. */

import { isDeepStrictEqual } from 'node:util';
import type { Actor } from '../accounts/access.ts';
import { type ChannelProcessing, type ChannelSound, FADER_FLOOR } from '../contract/index.ts';
import type { ContributorBoard } from '../contributors/board.ts';
import { soundOf } from '../contributors/channel-sound.ts';
import { findContributor } from '../contributors/store.ts';
import type { Changes } from '../platform/changes.ts';

/** What a channel's setting does to the samples: 0 is silence. */
export function gainOf({ gainDb, muted }: Pick<ChannelSound, 'gainDb' | 'muted'>): number {
  return muted || gainDb <= FADER_FLOOR ? 0 : 10 ** (gainDb / 20);
}

/** What is done before the fader. */
export function processingOf({ delayMs, gate, compressor, trim }: ChannelProcessing): ChannelProcessing {
  return { delayMs, gate, compressor, trim };
}

/** What is left out stays as it is. */
type ChannelChange = { [Key in keyof ChannelSound]?: ChannelSound[Key] | undefined };

export class SoundDesk {
  readonly #changes: Changes;
  readonly #board: ContributorBoard;

  constructor(changes: Changes, board: ContributorBoard) {
    this.#changes = changes;
    this.#board = board;
  }

  /** Only muting is logged: a moving fader would fill the log. @throws Refusal `notFound` */
  set(broadcastId: string, actor: Actor, contributorId: string, wanted: ChannelChange): Promise<ChannelSound> {
    return this.#changes.run(broadcastId, async (change) => {
      const before = await findContributor(change.tx, broadcastId, contributorId);
      const known = soundOf(before);
      const sound = { ...known, ...given(wanted) };
      if (isDeepStrictEqual(sound, known)) return sound;
      const row = await change.tx.contributor.update({ where: { id: contributorId }, data: sound });
      if (sound.muted !== known.muted) change.audit(actor, sound.muted ? 'sound.mute' : 'sound.open', row.name);
      change.control({ type: 'contributor', contributor: this.#board.view(row) });
      if (sound.mode !== known.mode)
        change.audit(actor, sound.mode === 'open' ? 'sound.always' : 'sound.follow', row.name);
      const isHeard =
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

/** Without what was left out. */
function given(change: ChannelChange): Partial<ChannelSound> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
