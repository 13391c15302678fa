import { expect, test } from 'vitest';
import type { SourceRef } from '../contract/index.ts';
import { sourceOfItem, takeBuses } from './bus.ts';

const quito: SourceRef = { type: 'feed', contributorId: 'quito' };
const bamako: SourceRef = { type: 'feed', contributorId: 'bamako' };
const slate: SourceRef = { type: 'slate' };

test('a take puts preview on air and what was on air on preview', () => {
  expect(takeBuses({ version: 3, preview: quito, program: bamako }, undefined)).toEqual({
    version: 4,
    preview: bamako,
    program: quito,
  });
});

test('a direct take leaves preview alone, unless it was that very source', () => {
  expect(takeBuses({ version: 1, preview: quito, program: bamako }, slate)).toEqual({
    version: 2,
    preview: quito,
    program: slate,
  });
  expect(takeBuses({ version: 1, preview: quito, program: bamako }, quito)).toEqual({
    version: 2,
    preview: bamako,
    program: quito,
  });
});

test('nothing on preview cannot be taken', () => {
  expect(takeBuses({ version: 1, preview: null, program: slate }, undefined)).toBeNull();
});

test('an item brings its contributor, the slate, or leaves the programme', () => {
  expect(sourceOfItem({ type: 'duplex', contributorId: 'quito' })).toEqual(quito);
  expect(sourceOfItem({ type: 'break', contributorId: null })).toEqual(slate);
  expect(sourceOfItem({ type: 'questions', contributorId: null })).toBeNull();
});
