import { expect, it } from 'vitest';
import { worstOf } from './simulcast.ts';

const target = (id: string, enabled = true) => ({ id, name: id, host: 'a.example', enabled });
const live = { type: 'live', since: '2026-05-09T18:00:00.000Z' } as const;
const waiting = { type: 'waiting', reason: 'no answer', until: '2026-05-09T18:00:04.000Z' } as const;

it('is the worst of those that are switched on', () => {
  const targets = [target('a'), target('b'), target('c', false)];
  expect(worstOf({ targets, states: {} })).toBeNull();
  expect(worstOf({ targets, states: { a: live } })).toBe('live');
  expect(worstOf({ targets, states: { a: live, b: { type: 'connecting' } } })).toBe('connecting');
  expect(worstOf({ targets, states: { a: live, b: waiting } })).toBe('waiting');
  expect(worstOf({ targets, states: { a: live, c: waiting } })).toBe('live');
});
