import type { QuestionClaim } from '@antenne/server/contract';
import { describe, expect, test } from 'vitest';
import { claimsOfOthers, heldBack, INSIST_MS } from './standing-back.ts';
import { aQuestion } from './testing.ts';

const [one, two, three] = [aQuestion(1), aQuestion(2), aQuestion(3)];
const claim = ({ id }: typeof one, by: string): QuestionClaim => ({
  questionId: id,
  by,
  name: by,
  until: new Date(60_000).toISOString(),
});
const claims = new Map([
  [one.id, claim(one, 'Léa')],
  [two.id, claim(two, 'me')],
]);
const theirs = (questions: (typeof one)[]) => claimsOfOthers(questions, (id) => claims.get(id) ?? null, 'me');

describe('standing back', () => {
  test('what others work on stands in the way, one’s own and nobody’s do not', () => {
    expect(theirs([one, two, three]).map(({ name }) => name)).toEqual(['Léa']);
    expect(heldBack(theirs([two, three]), 'approve', null, 0)).toBeNull();
  });

  test('the same decision again means it, another one or a late one asks anew', () => {
    const first = heldBack(theirs([one, three]), 'approve', null, 0);
    expect(first).not.toBeNull();
    expect(heldBack(theirs([one, three]), 'approve', first, INSIST_MS - 1)).toBeNull();
    expect(heldBack(theirs([one, three]), 'reject', first, INSIST_MS - 1)).not.toBeNull();
    expect(heldBack(theirs([one, three]), 'approve', first, INSIST_MS)).not.toBeNull();
    expect(heldBack([claim(one, 'Léa'), claim(three, 'Paul')], 'approve', first, 1)).not.toBeNull();
  });
});
