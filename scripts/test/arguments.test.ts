import { expect, test } from 'vitest';
import { readArguments } from './arguments.ts';

const names = (words: string[]) => readArguments(words).steps.map((step) => step.name);

test('runs everything unless told otherwise', () => {
  expect(names([])).toEqual(['lint', 'types', 'unused', 'deps', 'unit', 'e2e']);
});

test('runs the steps that were asked for, in the usual order', () => {
  expect(names(['--only', 'unit', '--only', 'lint'])).toEqual(['lint', 'unit']);
});

test('passes words on to a single step', () => {
  expect(readArguments(['--only', 'unit', 'media/sfu']).rest).toEqual(['media/sfu']);
});

test.each([[['--only', 'everything']], [['--fast']], [['media/sfu']]])('refuses %j in one line', (words) => {
  expect(() => readArguments(words)).toThrow(/^[^\n]*npm test[^\n]*$/);
});
