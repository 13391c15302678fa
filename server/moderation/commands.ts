import { type StaffContext, type StaffDoor, staffCommand } from '../accounts/staff-command.ts';
import type { Rules } from '../broadcasts/question-rules.ts';
import { controlCommands, type deskCommands, type QuestionMove } from '../contract/index.ts';
import type { Changes } from '../platform/changes.ts';
import type { Commands } from '../platform/commands.ts';
import { Refusal } from '../platform/failure.ts';
import type { Outbox } from '../platform/outbox.ts';
import { listMore } from '../questions/desk-store.ts';
import { seesList, sightOf } from '../questions/sight.ts';
import type { Claims } from './claims.ts';
import { moveMany } from './many.ts';
import { makeMove } from './move.ts';
import { purgePerson } from './purge.ts';

export type ModerationCommands = Pick<typeof controlCommands, 'question:move' | keyof typeof deskCommands>;

/** One desk's socket. */
export interface DeskContext extends StaffContext {
  /** Which question the page has chosen. */
  look(questionId: string | null): void;
}

const MOVERS = ['producer', 'moderator', 'presenter'] as const;
const MODERATION = ['moderator'] as const;
const RULERS = ['moderator', 'producer'] as const;
const READERS = ['producer', 'moderator', 'presenter'] as const;
/** The owner may whatever any role may, and this nobody else. */
const OWNER = ['owner'] as const;

/** The commands of /control that work the question queue. Each move has its own roles (questions/lifecycle). */
export function moderationCommands(
  door: StaffDoor,
  { changes, outbox, claims, rules }: { changes: Changes; outbox: Outbox; claims: Claims; rules: Rules },
): Commands<ModerationCommands, DeskContext> {
  const { database } = door;
  return {
    'question:move': staffCommand(
      door,
      controlCommands['question:move'],
      MOVERS,
      async (input, { actor, broadcast }) => {
        const moved = await changes.run(broadcast.id, (change) => makeMove(change, actor, input));
        if (decides(input.move)) await claims.settle(broadcast.id, [moved.id]);
        return moved;
      },
    ),
    'question:moveMany': staffCommand(
      door,
      controlCommands['question:moveMany'],
      MOVERS,
      async ({ questions, move }, { actor, broadcast }) => {
        const outcome = await changes.run(broadcast.id, (change) => moveMany(change, actor, questions, move));
        const ids = outcome.moved.map(({ id }) => id);
        await claims.settle(broadcast.id, ids);
        return outcome;
      },
    ),
    'question:claim': staffCommand(
      door,
      controlCommands['question:claim'],
      MODERATION,
      async ({ id, on }, { actor, broadcast }) => {
        if (on) return claims.take(broadcast.id, actor, id);
        await claims.drop(broadcast.id, actor, id);
        return null;
      },
    ),
    'question:look': staffCommand(
      door,
      controlCommands['question:look'],
      READERS,
      async ({ id }, { look }: DeskContext) => {
        look(id);
        return {};
      },
    ),
    'question:more': staffCommand(
      door,
      controlCommands['question:more'],
      READERS,
      async (wanted, { actor, broadcast }) => {
        if (!seesList(sightOf(actor), wanted.list)) throw new Refusal('forbidden', 'this list needs another role');
        return { questions: await listMore(database.client, broadcast.id, wanted) };
      },
    ),
    'theme:window': staffCommand(
      door,
      controlCommands['theme:window'],
      RULERS,
      ({ themeId, window }, { actor, broadcast }) => rules.setWindow(broadcast.id, actor, themeId, window),
    ),
    'theme:schedule': staffCommand(
      door,
      controlCommands['theme:schedule'],
      RULERS,
      ({ themeId, schedule }, { actor, broadcast }) => rules.setSchedule(broadcast.id, actor, themeId, schedule),
    ),
    'question:policy': staffCommand(
      door,
      controlCommands['question:policy'],
      RULERS,
      ({ policy }, { actor, broadcast }) => rules.setPolicy(broadcast.id, actor, policy),
    ),
    'person:purge': staffCommand(door, controlCommands['person:purge'], OWNER, ({ questionId }, { actor, broadcast }) =>
      purgePerson({ database, changes, outbox }, broadcast.id, actor, questionId),
    ),
  };
}

/** After an edit one goes on working. */
function decides({ type }: QuestionMove): boolean {
  return type !== 'edit';
}
