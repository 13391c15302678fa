import { describe, expect, test } from 'vitest';
import { changesTo, newer, reconcile } from './reconcile.ts';
import { desired } from './testing.ts';

const person = { id: 'p', name: 'Rosa', place: 'Quito', role: null, zone: null, simulated: null, gain: 1 };
const made = { id: 's', name: 'Linh', place: 'Hanoï', role: null, zone: null, simulated: 2, gain: 1 };
const types = (...args: Parameters<typeof reconcile>) => reconcile(...args).map(({ type }) => type);

describe('what has to happen', () => {
  test('a broadcast that goes live from nothing: the room first, the programme last', () => {
    expect(reconcile(null, desired({ contributors: [person, made] }))).toEqual([
      { type: 'openRoom' },
      { type: 'simulate', contributorId: 's', which: 2 },
      { type: 'startProgram' },
    ]);
  });

  test('before the show only the room and its simulated guests', () => {
    expect(types(null, desired({ stage: 'ready', contributors: [made] }))).toEqual(['openRoom', 'simulate']);
  });

  test('whoever is on air is simulated first', () => {
    const other = { ...made, id: 't', simulated: 4 };
    const live = desired({ contributors: [made, other], program: { type: 'feed', contributorId: 't' } });
    expect(reconcile(null, live)).toEqual([
      { type: 'openRoom' },
      { type: 'simulate', contributorId: 't', which: 4 },
      { type: 'simulate', contributorId: 's', which: 2 },
      { type: 'startProgram' },
    ]);
  });

  test('at its end the programme before the room', () => {
    const live = desired({ contributors: [made] });
    expect(types(live, { ...live, stage: 'closed' })).toEqual(['stopProgram', 'stopSimulation', 'closeRoom']);
    expect(types(live, null)).toEqual(['stopProgram', 'stopSimulation', 'closeRoom']);
  });

  test('back to the green room keeps the room and its people', () => {
    const live = desired();
    expect(types(live, { ...live, stage: 'ready' })).toEqual(['stopProgram']);
  });

  test('nothing when only the revision grew, and nothing for what was closed already', () => {
    const live = desired();
    expect(reconcile(live, { ...live, rev: 9 })).toEqual([]);
    expect(reconcile(null, { ...live, stage: 'closed' })).toEqual([]);
    expect(reconcile({ ...live, stage: 'closed' }, null)).toEqual([]);
  });

  test.each([
    ['another source', { program: { type: 'feed', contributorId: person.id } as const }],
    ['a question', { question: { id: 'q', text: 'Pourquoi ?', author: null, theme: 'Prix' } }],
    ['another title', { title: 'Autre' }],
    ['another take of the same', { takes: 1 }],
    ['who is held', { held: [person.id] }],
  ])('%s is told to the running programme, which goes on', (_, change) => {
    const live = desired({ contributors: [person] });
    const actions = types(live, { ...live, ...change });
    expect(actions.filter((type) => type !== 'favour')).toEqual(['updateProgram']);
  });

  test('who comes on a bus is favoured, before it is taken', () => {
    const live = desired({ contributors: [person, made] });
    const previewed = { ...live, standby: { type: 'feed', contributorId: person.id } as const };
    const told = { type: 'updateProgram' };
    expect(reconcile(live, previewed)).toEqual([told, { type: 'favour', contributorIds: [person.id] }]);
    expect(reconcile(previewed, { ...previewed, standby: null })).toEqual([
      told,
      { type: 'favour', contributorIds: [] },
    ]);
    const all = reconcile(live, { ...live, standby: { type: 'everybody', slots: [] } });
    expect(all).toContainEqual({ type: 'favour', contributorIds: [person.id, made.id].sort() });
    const recorded = reconcile(live, { ...live, recording: { on: true, isos: true, bestLayer: true } });
    expect(recorded).toContainEqual({ type: 'favour', contributorIds: [person.id, made.id].sort() });
    expect(reconcile({ ...live, stage: 'ready' }, { ...previewed, stage: 'ready' })).toEqual([]);
  });

  test('who is recorded by themselves at their best is favoured, on a bus or not', () => {
    const recording = { on: true, isos: true, bestLayer: true };
    const off = desired({ contributors: [person, made] });
    const ids = [person.id, made.id].sort();
    expect(reconcile(off, { ...off, recording })).toContainEqual({ type: 'favour', contributorIds: ids });
    expect(reconcile({ ...off, recording }, { ...off, recording: { ...recording, on: false } })).toContainEqual({
      type: 'favour',
      contributorIds: [],
    });
    for (const part of ['isos', 'bestLayer'] as const) {
      const actions = types(off, { ...off, recording: { ...recording, [part]: false } });
      expect(actions).toEqual(['updateProgram']);
    }
  });

  test('a person who takes a simulated place ends the simulation, and gives it back', () => {
    const live = desired({ contributors: [made] });
    const taken = { ...live, contributors: [{ ...made, simulated: null, gain: 1 }] };
    expect(reconcile(live, taken)).toContainEqual({ type: 'stopSimulation', contributorId: 's' });
    expect(reconcile(taken, live)).toContainEqual({ type: 'simulate', contributorId: 's', which: 2 });
  });

  test('who is no longer invited is sent away', () => {
    const live = desired({ contributors: [person, made] });
    const actions = reconcile(live, { ...live, contributors: [made] });
    expect(actions).toContainEqual({ type: 'removeContributor', contributorId: 'p' });
  });
});

describe('what is taken over', () => {
  const known = (one: ReturnType<typeof desired>) => new Map([[one.broadcastId, one]]);

  test('a newer revision, not the same or an older one', () => {
    const before = desired({ rev: 5 });
    expect(newer(known(before), { ...before, rev: 6 })).not.toBeNull();
    expect(newer(known(before), { ...before, rev: 5 })).toBeNull();
    expect(newer(known(before), { ...before, rev: 4 })).toBeNull();
  });

  test('the whole list, even with lower revisions; what is not in it is over', () => {
    const before = desired({ rev: 5 });
    const other = desired({ rev: 1 });
    const restored = { ...before, rev: 2 };
    expect(changesTo(new Map([...known(before), ...known(other)]), [restored])).toEqual([
      { broadcastId: other.broadcastId, desired: null },
      { broadcastId: before.broadcastId, desired: restored },
    ]);
  });
});
