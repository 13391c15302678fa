import { expect, test } from 'vitest';
import type { SourceRef } from '../contract/index.ts';
import { CUT, sourceOfItem, takeBuses } from './bus.ts';

const quito: SourceRef = { type: 'feed', contributorId: 'quito' };
const bamako: SourceRef = { type: 'feed', contributorId: 'bamako' };
const slate: SourceRef = { type: 'slate' };

test('a take puts preview on air and what was on air on preview', () => {
  expect(takeBuses({ version: 3, preview: quito, program: bamako, transition: CUT }, undefined)).toEqual({
    version: 4,
    preview: bamako,
    program: quito,
    transition: CUT,
  });
});

test('a direct take leaves preview alone, unless it was that very source', () => {
  expect(takeBuses({ version: 1, preview: quito, program: bamako, transition: CUT }, slate)).toEqual({
    version: 2,
    preview: quito,
    program: slate,
    transition: CUT,
  });
  expect(takeBuses({ version: 1, preview: quito, program: bamako, transition: CUT }, quito)).toEqual({
    version: 2,
    preview: bamako,
    program: quito,
    transition: CUT,
  });
});

test('how it goes on air is kept with what goes on air', () => {
  const mix = { type: 'mix', frames: 25 } as const;
  expect(takeBuses({ version: 1, preview: quito, program: bamako, transition: CUT }, undefined, mix)).toMatchObject({
    program: quito,
    transition: mix,
  });
});

test('nothing on preview cannot be taken', () => {
  expect(takeBuses({ version: 1, preview: null, program: slate, transition: CUT }, undefined)).toBeNull();
});

test('an item brings its contributor, the slate, or leaves the programme', () => {
  expect(sourceOfItem({ type: 'duplex', contributorId: 'quito' })).toEqual(quito);
  expect(sourceOfItem({ type: 'break', contributorId: null })).toEqual(slate);
  expect(sourceOfItem({ type: 'questions', contributorId: null })).toBeNull();
});
