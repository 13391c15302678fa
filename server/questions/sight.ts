/**
 * Who of the control room sees which questions. What is pending, held or rejected is between its author and the moderators:
 * producers and presenters get what may go on air, captioners, who are often somebody's outside service, none at all.
 */
import { type Actor, mayActAs } from '../accounts/access.ts';
import {
  type ControlEvent,
  type ControlSnapshot,
  type LogLine,
  PUBLIC_QUESTION_STATES,
  type QuestionList,
  type QuestionState,
  type QuestionSight as Sight,
} from '../contract/index.ts';

const PUBLIC_STATES: readonly QuestionState[] = PUBLIC_QUESTION_STATES;
const PUBLIC_LISTS: readonly QuestionList[] = ['approved', 'answered'];

const QUESTION_EVENTS: ReadonlySet<ControlEvent['type']> = new Set([
  'staffQuestion',
  'questionGone',
  'questionsArchived',
  'questionsPurged',
  'log',
]);

/** Verbs whose line may quote a question that is not public. */
const PRIVATE_ACTIONS: ReadonlySet<string> = new Set([
  'question.reject',
  'question.reopen',
  'question.edit',
  'question.merge',
  'question.unmerge',
]);

export function sightOf(actor: Actor): Sight {
  if (mayActAs(actor, ['moderator'])) return 'all';
  return mayActAs(actor, ['producer', 'presenter']) ? 'public' : 'none';
}

export function seesState(sight: Sight, state: QuestionState): boolean {
  return sight === 'all' || (sight === 'public' && PUBLIC_STATES.includes(state));
}

export function seesList(sight: Sight, list: QuestionList): boolean {
  return sight === 'all' || (sight === 'public' && PUBLIC_LISTS.includes(list));
}

/** The states in which somebody sees questions; null: in all. */
export function statesIn(sight: Sight): readonly QuestionState[] | null {
  return sight === 'all' ? null : sight === 'public' ? PUBLIC_STATES : [];
}

/** Whether an event tells of questions: then not everybody gets it, or not as it is. */
export const isOfQuestions = ({ type }: ControlEvent): boolean => QUESTION_EVENTS.has(type);

/** An event as somebody gets it; null: it is none of theirs. */
export function eventIn(sight: Sight, event: ControlEvent): ControlEvent | null {
  if (sight === 'all' || !isOfQuestions(event)) return event;
  if (sight === 'none') return null;
  if (event.type === 'log') return { type: 'log', line: lineIn(sight, event.line) };
  if (event.type !== 'staffQuestion' || seesState(sight, event.question.state)) return event;
  return { type: 'questionGone', id: event.question.id, version: event.question.version };
}

export function snapshotIn(sight: Sight, snapshot: Omit<ControlSnapshot, 'sight'>): ControlSnapshot {
  if (sight === 'none') return { ...snapshot, sight, questions: [], questionCounts: [], claims: [], log: [] };
  return {
    ...snapshot,
    sight,
    questions: snapshot.questions.filter(({ state }) => seesState(sight, state)),
    log: snapshot.log.map((line) => lineIn(sight, line)),
  };
}

/** That something was done is everybody's to know; to what, not always. */
function lineIn(sight: Sight, line: LogLine): LogLine {
  return sight === 'all' || !PRIVATE_ACTIONS.has(line.action) ? line : { ...line, subject: null };
}
