import type { QuestionMove } from '@antenne/server/contract';
import { expect, test } from 'vitest';
import { type MoveMany, sendMany } from './send-many.ts';
import { aQuestion } from './testing.ts';

/** A server that refuses merges as a whole when one of them is stuck, and other moves one by one. */
function aServer(stuck: readonly string[]) {
  const sizes: number[] = [];
  const moveMany: MoveMany = async (questions, move) => {
    sizes.push(questions.length);
    const failure = { code: 'conflict', message: '' } as const;
    const refused = questions.filter(({ id }) => stuck.includes(id)).map(({ id }) => ({ id, failure }));
    if (move.type === 'merge' && refused.length > 0) return { ok: false, error: failure };
    const moved = questions.filter(({ id }) => !stuck.includes(id)).map((_, n) => aQuestion(n));
    return { ok: true, data: { moved, refused } };
  };
  return { moveMany, sizes };
}

const some = (count: number) => Array.from({ length: count }, (_, n) => aQuestion(n));
const merge: QuestionMove = { type: 'merge', into: aQuestion(99).id };

test('a merge that stands in the way of the others stays alone', async () => {
  const { moveMany, sizes } = aServer([aQuestion(1).id]);
  expect(await sendMany(moveMany, some(3), merge)).toMatchObject({ moved: { length: 2 }, refused: 1, failure: null });
  expect(sizes).toEqual([3, 1, 1, 1]);
});

test('more than one message may carry goes in several', async () => {
  const { moveMany, sizes } = aServer([aQuestion(1).id]);
  const sent = await sendMany(moveMany, some(250), { type: 'approve' });
  expect(sent).toMatchObject({ moved: { length: 249 }, refused: 1 });
  expect(sizes).toEqual([200, 50]);
});

test('a server that does not answer is named', async () => {
  const moveMany: MoveMany = async () => ({ ok: false, error: { code: 'unavailable', message: '' } });
  expect(await sendMany(moveMany, some(2), merge)).toEqual({
    moved: [],
    refused: 2,
    failure: 'unavailable',
  });
});
