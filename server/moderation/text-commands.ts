import { type StaffContext, type StaffDoor, staffCommand } from '../accounts/staff-command.ts';
import { controlCommands, WRITTEN_ANSWER_MAX_LENGTH } from '../contract/index.ts';
import type { Changes } from '../platform/changes.ts';
import type { Commands } from '../platform/commands.ts';
import { Refusal } from '../platform/failure.ts';
import { answerInWriting, findQuestion } from '../questions/store.ts';
import { cleanText, lengthOf } from '../questions/text.ts';
import { staffView, subjectOf } from '../questions/views.ts';
import { loadWordFilter, saveWordFilter } from '../questions/word-filter-store.ts';
import { changedMeanwhile, requireSeen } from './move.ts';

export type TextCommands = Pick<typeof controlCommands, 'question:answer' | 'wordFilter:read' | 'wordFilter:set'>;

/** The commands of /control that write about questions. */
export function textCommands(door: StaffDoor, changes: Changes): Commands<TextCommands, StaffContext> {
  return {
    'question:answer': staffCommand(
      door,
      controlCommands['question:answer'],
      ['moderator', 'producer'],
      ({ id, version, text }, { actor, broadcast }) =>
        changes.run(broadcast.id, async (change) => {
          const answer = checkAnswer(text);
          const question = await findQuestion(change.tx, broadcast.id, id);
          if (question.version !== version) throw changedMeanwhile(actor, question);
          requireSeen(actor, question);
          const answered = await answerInWriting(change, question, answer);
          change.audit(
            actor,
            answer === null ? 'question.unwriteAnswer' : 'question.writeAnswer',
            subjectOf(answered),
            id,
          );
          return staffView(answered);
        }),
    ),
    'wordFilter:read': staffCommand(
      door,
      controlCommands['wordFilter:read'],
      ['moderator', 'producer'],
      (_input, { broadcast }) => loadWordFilter(door.database.client, broadcast.id),
    ),
    'wordFilter:set': staffCommand(
      door,
      controlCommands['wordFilter:set'],
      ['moderator'],
      ({ filter }, { actor, broadcast }) =>
        changes.run(broadcast.id, async (change) => {
          change.audit(actor, 'questions.wordFilter');
          return saveWordFilter(change, filter);
        }),
    ),
  };
}

/** Null: there is to be none. @throws Refusal `badRequest` */
function checkAnswer(raw: string): string | null {
  const text = cleanText(raw);
  if (lengthOf(text) > WRITTEN_ANSWER_MAX_LENGTH) {
    throw new Refusal('badRequest', `text: longer than ${WRITTEN_ANSWER_MAX_LENGTH}`);
  }
  return text === '' ? null : text;
}
