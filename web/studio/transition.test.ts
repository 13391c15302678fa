import { expect, test } from 'vitest';
import { feedOf } from './tally.ts';
import { aContributor } from './testing.ts';
import { afterBlack, keptTransition } from './transition.ts';

const first = { type: 'mix', frames: 12 };

test('what this browser kept is what Auto does, when the bar still offers it', () => {
  expect(keptTransition('{"type":"wipe","frames":50}')).toEqual({ type: 'wipe', frames: 50 });
  expect(keptTransition(null)).toEqual(first);
  expect(keptTransition('{"type":"wipe","frames":13}')).toEqual(first);
  expect(keptTransition('{"type":"star","frames":25}')).toEqual(first);
  expect(keptTransition('{"type":"cut"}')).toEqual(first);
  expect(keptTransition('not written by us')).toEqual(first);
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
