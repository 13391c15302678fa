import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type QuestionMove, QuestionState } from '../contract/index.ts';
import {
  firstState,
  moveQuestion,
  needsReason,
  type OtherMove,
  type QuestionLife,
  rolesForMove,
  rolesForMoveAnywhere,
} from './lifecycle.ts';

const OTHER = '10000000-0000-4000-8000-000000000001';
const now = new Date('2026-05-09T14:00:00Z');
const life = (state: QuestionState): QuestionLife => ({
  state,
  edited: null,
  place: 'Lyon',
  rejection: null,
  onAirAt: null,
  answeredAt: null,
  mergedIntoId: state === 'merged' ? OTHER : null,
  mergedFrom: state === 'merged' ? 'approved' : null,
});

const MOVES: (QuestionMove | OtherMove)[] = [
  { type: 'approve' },
  { type: 'reject', reason: 'offTopic' },
  { type: 'reopen' },
  { type: 'queue' },
  { type: 'putOnAir', replace: false },
  { type: 'answered' },
  { type: 'takeOffAir' },
  { type: 'edit', text: 'Mieux dit ?' },
  { type: 'merge', into: OTHER },
  { type: 'unmerge', reason: 'pas la même' },
  { type: 'withdraw' },
  { type: 'archive' },
  { type: 'restore' },
];

/** The whole machine: what is not here does not exist. */
const EXPECTED: Record<string, string> = {
  'held reject': 'rejected',
  'held reopen': 'pending',
  'held edit': 'held',
  'held withdraw': 'withdrawn',
  'held archive': 'archived',
  'pending approve': 'approved',
  'pending reject': 'rejected',
  'pending edit': 'pending',
  'pending merge': 'merged',
  'pending withdraw': 'withdrawn',
  'pending archive': 'archived',
  'approved reject': 'rejected',
  'approved queue': 'queued',
  'approved reopen': 'pending',
  'approved putOnAir': 'onAir',
  'approved merge': 'merged',
  'approved edit': 'approved',
  'approved withdraw': 'withdrawn',
  'approved archive': 'archived',
  'rejected reopen': 'pending',
  'queued reopen': 'approved',
  'queued putOnAir': 'onAir',
  'queued edit': 'queued',
  'queued archive': 'archived',
  'onAir answered': 'answered',
  'onAir takeOffAir': 'queued',
  'onAir edit': 'onAir',
  'answered reopen': 'queued',
  'answered restore': 'onAir',
  'merged unmerge': 'approved',
};

test('every move from every state leads where it should, or does not exist', () => {
  const found: Record<string, string> = {};
  for (const state of QuestionState.options) {
    for (const move of MOVES) {
      const moved = moveQuestion(life(state), move, now);
      if (moved) found[`${state} ${move.type}`] = moved.state;
    }
  }
  expect(found).toEqual(EXPECTED);
});

describe('states carry their facts', () => {
  test('a rejection has its reason, and loses it when the question is reopened', () => {
    const rejected = moveQuestion(life('pending'), { type: 'reject', reason: 'duplicate', note: 'déjà posée' }, now);
    expect(rejected?.rejection).toEqual({ reason: 'duplicate', note: 'déjà posée' });
    expect(rejected && moveQuestion(rejected, { type: 'reopen' }, now)?.rejection).toBeNull();
  });

  test('an edit changes where the author is only where it says so', () => {
    const edit = { type: 'edit', text: 'Mieux dit ?' } as const;
    expect(moveQuestion(life('pending'), edit, now)).toMatchObject({ edited: 'Mieux dit ?', place: 'Lyon' });
    expect(moveQuestion(life('pending'), { ...edit, place: 'Bron' }, now)).toMatchObject({ place: 'Bron' });
    expect(moveQuestion(life('pending'), { ...edit, place: '' }, now)).toMatchObject({ place: null });
  });

  test('on air and answered have their instants', () => {
    const onAir = moveQuestion(life('queued'), { type: 'putOnAir', replace: false }, now);
    expect(onAir?.onAirAt).toEqual(now);
    expect(onAir && moveQuestion(onAir, { type: 'answered' }, now)).toMatchObject({ onAirAt: now, answeredAt: now });
    expect(onAir && moveQuestion(onAir, { type: 'takeOffAir' }, now)).toMatchObject({ onAirAt: null });
    const answered = onAir && moveQuestion(onAir, { type: 'answered' }, now);
    expect(answered && moveQuestion(answered, { type: 'restore' }, new Date())).toEqual(onAir);
  });
});

