import type { Replay } from '@antenne/server/contract';
import { expect, test } from 'vitest';
import { guideOf } from './guide.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 4, 9, 20, minute)).toISOString();
const chapter = (id: string, minute: number): Replay['chapters'][number] => ({
  id,
  title: { fr: id },
  type: 'duplex',
  place: null,
  at: at(minute),
});
const question = (id: string, minute: number) => ({
  id,
  text: id,
  author: null,
  place: null,
  themeId: id,
  at: at(minute),
  writtenAnswer: null,
});
const shape = (replay: Pick<Replay, 'chapters' | 'questions'>) =>
  guideOf(replay).map((part) => [part.chapter?.id ?? null, part.questions.map(({ id }) => id)]);

test('questions stand under the chapter in which they were on air, also one that begins with it', () => {
  const questions = [question('a', 5), question('b', 20), question('c', 59)];
  expect(shape({ chapters: [chapter('Quito', 0), chapter('Lyon', 20)], questions })).toEqual([
    ['Quito', ['a']],
    ['Lyon', ['b', 'c']],
  ]);
});

test('what was asked before the first chapter, or without any, is there as well', () => {
  expect(shape({ chapters: [chapter('Lyon', 20)], questions: [question('a', 5)] })).toEqual([
    [null, ['a']],
    ['Lyon', []],
  ]);
  expect(shape({ chapters: [], questions: [question('a', 5)] })).toEqual([[null, ['a']]]);
});
