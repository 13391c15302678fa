import { describe, expect, test } from 'vitest';
import { firstShown, type ReplayCuts, readyCuts, UNCUT } from './replay.ts';

const at = (minutes: number) => new Date(Date.UTC(2026, 4, 9, 22, 30) + minutes * 60_000).toISOString();
const passage = (from: number, until: number) => ({ from: at(from), until: at(until) });

describe('cuts', () => {
  const broadcast = passage(0, 60);
  const ready = (cuts: Partial<ReplayCuts>) => readyCuts({ ...UNCUT, ...cuts }, broadcast);

  test('have their passages in order, those that touch joined', () => {
    const removed = [passage(30, 40), passage(5, 10), passage(10, 12), passage(31, 35)];
    expect(ready({ removed })).toEqual({ ...UNCUT, removed: [passage(5, 12), passage(30, 40)] });
  });

  test.each([
    ['backwards', { removed: [passage(10, 10)] }],
    ['backwards', { start: at(30), end: at(20) }],
    ['outside', { end: at(62) }],
    ['outside', { removed: [passage(-2, 10)] }],
    ['nothingLeft', { start: at(10), end: at(20), removed: [passage(9, 19.9)] }],
  ])('are refused as %s', (problem, cuts) => expect(ready(cuts)).toBe(problem));
});

test('what begins in a removed passage is shown from its end, and not at all where nothing of it is left', () => {
  const cuts = { start: at(5), end: at(50), removed: [passage(10, 20), passage(30, 40)] };
  const shown = (from: number, until: number) => {
    const first = firstShown(passage(from, until), cuts);
    return first === null ? null : new Date(first).toISOString();
  };
  expect(shown(0, 8)).toBe(at(5));
  expect(shown(12, 25)).toBe(at(20));
  expect(shown(21, 25)).toBe(at(21));
  expect([shown(0, 5), shown(11, 20), shown(50, 55)]).toEqual([null, null, null]);
});
