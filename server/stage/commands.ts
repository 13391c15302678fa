import { type StaffContext, type StaffDoor, staffCommand } from '../accounts/staff-command.ts';
import { stageCommands } from '../contract/index.ts';
import type { Commands } from '../platform/commands.ts';
import type { Stage } from './stage.ts';

const PRODUCTION = ['producer'] as const;
/** Where nobody else presents, producers open the presenter's page themselves. */
const READERS = ['presenter', 'producer'] as const;

/** The commands of /control for the stage clock and the presenter. */
export function stageHandlers(door: StaffDoor, stage: Stage): Commands<typeof stageCommands, StaffContext> {
  return {
    'stage:cue': staffCommand(door, stageCommands['stage:cue'], PRODUCTION, ({ key, content }, { actor, broadcast }) =>
      stage.cue(broadcast.id, actor, { key, content }),
    ),
    'stage:mark': staffCommand(door, stageCommands['stage:mark'], READERS, async ({ ids, as }, { broadcast }) => {
      await stage.mark(broadcast.id, ids, as);
      return {};
    }),
    'stage:message': staffCommand(
      door,
      stageCommands['stage:message'],
      PRODUCTION,
      ({ message }, { actor, broadcast }) => stage.say(broadcast.id, actor, message),
    ),
    'stage:blackout': staffCommand(door, stageCommands['stage:blackout'], PRODUCTION, ({ on }, { actor, broadcast }) =>
      stage.blackout(broadcast.id, actor, on),
    ),
  };
}
