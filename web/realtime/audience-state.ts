import type {
  AudienceEvent,
  AudienceSnapshot,
  OwnQuestion,
  PublicBroadcast,
  PublicCaption,
  PublicQuestion,
} from '@antenne/server/contract';

/** What a viewer's page knows. Pure data; every change makes a new one. */
export type AudienceState = {
  broadcast: PublicBroadcast;
  questions: Readonly<Record<string, PublicQuestion>>;
  own: Readonly<Record<string, OwnQuestion>>;
  /** Questions that this voter supports, as the server has it. */
  votedFor: Readonly<Record<string, true>>;
  /** What this voter wants and the server has not yet answered. Lies over `votedFor`. */
  wishes: Readonly<Record<string, { on: boolean; attempt: number }>>;
  /** How many watch; null until the server says. */
  viewers: number | null;
  /** The newest words, in the order in which they came, each as it reads now. */
  captions: readonly PublicCaption[];
};

/** Captions that a page keeps: those that a viewer who is minutes behind still has to come to are beside the picture. */
const CAPTIONS = 40;

function byId<T extends { id: string }>(list: readonly T[]): Record<string, T> {
  return Object.fromEntries(list.map((item) => [item.id, item]));
}

function without<T>(record: Readonly<Record<string, T>>, id: string): Readonly<Record<string, T>> {
  if (!(id in record)) return record;
  const { [id]: _gone, ...rest } = record;
  return rest;
}

export function fromSnapshot(snapshot: AudienceSnapshot): AudienceState {
  return {
    broadcast: snapshot.broadcast,
    questions: byId(snapshot.questions),
    own: byId(snapshot.own),
    votedFor: Object.fromEntries(snapshot.votedFor.map((id) => [id, true as const])),
    wishes: {},
    viewers: null,
    captions: [],
  };
}

export function reduceAudience(state: AudienceState, event: AudienceEvent): AudienceState {
  switch (event.type) {
    case 'broadcast':
      return { ...state, broadcast: event.broadcast };
    case 'question':
      return { ...state, questions: { ...state.questions, [event.question.id]: event.question } };
    case 'questionGone':
      return { ...state, questions: without(state.questions, event.id), wishes: without(state.wishes, event.id) };
    case 'ownQuestion':
      return withOwn(state, event.question);
    case 'questionsArchived':
      return archived(state);
    case 'questionsPurged':
      return purged(state, new Set(event.ids));
    default:
      return event satisfies never;
  }
}

/** As if these had never been. */
function purged(state: AudienceState, ids: ReadonlySet<string>): AudienceState {
  const left = <T>(record: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(record).filter(([id]) => !ids.has(id)));
  return {
    ...state,
    questions: left(state.questions),
    own: left(state.own),
    votedFor: left(state.votedFor),
    wishes: left(state.wishes),
  };
}

/** The show is over: what was asked and not answered is kept, and no longer asked. */
function archived(state: AudienceState): AudienceState {
  const questions = Object.entries(state.questions).filter(([, { state: now }]) => now !== 'approved');
  const own = Object.entries(state.own).map(([id, question]) => {
    const open = question.state === 'pending' || question.state === 'approved';
    return [id, open ? { ...question, state: 'archived' as const } : question] as const;
  });
  return { ...state, questions: Object.fromEntries(questions), own: Object.fromEntries(own), wishes: {} };
}

/** An own question as the server answered or told it; an older version never replaces a newer one. */
export function withOwn(state: AudienceState, question: OwnQuestion): AudienceState {
  const known = state.own[question.id];
  if (known && known.version > question.version) return state;
  return { ...state, own: { ...state.own, [question.id]: question } };
}

/** Merged totals. A question that is not on this page is not looked at. */
export function withVotes(state: AudienceState, votes: Readonly<Record<string, number>>): AudienceState {
  const changed = Object.entries(votes).flatMap(([id, count]) => {
    const question = state.questions[id];
    return question && question.votes !== count ? [[id, { ...question, votes: count }] as const] : [];
  });
  return changed.length === 0 ? state : { ...state, questions: { ...state.questions, ...Object.fromEntries(changed) } };
}

/** The voter pressed: seen at once, before the server has answered. */
export function wishVote(state: AudienceState, id: string, on: boolean, attempt: number): AudienceState {
  return { ...state, wishes: { ...state.wishes, [id]: { on, attempt } } };
}

/**
 * The server answered `attempt` (null: it refused or did not answer). An answer to an older press than the last tells
 * the truth so far but leaves the newer wish standing.
 */
export function settleVote(
  state: AudienceState,
  id: string,
  attempt: number,
  answer: { votes: number; on: boolean } | null,
): AudienceState {
  const wishes = state.wishes[id]?.attempt === attempt ? without(state.wishes, id) : state.wishes;
  if (!answer) return { ...state, wishes };
  const votedFor = answer.on ? { ...state.votedFor, [id]: true as const } : without(state.votedFor, id);
  return withVotes({ ...state, wishes, votedFor }, { [id]: answer.votes });
}

/** What the page shows for a question: whether this voter supports it, and the count with their wish in it. */
export function voteShown(state: AudienceState, question: PublicQuestion): { on: boolean; votes: number } {
  const voted = question.id in state.votedFor;
  const on = state.wishes[question.id]?.on ?? voted;
  return { on, votes: Math.max(0, question.votes + Number(on) - Number(voted)) };
}

/** Written, or rewritten: an older revision changes nothing. */
export function withCaption(state: AudienceState, caption: PublicCaption): AudienceState {
  const known = state.captions.find(({ id }) => id === caption.id);
  if (known && known.rev >= caption.rev) return state;
  const captions = known
    ? state.captions.map((one) => (one.id === caption.id ? caption : one))
    : [...state.captions, caption].slice(-CAPTIONS);
  return { ...state, captions };
}
