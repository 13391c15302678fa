import { describe, expect, test } from 'vitest';
import { type QuestionMove, QuestionState } from '../contract/index.ts';
import { moveQuestion, type OtherMove, type QuestionLife, rolesForMove, rolesForMoveAnywhere } from './lifecycle.ts';

const now = new Date('2026-05-09T14:00:00Z');
const life = (state: QuestionState): QuestionLife => ({
  state,
  edited: null,
  rejection: null,
  onAirAt: null,
  answeredAt: null,
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
  { type: 'withdraw' },
  { type: 'archive' },
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
  'pending withdraw': 'withdrawn',
  'pending archive': 'archived',
  'approved reject': 'rejected',
  'approved queue': 'queued',
  'approved reopen': 'pending',
  'approved putOnAir': 'onAir',
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

  test('on air and answered have their instants', () => {
    const onAir = moveQuestion(life('queued'), { type: 'putOnAir', replace: false }, now);
    expect(onAir?.onAirAt).toEqual(now);
    expect(onAir && moveQuestion(onAir, { type: 'answered' }, now)).toMatchObject({ onAirAt: now, answeredAt: now });
    expect(onAir && moveQuestion(onAir, { type: 'takeOffAir' }, now)).toMatchObject({ onAirAt: null });
  });
});

describe('who may', () => {
  test.each([
    ['pending', 'approve', ['moderator']],
    ['approved', 'reject', ['moderator', 'producer']],
    ['queued', 'putOnAir', ['producer', 'presenter', 'moderator']],
    ['answered', 'reopen', ['moderator']],
  ] as const)('%s → %s', (state, type, roles) => {
    expect(rolesForMove(state, type)).toEqual(roles);
  });

  test('a move that does not exist is for nobody', () => {
    expect(rolesForMove('pending', 'answered')).toBeNull();
    expect(rolesForMoveAnywhere('approve')).toEqual(['moderator']);
    expect(rolesForMoveAnywhere('reopen').toSorted()).toEqual(['moderator', 'producer']);
  });
});
