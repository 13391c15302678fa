import { describe, expect, it } from 'vitest';
import { join, receive, type Sequenced } from './sequence.ts';

/** A state that shows what was applied, and in which order. */
const append = (state: string, event: string) => state + event;
const at = (seq: number, state: string): Sequenced<string> => ({ seq, state });

describe('receive', () => {
  it('applies what is new', () => {
    expect(receive(at(4, 'abcd'), { seq: 5, event: 'e' }, append)).toEqual(at(5, 'abcde'));
  });

  it('applies nothing twice', () => {
    const state = at(5, 'abcde');
    expect(receive(state, { seq: 5, event: 'e' }, append)).toBe(state);
    expect(receive(state, { seq: 3, event: 'c' }, append)).toBe(state);
  });

  it('does not mind numbers that went to others', () => {
    expect(receive(at(5, 'a'), { seq: 9, event: 'b' }, append)).toEqual(at(9, 'ab'));
  });

  it('has nothing to apply to before the first join', () => {
    expect(receive<string, string>(null, { seq: 1, event: 'a' }, append)).toBeNull();
  });
});

describe('join', () => {
  it('starts from the snapshot', () => {
    expect(join<string, string>(null, { seq: 7, snapshot: 's' }, [], append)).toEqual(at(7, 's'));
  });

  it('adds what was missed, once', () => {
    const missed = [
      { seq: 5, event: 'e' },
      { seq: 6, event: 'f' },
    ];
    expect(join(at(5, 'abcde'), { seq: 6, missed }, [], append)).toEqual(at(6, 'abcdef'));
  });

  it('replaces everything when too much was missed', () => {
    expect(join(at(5, 'abcde'), { seq: 900, snapshot: 'new' }, [], append)).toEqual(at(900, 'new'));
  });

  it('takes events that overtook the answer, without those that it covers', () => {
    const early = [
      { seq: 7, event: 'covered' },
      { seq: 8, event: '+' },
    ];
    expect(join<string, string>(null, { seq: 7, snapshot: 's' }, early, append)).toEqual(at(8, 's+'));
  });

  it('moves on to the number that the server names when all that was missed went to others', () => {
    expect(join(at(5, 'x'), { seq: 40, missed: [] }, [], append)).toEqual(at(40, 'x'));
  });

  it('stays empty when an answer carries nothing to start from', () => {
    expect(join<string, string>(null, { seq: 3, missed: [] }, [], append)).toBeNull();
  });
});
