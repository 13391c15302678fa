import { NO_GRAPHICS } from '@antenne/server/contract';
import { describe, expect, it } from 'vitest';
import { type ControlState, LOG_LINES, reduceControl, withQuestions, withStaffVotes } from './control-state.ts';
import { broadcast, rundown, staffQuestion } from './testing.ts';

const state: ControlState = {
  broadcast: broadcast(),
  me: { id: 'me', name: 'Alice', role: 'producer' },
  rundown: rundown(),
  bus: {
    version: 4,
    preview: null,
    program: { type: 'slate' },
    onAir: { type: 'slate' },
    onAirSince: null,
    incoming: null,
    fade: null,
    held: [],
    health: 'running',
  },
  graphics: { state: NO_GRAPHICS, onAir: [] },
  assets: [],
  scenes: [],
  contributors: [],
  questions: [staffQuestion('a', { version: 2 }), staffQuestion('b')],
  questionCounts: [],
  sight: 'all',
  questionRules: { policy: 'moderateFirst', themes: [] },
  claims: [],
  log: [],
  presence: [],
  talks: [],
  cues: [],
  stage: { message: null, blackout: false, cues: [], linkedAt: null },
  viewers: 0,
  recording: { wish: { on: true, isos: true, bestLayer: true }, status: null },
  simulcast: { targets: [], states: {} },
  captions: [],
};

describe('reduceControl', () => {
  it('puts a changed question in its place and a new one after the others', () => {
    const moved = reduceControl(state, {
      type: 'staffQuestion',
      question: staffQuestion('a', { version: 3, state: 'approved' }),
    });
    expect(moved.questions.map(({ id, state: where }) => [id, where])).toEqual([
      ['a', 'approved'],
      ['b', 'pending'],
    ]);
    const added = reduceControl(moved, { type: 'staffQuestion', question: staffQuestion('c') });
    expect(added.questions.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

  it('does not go back to an older version of a question', () => {
    expect(reduceControl(state, { type: 'staffQuestion', question: staffQuestion('a', { version: 1 }) })).toBe(state);
  });

  it('takes the bus as it comes', () => {
    const bus = { ...state.bus, version: 5, onAir: { type: 'feed' as const, contributorId: 'q' } };
    expect(reduceControl(state, { type: 'bus', bus }).bus).toEqual(bus);
  });

  it('lets a question go that is none of ours any more, unless it knows a newer state of it', () => {
    const gone = (version: number) => reduceControl(state, { type: 'questionGone', id: 'a', version });
    expect(gone(3).questions.map(({ id }) => id)).toEqual(['b']);
    expect(gone(1)).toBe(state);
    const unknown = reduceControl(state, { type: 'questionGone', id: 'never seen', version: 1 });
    expect(unknown.questions).toBe(state.questions);
  });

  it('does not bring back what went while a search was on its way, unless it is newer', () => {
    const ids = (next: ControlState) => next.questions.map(({ id }) => id);
    const answer = (version: number) => [staffQuestion('a', { version }), staffQuestion('never seen', { version })];
    let next = reduceControl(state, { type: 'questionGone', id: 'a', version: 3 });
    next = reduceControl(next, { type: 'questionGone', id: 'never seen', version: 3 });
    expect(ids(withQuestions(next, answer(2)))).toEqual(['b']);
    expect(ids(withQuestions(next, answer(3)))).toEqual(['b']);
    expect(ids(withQuestions(next, answer(4)))).toEqual(['b', 'a', 'never seen']);
    const purged = reduceControl(state, { type: 'questionsPurged', ids: ['a', 'never seen'], lineIds: [] });
    expect(ids(withQuestions(purged, answer(9)))).toEqual(['b']);
  });

  it('keeps the newest lines of the log, each once', () => {
    let next = state;
    for (let index = 0; index < LOG_LINES + 5; index += 1) {
      const line = { id: String(index), at: '2026-05-09T12:00:00.000Z', actor: 'Alice', action: 'take', subject: null };
      next = reduceControl(next, { type: 'log', line });
      next = reduceControl(next, { type: 'log', line });
    }
    expect(next.log).toHaveLength(LOG_LINES);
    expect(next.log[0]?.id).toBe(String(LOG_LINES + 4));
    expect(next.log[1]?.id).toBe(String(LOG_LINES + 3));
  });
});

it('changes only the counts that changed', () => {
  expect(withStaffVotes(state, { a: 0 })).toBe(state);
  const next = withStaffVotes(state, { a: 7 });
  expect(next.questions[0]?.votes).toBe(7);
  expect(next.questions[1]).toBe(state.questions[1]);
});
