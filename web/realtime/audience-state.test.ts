import { describe, expect, it } from 'vitest';
import {
  type AudienceState,
  fromSnapshot,
  reduceAudience,
  settleVote,
  voteShown,
  wishVote,
  withOwn,
  withVotes,
} from './audience-state.ts';
import { broadcast, ownQuestion, publicQuestion } from './testing.ts';

const state = fromSnapshot({
  broadcast: broadcast(),
  questions: [publicQuestion('a', { votes: 5 }), publicQuestion('b', { votes: 2 })],
  own: [ownQuestion('mine')],
  votedFor: ['b'],
});

function shown(from: AudienceState, id: string) {
  const question = from.questions[id];
  if (!question) throw new Error(`no question ${id}`);
  return voteShown(from, question);
}

describe('reduceAudience', () => {
  it('replaces the broadcast whole', () => {
    const next = reduceAudience(state, { type: 'broadcast', broadcast: broadcast({ state: 'ended' }) });
    expect(next.broadcast.state).toBe('ended');
  });

  it('adds a question, and puts a changed one in its place', () => {
    const added = reduceAudience(state, { type: 'question', question: publicQuestion('c') });
    expect(Object.keys(added.questions)).toEqual(['a', 'b', 'c']);
    const aired = reduceAudience(added, { type: 'question', question: publicQuestion('a', { state: 'onAir' }) });
    expect(aired.questions.a?.state).toBe('onAir');
    expect(Object.keys(aired.questions)).toHaveLength(3);
  });

  it('takes away a question that left the public states, with the wish that hung on it', () => {
    const gone = reduceAudience(wishVote(state, 'a', true, 1), { type: 'questionGone', id: 'a' });
    expect(gone.questions.a).toBeUndefined();
    expect(gone.wishes.a).toBeUndefined();
  });

  it('follows an own question from state to state', () => {
    const rejected = ownQuestion('mine', {
      state: 'rejected',
      version: 2,
      rejection: { reason: 'unclear', note: null },
    });
    expect(reduceAudience(state, { type: 'ownQuestion', question: rejected }).own.mine).toEqual(rejected);
  });

  it('does not change what it was given', () => {
    const before = structuredClone(state);
    reduceAudience(state, { type: 'questionGone', id: 'a' });
    expect(state).toEqual(before);
  });
});

it('never lets an older version of an own question replace a newer one', () => {
  const approved = withOwn(state, ownQuestion('mine', { version: 3, state: 'approved' }));
  expect(withOwn(approved, ownQuestion('mine', { version: 2 })).own.mine?.state).toBe('approved');
});

describe('votes', () => {
  it('takes merged totals and leaves the rest of the page alone', () => {
    const next = withVotes(state, { a: 9, elsewhere: 4 });
    expect(next.questions.a?.votes).toBe(9);
    expect(next.questions.b).toBe(state.questions.b);
    expect(withVotes(state, { a: 5 })).toBe(state);
  });

  it('shows a vote at once and takes it back when the server refuses', () => {
    const pressed = wishVote(state, 'a', true, 1);
    expect(shown(pressed, 'a')).toEqual({ on: true, votes: 6 });
    expect(shown(settleVote(pressed, 'a', 1, null), 'a')).toEqual({ on: false, votes: 5 });
  });

  it('keeps the server’s count once it has answered', () => {
    const settled = settleVote(wishVote(state, 'a', true, 1), 'a', 1, { votes: 8, on: true });
    expect(shown(settled, 'a')).toEqual({ on: true, votes: 8 });
  });

  it('takes a vote back', () => {
    const pressed = wishVote(state, 'b', false, 1);
    expect(shown(pressed, 'b')).toEqual({ on: false, votes: 1 });
    expect(shown(settleVote(pressed, 'b', 1, { votes: 1, on: false }), 'b')).toEqual({ on: false, votes: 1 });
  });

  it('lets the last press win when answers are slow', () => {
    const twice = wishVote(wishVote(state, 'a', true, 1), 'a', false, 2);
    const late = settleVote(twice, 'a', 1, { votes: 6, on: true });
    expect(shown(late, 'a')).toEqual({ on: false, votes: 5 });
    expect(shown(settleVote(late, 'a', 2, { votes: 5, on: false }), 'a')).toEqual({ on: false, votes: 5 });
  });
});
