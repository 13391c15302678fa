import { type StaffContext, type StaffDoor, staffCommand } from '../accounts/staff-command.ts';
import { controlCommands } from '../contract/index.ts';
import type { Commands } from '../platform/commands.ts';
import type { Captions } from './captions.ts';

const WRITERS = ['captioner', 'producer'] as const;

export type CaptionCommands = Pick<typeof controlCommands, 'caption:language' | 'caption:send' | 'caption:correct'>;

/** The commands of /control that write captions. */
export function captionCommands(door: StaffDoor, captions: Captions): Commands<CaptionCommands, StaffContext> {
  return {
    'caption:language': staffCommand(
      door,
      controlCommands['caption:language'],
      WRITERS,
      async ({ language }, { actor, broadcast }) => {
        await captions.announce(broadcast, actor, language);
        return {};
      },
    ),
    'caption:send': staffCommand(
      door,
      controlCommands['caption:send'],
      WRITERS,
      ({ slug: _slug, ...caption }, { actor, broadcast }) => captions.send(broadcast, actor, caption),
    ),
    'caption:correct': staffCommand(
      door,
      controlCommands['caption:correct'],
      WRITERS,
      ({ id, text }, { actor, broadcast }) => captions.correct(broadcast, actor, id, text),
    ),
  };
}
