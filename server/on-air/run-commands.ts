import { type StaffContext, type StaffDoor, staffCommand } from '../accounts/staff-command.ts';
import { runCommands as schemas } from '../contract/index.ts';
import type { Commands } from '../platform/commands.ts';
import type { ShowRun } from './show-run.ts';

const PRODUCTION = ['producer'] as const;

/** The commands of /control that run the rundown. */
export function runCommands(door: StaffDoor, run: ShowRun): Commands<typeof schemas, StaffContext> {
  return {
    'rundown:takeNext': staffCommand(
      door,
      schemas['rundown:takeNext'],
      PRODUCTION,
      ({ version, transition }, { actor, broadcast }) => run.takeNext(broadcast.id, actor, version, transition),
    ),
    'rundown:take': staffCommand(
      door,
      schemas['rundown:take'],
      PRODUCTION,
      ({ version, itemId, transition }, { actor, broadcast }) =>
        run.take(broadcast.id, actor, version, itemId, transition),
    ),
    'rundown:takePrevious': staffCommand(
      door,
      schemas['rundown:takePrevious'],
      PRODUCTION,
      ({ version, transition }, { actor, broadcast }) => run.takePrevious(broadcast.id, actor, version, transition),
    ),
    'rundown:addTime': staffCommand(
      door,
      schemas['rundown:addTime'],
      PRODUCTION,
      ({ ms, itemId }, { actor, broadcast }) => run.addTime(broadcast.id, actor, ms, itemId),
    ),
    'rundown:skip': staffCommand(door, schemas['rundown:skip'], PRODUCTION, ({ itemId, skip }, { actor, broadcast }) =>
      run.skip(broadcast.id, actor, itemId, skip),
    ),
    'rundown:hold': staffCommand(door, schemas['rundown:hold'], PRODUCTION, ({ on }, { actor, broadcast }) =>
      run.hold(broadcast.id, actor, on),
    ),
    'rundown:pause': staffCommand(door, schemas['rundown:pause'], PRODUCTION, ({ on }, { actor, broadcast }) =>
      run.pause(broadcast.id, actor, on),
    ),
    'rundown:rehearse': staffCommand(door, schemas['rundown:rehearse'], PRODUCTION, ({ on }, { actor, broadcast }) =>
      run.rehearse(broadcast.id, actor, on),
    ),
  };
}
