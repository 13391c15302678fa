/**
 * Who of the control room sees which questions. What is pending, held or rejected is between its author and the moderators:
 * producers and presenters get what may go on air, captioners, who are often somebody's outside service, none at all.
 */
import { type Actor, mayActAs } from '../accounts/access.ts';
import {
  type ControlEnvelope,
  type ControlEvent,
  type ControlSnapshot,
  type LogAction,
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

/** What is said of questions of which everybody heard. A line that quotes another one is not for all. */
const HEARD_ACTIONS: ReadonlySet<string> = new Set([
  'question.putOnAir',
  'question.takeOffAir',
  'question.answered',
] satisfies LogAction[]);
/** How the verbs begin whose lines quote a question. */
const QUOTING = /^(?:question|votes)\./;

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
  switch (event.type) {
    case 'log':
      return { type: 'log', line: lineIn(sight, event.line) };
    case 'staffQuestion': {
      const { id, version, state } = event.question;
      return seesState(sight, state) ? event : { type: 'questionGone', id, version };
    }
    default:
      return event;
  }
}

/** What somebody missed, as they get it: of each question what it has become, and nothing of what it was before. */
export function missedIn(sight: Sight, missed: readonly ControlEnvelope[]): ControlEnvelope[] {
  const newest = new Map(
    missed.map(({ event }, at) => [event.type === 'staffQuestion' ? event.question.id : null, at]),
  );
  return missed.flatMap((envelope, at) => {
    const { event } = envelope;
    if (event.type === 'staffQuestion' && newest.get(event.question.id) !== at) return [];
    const seen = eventIn(sight, event);
    return seen ? [{ ...envelope, event: seen }] : [];
  });
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
  const isPrivate = QUOTING.test(line.action) && !HEARD_ACTIONS.has(line.action);
  return sight === 'all' || !isPrivate ? line : { ...line, subject: null };
}
