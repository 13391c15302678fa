import { describe, expect, it } from 'vitest';
import {
  type AskEvent,
  type AskState,
  draftProblems,
  lettersToShow,
  NOTHING_ASKED,
  nextLetter,
  readAsk,
  reduceAsk,
  retryDelay,
} from './ask.ts';

const KEY = '11111111-1111-4111-8111-111111111111';
const OTHER = '22222222-2222-4222-8222-222222222222';
const THEMES = [
  { id: 'open', window: 'open' },
  { id: 'before', window: 'preOpen' },
  { id: 'closed', window: 'closed' },
] as const;

function after(...events: AskEvent[]): AskState {
  return events.reduce(reduceAsk, NOTHING_ASKED);
}

const written: AskEvent = {
  type: 'wrote',
  change: { themeId: 'open', text: '  Combien ?  ', author: ' Zoé ', place: ' Lyon ' },
};
const sent: AskEvent = { type: 'sent', key: KEY };

describe('a question on its way', () => {
  it('leaves the form empty for the next one, theme and name kept', () => {
    expect(after(written, sent)).toEqual({
      draft: { themeId: 'open', text: '', author: ' Zoé ', place: ' Lyon ' },
      letters: [{ key: KEY, themeId: 'open', text: 'Combien ?', author: 'Zoé', place: 'Lyon', refused: null }],
    });
  });

  it('is shown once when the server lists it before it has answered, but a refused one stays', () => {
    const { letters } = after(written, sent);
    const listed = [{ themeId: 'open', text: 'Combien ?' }];
    expect(lettersToShow(letters, [])).toEqual(letters);
    expect(lettersToShow(letters, listed)).toEqual([]);
    expect(lettersToShow(letters, [{ themeId: 'before', text: 'Combien ?' }])).toEqual(letters);
    const refused = letters.map((letter) => ({ ...letter, refused: 'closed' as const }));
    expect(lettersToShow(refused, listed)).toEqual(refused);
  });

  it('keeps its key until the server has it', () => {
    const state = after(written, sent);
    expect(nextLetter(state)?.key).toBe(KEY);
    expect(nextLetter(reduceAsk(state, { type: 'arrived', key: KEY }))).toBeUndefined();
  });

  it('survives a reload with the same key', () => {
    expect(nextLetter(readAsk(JSON.stringify(after(written, sent))))?.key).toBe(KEY);
  });

  it('goes out after those that were sent before', () => {
    const state = after(written, sent, { type: 'wrote', change: { text: 'Et après ?' } }, { type: 'sent', key: OTHER });
    expect(nextLetter(state)?.key).toBe(KEY);
    expect(nextLetter(reduceAsk(state, { type: 'arrived', key: KEY }))?.key).toBe(OTHER);
  });
});

describe('a refused question', () => {
  it('comes back into the empty form, nothing lost', () => {
    const state = reduceAsk(after(written, sent), { type: 'refused', key: KEY, code: 'closed' });
    expect(state).toEqual({ draft: { themeId: 'open', text: 'Combien ?', author: 'Zoé', place: 'Lyon' }, letters: [] });
  });

  it('waits beside the form while the next one is being written there, and is not sent again by itself', () => {
    const next: AskEvent = { type: 'wrote', change: { text: 'Autre chose' } };
    const state = reduceAsk(after(written, sent, next), { type: 'refused', key: KEY, code: 'closed' });
    expect(state.draft.text).toBe('Autre chose');
    expect(state.letters[0]?.refused).toBe('closed');
    expect(nextLetter(state)).toBeUndefined();
    expect(reduceAsk(state, { type: 'dropped', key: KEY }).letters).toEqual([]);
  });
});

describe('retryDelay', () => {
  it('does as the server asks', () => {
    expect(retryDelay({ code: 'tooMany', message: '', retryAfterMs: 12_000 }, 0)).toBe(12_000);
  });

  it('otherwise waits longer each time, up to half a minute', () => {
    const delays = [0, 1, 2, 3, 4, 9].map((tries) => retryDelay({ code: 'unavailable', message: '' }, tries));
    expect(delays).toEqual([2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });
});

describe('draftProblems', () => {
  const draft = { themeId: 'open', text: 'Combien ?', author: '', place: '' };

  it('finds nothing wrong with a short question on an open theme, before the show too', () => {
    expect(draftProblems(draft, THEMES)).toEqual({});
    expect(draftProblems({ ...draft, themeId: 'before' }, THEMES)).toEqual({});
  });

  it.each([
    ['no theme', { themeId: '' }, { theme: 'themeMissing' }],
    ['a theme that closed meanwhile', { themeId: 'closed' }, { theme: 'themeClosed' }],
    ['blanks', { text: ' \n ' }, { text: 'textMissing' }],
    ['characters that cannot be seen', { text: '\u200b\u2060\ufeff' }, { text: 'textMissing' }],
    ['one character too many', { text: 'é'.repeat(281) }, { text: 'textTooLong' }],
    ['a name like a novel', { author: 'x'.repeat(61) }, { author: 'authorTooLong' }],
    ['a place like an address', { place: 'x'.repeat(61) }, { place: 'placeTooLong' }],
  ])('names %s', (_what, change, problems) => {
    expect(draftProblems({ ...draft, ...change }, THEMES)).toEqual(problems);
  });

  it('counts code points: 280 emoji are 280', () => {
    expect(draftProblems({ ...draft, text: '🌍'.repeat(280) }, THEMES)).toEqual({});
  });
});

it('keeps what was written before one could say from where', () => {
  const letter = { key: KEY, themeId: 'open', text: 'Combien ?', author: 'Zoé', refused: null };
  const stored = { draft: { themeId: 'open', text: 'Et ?', author: 'Zoé' }, letters: [letter] };
  expect(readAsk(JSON.stringify(stored))).toEqual({
    draft: { ...stored.draft, place: '' },
    letters: [{ ...letter, place: '' }],
  });
});

it.each([['not JSON'], ['{}'], ['{"draft":{"text":1}}'], ['null']])(
  'starts afresh from storage that holds %s',
  (stored) => {
    expect(readAsk(stored)).toEqual(NOTHING_ASKED);
  },
);
