import { type StaffContext, type StaffDoor, staffCommand } from '../accounts/staff-command.ts';
import { controlCommands } from '../contract/index.ts';
import type { Changes } from '../platform/changes.ts';
import type { Commands } from '../platform/commands.ts';
import { makeMove } from './move.ts';

/** The commands of /control that work the question queue. Each move has its own roles (questions/lifecycle). */
export function moderationCommands(
  door: StaffDoor,
  changes: Changes,
): Commands<Pick<typeof controlCommands, 'question:move'>, StaffContext> {
  return {
    'question:move': staffCommand(
      door,
      controlCommands['question:move'],
      ['producer', 'moderator', 'presenter'],
      (input, { actor, broadcast }) => changes.run(broadcast.id, (change) => makeMove(change, actor, input)),
    ),
  };
}
