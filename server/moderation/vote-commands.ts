import { type StaffContext, type StaffDoor, staffCommand } from '../accounts/staff-command.ts';
import { controlCommands } from '../contract/index.ts';
import type { Changes } from '../platform/changes.ts';
import type { Commands } from '../platform/commands.ts';
import { findQuestion } from '../questions/store.ts';
import { subjectOf } from '../questions/views.ts';
import { listOrigins, restoreVotes, voidVotes } from '../questions/vote-origins.ts';
import type { VoteTally } from '../questions/votes.ts';

const JUDGES = ['moderator', 'producer'] as const;

/** The commands of /control that look at where votes came from, and take them out of the count. */
export function voteHandlers(
  door: StaffDoor,
  changes: Changes,
  tally: VoteTally,
): Commands<Pick<typeof controlCommands, 'votes:origins' | 'votes:void'>, StaffContext> {
  return {
    'votes:origins': staffCommand(door, controlCommands['votes:origins'], JUDGES, async ({ id }, { broadcast }) => {
      const { client } = door.database;
      await findQuestion(client, broadcast.id, id);
      return { origins: await listOrigins(client, id) };
    }),
    'votes:void': staffCommand(
      door,
      controlCommands['votes:void'],
      JUDGES,
      async ({ id, origin, void: out }, { actor, broadcast }) => {
        const { totals } = await changes.run(broadcast.id, async (change) => {
          const question = await findQuestion(change.tx, broadcast.id, id);
          const after = await (out ? voidVotes : restoreVotes)(change, question, origin);
          if (after.changed > 0) {
            change.audit(actor, out ? 'votes.void' : 'votes.restore', `${after.changed} · ${subjectOf(question)}`, id);
          }
          return after;
        });
        for (const total of totals) tally.count(broadcast.id, total.id, total.votes);
        return { votes: totals.find((total) => total.id === id)?.votes ?? 0 };
      },
    ),
  };
}
