import { expect, test } from 'vitest';
import { feedOf } from './tally.ts';
import { aContributor } from './testing.ts';
import { afterBlack, keptTransition, typedLength } from './transition.ts';

const first = { type: 'mix', frames: 12 };

test('what this browser kept is what Auto does, at any length that there is', () => {
  expect(keptTransition('{"type":"wipe","frames":50}')).toEqual({ type: 'wipe', frames: 50 });
  expect(keptTransition(null)).toEqual(first);
  expect(keptTransition('{"type":"wipe","frames":13}')).toEqual({ type: 'wipe', frames: 13 });
  expect(keptTransition('{"type":"wipe","frames":51}')).toEqual(first);
  expect(keptTransition('{"type":"star","frames":25}')).toEqual(first);
  expect(keptTransition('{"type":"cut"}')).toEqual(first);
  expect(keptTransition('not written by us')).toEqual(first);
});

test('a length is typed in whole pictures, from 4 to 50', () => {
  expect(['4', ' 20 ', '50'].map(typedLength)).toEqual([4, 20, 50]);
  expect(['3', '51', '12.5', '', 'x'].map(typedLength)).toEqual([null, null, null, null, null]);
});

test('black leads back to what was there while its people are, else to the preview, else to the card', () => {
  const [a, b] = [aContributor(1), aContributor(2)];
  const all = [a, b];
  expect(afterBlack(feedOf(a), feedOf(b), all)).toEqual(feedOf(a));
  expect(afterBlack(feedOf(a), feedOf(b), [b])).toEqual(feedOf(b));
  expect(afterBlack(null, feedOf(b), all)).toEqual(feedOf(b));
  expect(afterBlack(null, { type: 'black' }, all)).toEqual({ type: 'slate' });
  expect(afterBlack(feedOf(a), null, [])).toEqual({ type: 'slate' });
});
