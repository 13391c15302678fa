import type { QuestionMove } from '@antenne/server/contract';
import { describe, expect, test } from 'vitest';
import { aQuestion } from './testing.ts';
import { takeBackMany, UNDO_MS, undoOf, usableUndo, withReason } from './undo.ts';

const undo = (before: Parameters<typeof aQuestion>[1], after: Parameters<typeof aQuestion>[1], move: QuestionMove) =>
  undoOf(aQuestion(1, before), aQuestion(1, { version: 2, ...after }), move, 1_000);

describe('undo', () => {
  test('a rejected question is pending again, or approved again if it was', () => {
    const move: QuestionMove = { type: 'reject', reason: 'unclear' };
    expect(undo({ state: 'pending' }, { state: 'rejected' }, move)?.moves).toEqual([{ type: 'reopen' }]);
    expect(undo({ state: 'approved' }, { state: 'rejected' }, move)?.moves).toEqual([
      { type: 'reopen' },
      { type: 'approve' },
    ]);
  });

  test('a question put on air from the approved ones goes back there', () => {
    const move: QuestionMove = { type: 'putOnAir', replace: false };
    expect(undo({ state: 'approved' }, { state: 'onAir' }, move)?.moves).toEqual([
      { type: 'takeOffAir' },
      { type: 'reopen' },
    ]);
    expect(undo({ state: 'queued' }, { state: 'onAir' }, move)?.moves).toEqual([{ type: 'takeOffAir' }]);
  });

  test('the question that it replaced there comes back', () => {
    const replaces = aQuestion(7).id;
    const move: QuestionMove = { type: 'putOnAir', replace: true, replaces };
    expect(undo({ state: 'approved' }, { state: 'onAir' }, move)?.moves).toEqual([
      { type: 'takeOffAir', restore: replaces },
      { type: 'reopen' },
    ]);
  });

  test('an edit gives back the text that stood before, which is the original at first', () => {
    const move: QuestionMove = { type: 'edit', text: 'new' };
    expect(undo({ edited: 'old' }, { edited: 'new' }, move)?.moves).toEqual([{ type: 'edit', text: 'old', place: '' }]);
    expect(undo({ place: 'Lyon' }, { edited: 'new', place: 'Bron' }, move)?.moves).toMatchObject([{ place: 'Lyon' }]);
    expect(undo({}, { edited: 'new' }, move)?.moves).toMatchObject([{ type: 'edit', text: 'Question 1' }]);
  });

  test('a rejection taken back by hand is said again with its reason and note', () => {
    const before = { state: 'rejected', rejection: { reason: 'duplicate', note: 'déjà posée' } } as const;
    expect(undo(before, { state: 'pending' }, { type: 'reopen' })?.moves).toEqual([
      { type: 'reject', reason: 'duplicate', note: 'déjà posée' },
    ]);
  });

  test('a merge is taken apart again, and says why', () => {
    const merged = undo({ state: 'approved' }, { state: 'merged' }, { type: 'merge', into: aQuestion(2).id });
    expect(merged?.moves).toEqual([{ type: 'unmerge' }]);
    expect(withReason([...(merged?.moves ?? []), { type: 'approve' }], 'annulé')).toEqual([
      { type: 'unmerge', reason: 'annulé' },
      { type: 'approve' },
    ]);
  });

  test('ten seconds, then it is gone; the newest comes first', () => {
    const first = undo({ state: 'pending' }, { state: 'approved' }, { type: 'approve' });
    const second = undo({ state: 'approved' }, { state: 'queued' }, { type: 'queue' });
    if (!first || !second) throw new Error('both can be undone');
    expect(usableUndo([first, second], 1_000 + UNDO_MS - 1)).toBe(second);
    expect(usableUndo([first, second], 1_000 + UNDO_MS)).toBeNull();
  });

  test('a decision about many is taken back in few messages; who was overtaken is counted', async () => {
    const move: QuestionMove = { type: 'reject', reason: 'unclear' };
    const undos = (['pending', 'held', 'approved'] as const).flatMap((state, n) => {
      const before = aQuestion(n, { state });
      return undoOf(before, { ...before, state: 'rejected', version: 2 }, move, 1_000) ?? [];
    });
    const sent: [QuestionMove['type'], number[]][] = [];
    const result = await takeBackMany(undos, 'annulé', (questions, { type }) => {
      sent.push([type, questions.map(({ version }) => version)]);
      // Somebody was faster with the first.
      return Promise.resolve(
        questions.filter(({ id }) => id !== aQuestion(0).id).map(({ id, version }) => ({ id, version: version + 1 })),
      );
    });
    expect(result).toEqual({ undone: 2, left: 1 });
    expect(sent).toEqual([
      ['reopen', [2, 2]],
      ['reopen', [2]],
      ['approve', [3]],
    ]);
  });
});
