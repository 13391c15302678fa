import { type StaffContext, type StaffDoor, staffCommand } from '../accounts/staff-command.ts';
import { voteCommands } from '../contract/index.ts';
import type { Changes } from '../platform/changes.ts';
import type { Commands } from '../platform/commands.ts';
import { findQuestion } from '../questions/store.ts';
import { subjectOf } from '../questions/views.ts';
import {
  judgedSubject,
  listBursts,
  listJudgements,
  listOrigins,
  restoreVotes,
  voidVotes,
} from '../questions/vote-origins.ts';
import type { VoteTally } from '../questions/votes.ts';
import { requireSeen } from './move.ts';

const JUDGES = ['moderator', 'producer'] as const;

/** The commands of /control that look at where votes came from, and take them out of the count. */
export function voteHandlers(
  door: StaffDoor,
  changes: Changes,
  tally: VoteTally,
): Commands<typeof voteCommands, StaffContext> {
  return {
    'votes:origins': staffCommand(door, voteCommands['votes:origins'], JUDGES, async ({ id }, { actor, broadcast }) => {
      const { client } = door.database;
      requireSeen(actor, await findQuestion(client, broadcast.id, id));
      return { origins: await listOrigins(client, id), judgements: await listJudgements(client, id) };
    }),
    'votes:bursts': staffCommand(door, voteCommands['votes:bursts'], JUDGES, async (_input, { broadcast }) => ({
      ids: await listBursts(door.database.client, broadcast.id),
    })),
    'votes:accept': staffCommand(door, voteCommands['votes:accept'], JUDGES, async ({ id }, { actor, broadcast }) => {
      await changes.run(broadcast.id, async (change) => {
        const question = await findQuestion(change.tx, broadcast.id, id);
        requireSeen(actor, question);
        change.audit(actor, 'votes.accept', subjectOf(question), id);
      });
      return {};
    }),
    'votes:void': staffCommand(
      door,
      voteCommands['votes:void'],
      JUDGES,
      async ({ id, origin, void: out }, { actor, broadcast }) => {
        const { totals } = await changes.run(broadcast.id, async (change) => {
          const question = await findQuestion(change.tx, broadcast.id, id);
          requireSeen(actor, question);
          const after = await (out ? voidVotes : restoreVotes)(change, question, origin);
          if (after.changed > 0) {
            change.audit(actor, out ? 'votes.void' : 'votes.restore', judgedSubject(after.changed, question), id);
          }
          return after;
        });
        for (const total of totals) tally.count(broadcast.id, total.id, total.votes);
        return { votes: totals.find((total) => total.id === id)?.votes ?? 0 };
      },
    ),
  };
}
