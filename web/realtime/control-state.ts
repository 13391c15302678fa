import {
  type Caption,
  type ControlEvent,
  type ControlSnapshot,
  changedRundown,
  type FadeMessage,
  type LinkNumbers,
  type StaffQuestion,
} from '@antenne/server/contract';

/** What studio and moderation know: the snapshot, kept up to date. Levels are apart (see `useLevel`). */
export type ControlState = ControlSnapshot & {
  /** Questions that went from this page, by the version with which they did: an answer that was on its way brings none of them back. */
  gone?: Readonly<Record<string, number>>;
};

/** Newest lines of the log that a page keeps. */
export const LOG_LINES = 200;
/** Newest cues that a page keeps. */
const CUES = 200;
/** Newest captions that a page keeps. */
const CAPTIONS = 200;

/** Puts `item` in the place of the one with its id, or after the others. */
function placed<T extends { id: string }>(list: readonly T[], item: T): T[] {
  const at = list.findIndex((known) => known.id === item.id);
  return at < 0 ? [...list, item] : list.with(at, item);
}

export function reduceControl(state: ControlState, event: ControlEvent): ControlState {
  switch (event.type) {
    case 'broadcast':
      return { ...state, broadcast: event.broadcast };
    case 'staffQuestion': {
      const known = state.questions.find((question) => question.id === event.question.id);
      if (known && known.version > event.question.version) return state;
      return { ...state, questions: placed(state.questions, event.question) };
    }
    case 'questionGone': {
      const known = state.questions.find(({ id }) => id === event.id);
      if (known && known.version > event.version) return state;
      return {
        ...state,
        // Also of one that was never here: a search may be about to bring it as it was before.
        gone: { ...state.gone, [event.id]: event.version },
        questions: known ? state.questions.filter(({ id }) => id !== event.id) : state.questions,
      };
    }
    case 'questionsArchived':
      return { ...state, questions: state.questions.map(archived) };
    case 'questionsPurged': {
      const gone = new Set(event.ids);
      const lines = new Set(event.lineIds);
      return {
        ...state,
        gone: { ...state.gone, ...Object.fromEntries(event.ids.map((id) => [id, Number.POSITIVE_INFINITY])) },
        questions: state.questions.filter(({ id }) => !gone.has(id)),
        log: state.log.filter(({ id }) => !lines.has(id)),
      };
    }
    case 'questionRules':
      return { ...state, questionRules: event.rules };
    case 'rundown':
      return { ...state, rundown: event.rundown };
    case 'rundownEdit':
      return { ...state, rundown: changedRundown(state.rundown, event.edit) };
    case 'bus':
      return { ...state, bus: event.bus };
    case 'graphics':
      return { ...state, graphics: event.graphics };
    case 'scenes':
      return { ...state, scenes: event.scenes };
    case 'simulcast':
      return { ...state, simulcast: { ...state.simulcast, targets: event.targets } };
    case 'contributor':
      return { ...state, contributors: placed(state.contributors, event.contributor) };
    case 'cue':
      return {
        ...state,
        cues: [event.cue, ...state.cues.filter((cue) => cue.id !== event.cue.id)]
          .sort((a, b) => b.sentAt.localeCompare(a.sentAt))
          .slice(0, CUES),
      };
    case 'stage':
      return { ...state, stage: event.stage };
    case 'recording':
      return { ...state, recording: { ...state.recording, wish: event.wish } };
    case 'asset':
      return { ...state, assets: placed(state.assets, event.asset) };
    case 'assetGone':
      return { ...state, assets: state.assets.filter(({ id }) => id !== event.id) };
    case 'log':
      return {
        ...state,
        log: [event.line, ...state.log.filter((line) => line.id !== event.line.id)].slice(0, LOG_LINES),
      };
    default:
      return event satisfies never;
  }
}

/** Where the manual fader is held, which is not in the log. What it says of other buses than these is past. */
export function withFade(state: ControlState, { position, type, version }: FadeMessage): ControlState {
  if (state.bus.version !== version) return state;
  return { ...state, bus: { ...state.bus, fade: position > 0 ? { type, position } : null } };
}

/** What a search or a look for more brought, beside what is known; an older version replaces nothing, nor what went. */
export function withQuestions(state: ControlState, found: readonly StaffQuestion[]): ControlState {
  const known = new Map(state.questions.map((question) => [question.id, question]));
  const news = found.filter(
    ({ id, version }) => version > (known.get(id)?.version ?? -1) && version > (state.gone?.[id] ?? -1),
  );
  if (news.length === 0) return state;
  for (const question of news) known.set(question.id, question);
  return { ...state, questions: [...known.values()] };
}

const OPEN: readonly StaffQuestion['state'][] = ['held', 'pending', 'approved', 'queued'];

function archived(question: StaffQuestion): StaffQuestion {
  if (!OPEN.includes(question.state)) return question;
  return { ...question, state: 'archived', version: question.version + 1 };
}

/** Numbers of links, which are not in the log. */
export function withLinks(state: ControlState, links: LinkNumbers): ControlState {
  const contributors = state.contributors.map((contributor) => {
    const numbers = links[contributor.id];
    return numbers ? { ...contributor, ...numbers } : contributor;
  });
  return { ...state, contributors };
}

/** Merged vote totals, which are not in the log. */
export function withStaffVotes(state: ControlState, votes: Readonly<Record<string, number>>): ControlState {
  let changed = false;
  const questions = state.questions.map((question) => {
    const count = votes[question.id];
    if (count === undefined || count === question.votes) return question;
    changed = true;
    return { ...question, votes: count };
  });
  return changed ? { ...state, questions } : state;
}

/** Written, or rewritten: an older revision changes nothing, one without words is gone. */
export function withCaption(state: ControlState, caption: Caption): ControlState {
  const known = state.captions.find(({ id }) => id === caption.id);
  if (known && known.rev > caption.rev) return state;
  const others = state.captions.filter(({ id }) => id !== caption.id);
  const captions = [...(caption.text === '' ? [] : [caption]), ...others].sort((a, b) =>
    b.start.localeCompare(a.start),
  );
  return { ...state, captions: captions.slice(0, CAPTIONS) };
}
