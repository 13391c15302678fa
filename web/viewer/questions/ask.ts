/**
 * What a viewer is writing and what they have sent, on their side. Pure: events in, new state out; `ask-hook.ts` keeps it
 * in the browser's storage and talks to the server.
 *
 * A question that was sent is a letter: it keeps its key until the server has answered, through lost answers, reloads and
 * hours offline, so it arrives once.
 */
import {
  AUTHOR_MAX_LENGTH,
  ErrorCode,
  type Failure,
  type Id,
  type OwnQuestion,
  PLACE_MAX_LENGTH,
  QUESTION_MAX_LENGTH,
  type Theme,
} from '@antenne/server/contract';
import { z } from 'zod';
import { codePoints, normalised } from '../../ui/index.ts';

/** `place`: what was kept before the field came has none. */
const Place = z.string().default('');

export const Draft = z.object({ themeId: z.string(), text: z.string(), author: z.string(), place: Place });
export type Draft = z.infer<typeof Draft>;

export const Letter = z.object({
  /** The idempotency key. */
  key: z.uuid(),
  themeId: z.string(),
  text: z.string(),
  author: z.string(),
  place: Place,
  /** Why the server will not have it; null while it is on its way. */
  refused: ErrorCode.nullable(),
});
export type Letter = z.infer<typeof Letter>;

export const AskState = z.object({ draft: Draft, letters: z.array(Letter) });
export type AskState = z.infer<typeof AskState>;

export const EMPTY_DRAFT: Draft = { themeId: '', text: '', author: '', place: '' };
export const NOTHING_ASKED: AskState = { draft: EMPTY_DRAFT, letters: [] };

export type AskEvent =
  | { type: 'wrote'; change: Partial<Draft> }
  | { type: 'sent'; key: z.infer<typeof Id> }
  /** The server has it. */
  | { type: 'arrived'; key: string }
  /** It will not have it; waiting would not help. */
  | { type: 'refused'; key: string; code: Failure['code'] }
  | { type: 'resumed'; key: string }
  | { type: 'dropped'; key: string };

export function reduceAsk(state: AskState, event: AskEvent): AskState {
  switch (event.type) {
    case 'wrote':
      return { ...state, draft: { ...state.draft, ...event.change } };
    case 'sent': {
      const { themeId, author, place } = state.draft;
      const letter: Letter = {
        key: event.key,
        themeId,
        text: normalised(state.draft.text),
        author: author.trim(),
        place: place.trim(),
        refused: null,
      };
      // The next question is often about the same theme, by the same person.
      return { draft: { ...state.draft, text: '' }, letters: [...state.letters, letter] };
    }
    case 'arrived':
    case 'dropped':
      return { ...state, letters: state.letters.filter((letter) => letter.key !== event.key) };
    case 'refused': {
      const letters = state.letters.map((letter) =>
        letter.key === event.key ? { ...letter, refused: event.code } : letter,
      );
      const next = { ...state, letters };
      // Back into the form, where it can be mended, unless the next one is being written there.
      return state.draft.text.trim() === '' ? reduceAsk(next, { type: 'resumed', key: event.key }) : next;
    }
    case 'resumed': {
      const letter = state.letters.find(({ key }) => key === event.key);
      if (!letter) return state;
      const { themeId, text, author, place } = letter;
      return { draft: { themeId, text, author, place }, letters: state.letters.filter(({ key }) => key !== event.key) };
    }
    default:
      return event satisfies never;
  }
}

/** The next letter to carry to the server: one at a time, oldest first, refused ones left out. */
export function nextLetter(state: AskState): Letter | undefined {
  return state.letters.find((letter) => letter.refused === null);
}

/**
 * The letters to show beside one's own questions: the server's event often overtakes its answer, and one question is to
 * be read once. A refused letter stays, whatever else was asked in the same words.
 */
export function lettersToShow(
  letters: readonly Letter[],
  own: readonly Pick<OwnQuestion, 'themeId' | 'text'>[],
): Letter[] {
  return letters.filter(
    (letter) =>
      letter.refused !== null || !own.some(({ themeId, text }) => themeId === letter.themeId && text === letter.text),
  );
}

/** Milliseconds until a letter is tried again: what the server asks for, otherwise 2 s doubling up to 30 s. */
export function retryDelay(failure: Failure, tries: number): number {
  return failure.retryAfterMs ?? Math.min(30_000, 2_000 * 2 ** Math.min(tries, 4));
}

/** Whether a theme takes questions. */
export function takesQuestions(theme: Pick<Theme, 'window'>): boolean {
  return theme.window === 'preOpen' || theme.window === 'open';
}

/** Whether a theme takes votes. */
export function takesVotes(theme: Pick<Theme, 'window'> | undefined): boolean {
  return theme !== undefined && theme.window !== 'closed' && theme.window !== 'hidden';
}

/** What keeps a draft from being sent, by field, as keys of texts. */
export type DraftProblems = {
  theme?: 'themeMissing' | 'themeClosed';
  text?: 'textMissing' | 'textTooLong';
  author?: 'authorTooLong';
  place?: 'placeTooLong';
};

/** Characters that leave nothing to see. */
const INVISIBLE = /[\p{Cf}\p{Cc}\s]/gu;

export function draftProblems(draft: Draft, themes: readonly Pick<Theme, 'id' | 'window'>[]): DraftProblems {
  const problems: DraftProblems = {};
  const theme = themes.find(({ id }) => id === draft.themeId);
  if (!theme) problems.theme = 'themeMissing';
  else if (!takesQuestions(theme)) problems.theme = 'themeClosed';
  if (draft.text.replace(INVISIBLE, '') === '') problems.text = 'textMissing';
  else if (codePoints(draft.text) > QUESTION_MAX_LENGTH) problems.text = 'textTooLong';
  if (codePoints(draft.author) > AUTHOR_MAX_LENGTH) problems.author = 'authorTooLong';
  if (codePoints(draft.place) > PLACE_MAX_LENGTH) problems.place = 'placeTooLong';
  return problems;
}

/** What the storage holds, or nothing asked when it holds nothing usable. */
export function readAsk(stored: string | null): AskState {
  if (stored === null) return NOTHING_ASKED;
  try {
    return AskState.catch(NOTHING_ASKED).parse(JSON.parse(stored));
  } catch {
    return NOTHING_ASKED;
  }
}
