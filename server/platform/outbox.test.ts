import { expect, test } from 'vitest';
import { Outbox, type OutgoingEnvelope } from './outbox.ts';

const gone = (seq: number): OutgoingEnvelope => ({
  broadcastId: 'b',
  seq,
  scope: 'audience',
  event: { type: 'questionGone', id: `question-${seq}` },
});

test('events go out in the order of their numbers, whatever order they were committed in', () => {
  const outbox = new Outbox();
  const seen: number[] = [];
  outbox.subscribe(({ seq }) => seen.push(seq));
  outbox.begin('b', 4);
  outbox.publish('b', [gone(7)]);
  outbox.publish('b', [gone(6)]);
  expect(seen).toEqual([]);
  outbox.publish('b', [gone(5)]);
  expect(seen).toEqual([5, 6, 7]);
});

test('a page that joins gets what was handed on since its snapshot', () => {
  const outbox = new Outbox();
  outbox.begin('b', 0);
  outbox.publish('b', [gone(1), gone(2), gone(3)]);
  expect(outbox.since('b', 1).map(({ seq }) => seq)).toEqual([2, 3]);
  expect(outbox.since('b', 3)).toEqual([]);
});

test('a broadcast that was never begun is a mistake that shows at once', () => {
  expect(() => new Outbox().publish('b', [gone(1)])).toThrow('b');
});
