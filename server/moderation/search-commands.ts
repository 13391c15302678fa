import { type StaffContext, type StaffDoor, staffCommand } from '../accounts/staff-command.ts';
import { controlCommands } from '../contract/index.ts';
import type { Commands } from '../platform/commands.ts';
import { searchQuestions } from '../questions/search-store.ts';
import { sightOf, statesIn } from '../questions/sight.ts';
import type { SimilarQuestions } from '../questions/similar.ts';
import { staffView } from '../questions/views.ts';

const READERS = ['producer', 'moderator', 'presenter'] as const;

export type SearchCommands = Pick<typeof controlCommands, 'question:search' | 'question:similar'>;

/** The commands of /control that find questions. */
export function searchCommands(door: StaffDoor, similar: SimilarQuestions): Commands<SearchCommands, StaffContext> {
  return {
    'question:search': staffCommand(
      door,
      controlCommands['question:search'],
      READERS,
      async ({ text, states, themeId, limit }, { actor, broadcast }) => {
        const seen = statesIn(sightOf(actor));
        const within = seen && states ? states.filter((state) => seen.includes(state)) : (states ?? seen ?? undefined);
        const search = { broadcastId: broadcast.id, text, states: within, themeId, limit };
        const { rows, more } = await searchQuestions(door.database.client, search);
        return { questions: rows.map(staffView), more };
      },
    ),
    'question:similar': staffCommand(
      door,
      controlCommands['question:similar'],
      READERS,
      async ({ text, except, limit }, { actor, broadcast }) => {
        const by = sightOf(actor) === 'all' ? 'moderator' : 'staff';
        const found = await similar.find(broadcast.id, text, { by, limit, except });
        return { similar: found.map(({ row, likeness }) => ({ question: staffView(row), likeness })) };
      },
    ),
  };
}
