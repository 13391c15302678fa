import { expect, test } from 'vitest';
import { broadcast, ownQuestion } from '../../realtime/testing.ts';
import { ownNotices, themeNotices } from './notices.ts';

const pending = { mine: ownQuestion('mine') };
const then = (more: Parameters<typeof ownQuestion>[1]) => ({ mine: ownQuestion('mine', more) });

test.each(['approved', 'onAir', 'answered'] as const)('one’s own question is %s: told once', (state) => {
  expect(ownNotices(pending, then({ state }))).toEqual([{ key: state, text: pending.mine.text }]);
  expect(ownNotices(then({ state }), then({ state }))).toEqual([]);
});

test('a rejection says why, an answer in writing that there is one', () => {
  const rejection = { reason: 'unclear' as const, note: null };
  expect(ownNotices(pending, then({ state: 'rejected', rejection }))).toMatchObject([
    { key: 'rejected', reason: 'unclear' },
  ]);
  const answered = then({ state: 'answered', writtenAnswer: 'Oui.' });
  expect(ownNotices(then({ state: 'answered' }), answered)).toMatchObject([{ key: 'writtenAnswer' }]);
});

test('of a question that was merged: that it was and into what, once; then what becomes of that one', () => {
  const other = { id: 'other', text: 'La même, mieux dite ?' };
  const merged = then({ state: 'approved', mergedInto: other, version: 2 });
  expect(ownNotices(pending, merged)).toEqual([{ key: 'merged', text: other.text }]);
  expect(ownNotices(merged, merged)).toEqual([]);
  const onAir = then({ state: 'onAir', mergedInto: other, version: 2 });
  expect(ownNotices(merged, onAir)).toEqual([{ key: 'onAir', text: pending.mine.text }]);
  const unread = then({ mergedInto: { ...other, text: null } });
  expect(ownNotices(pending, unread)).toEqual([{ key: 'merged', text: pending.mine.text }]);
});

test('nothing is said of what one has just sent, or of a step back', () => {
  expect(ownNotices({}, pending)).toEqual([]);
  expect(ownNotices(then({ state: 'onAir' }), then({ state: 'approved' }))).toEqual([]);
});

test('the theme that one follows: when it opens, takes votes alone, closes; not the others, not twice', () => {
  const [theme] = broadcast().themes;
  if (!theme) throw new Error('the test’s broadcast has no theme');
  const windowed = (window: typeof theme.window) => ({ themes: [{ ...theme, window }] });
  expect(themeNotices(windowed('hidden'), windowed('open'), theme.id)).toEqual([
    { key: 'themeOpened', themeId: theme.id },
  ]);
  expect(themeNotices(windowed('preOpen'), windowed('open'), theme.id)).toEqual([]);
  expect(themeNotices(windowed('open'), windowed('voteOnly'), theme.id)).toMatchObject([{ key: 'themeVotesOnly' }]);
  expect(themeNotices(windowed('open'), windowed('closed'), 'another')).toEqual([]);
});