test('whatever is done in whatever order, a question carries the facts of its state and no others', () => {
  fc.assert(
    fc.property(
      fc.constantFrom<QuestionState[]>('pending', 'held', 'approved'),
      fc.array(fc.constantFrom(...MOVES)),
      (first, moves) => {
        let question = life(first);
        for (const move of moves) {
          const before = question;
          question = moveQuestion(question, move, now) ?? question;
          expect(question.rejection !== null).toBe(question.state === 'rejected');
          expect(question.mergedIntoId !== null).toBe(question.state === 'merged');
          expect(question.mergedFrom !== null).toBe(question.state === 'merged');
          if (question.state === 'onAir' || question.state === 'answered') expect(question.onAirAt).toEqual(now);
          if (question.state === 'answered') expect(question.answeredAt).toEqual(now);
          // A merge and its undoing leave no trace.
          const merged = moveQuestion(before, { type: 'merge', into: OTHER }, now);
          if (merged) expect(moveQuestion(merged, { type: 'unmerge' }, now)).toEqual(before);
        }
      },
    ),
  );
});

test.each([
  ['moderateFirst', false, 'pending'],
  ['moderateFirst', true, 'held'],
  ['publishFirst', false, 'approved'],
  ['publishFirst', true, 'held'],
] as const)('with %s, a question begins (held: %s) as %s', (policy, held, state) => {
  expect(firstState(policy, held)).toBe(state);
});

/** Who may make each move from each state; whoever is not here may not. */
const ROLES: Record<string, string> = {
  'held reject': 'moderator',
  'held reopen': 'moderator',
  'held edit': 'moderator',
  'pending approve': 'moderator',
  'pending reject': 'moderator',
  'pending edit': 'moderator',
  'pending merge': 'moderator',
  'approved reject': 'moderator producer',
  'approved queue': 'moderator producer',
  'approved reopen': 'moderator',
  'approved putOnAir': 'moderator presenter producer',
  'approved edit': 'moderator',
  'approved merge': 'moderator producer',
  'rejected reopen': 'moderator',
  'queued reopen': 'moderator producer',
  'queued putOnAir': 'moderator presenter producer',
  'queued edit': 'moderator',
  'onAir answered': 'moderator presenter producer',
  'onAir takeOffAir': 'moderator presenter producer',
  'onAir edit': 'moderator',
  'answered reopen': 'moderator',
  'merged unmerge': 'moderator',
};

describe('who may', () => {
  test('makes which move from which state', () => {
    const found: Record<string, string> = {};
    for (const state of QuestionState.options) {
      for (const { type } of MOVES) {
        if (type === 'withdraw' || type === 'archive' || type === 'restore') continue;
        const roles = rolesForMove(state, type);
        if (roles) found[`${state} ${type}`] = roles.toSorted().join(' ');
      }
    }
    expect(found).toEqual(ROLES);
  });

  test('says why when authors were told that it was final', () => {
    const why = QuestionState.options.flatMap((state) =>
      (['reopen', 'unmerge', 'approve'] as const).flatMap((type) =>
        rolesForMove(state, type) && needsReason(state, type) ? [`${state} ${type}`] : [],
      ),
    );
    expect(why.toSorted()).toEqual(['answered reopen', 'merged unmerge', 'rejected reopen']);
  });

  test('a move that does not exist is for nobody', () => {
    expect(rolesForMove('pending', 'answered')).toBeNull();
    expect(rolesForMoveAnywhere('approve')).toEqual(['moderator']);
    expect(rolesForMoveAnywhere('reopen').toSorted()).toEqual(['moderator', 'producer']);
  });
});
