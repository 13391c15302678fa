import { expect, test } from 'vitest';
import type { SlotRef, SourceRef } from '../contract/index.ts';
import { type Buses, CUT, sourceOfItem, sourceWithout, takeBuses } from './bus.ts';

const quito: SourceRef = { type: 'feed', contributorId: 'quito' };
const bamako: SourceRef = { type: 'feed', contributorId: 'bamako' };
const slate: SourceRef = { type: 'slate' };

const buses = (version: number, preview: SourceRef | null, program: SourceRef): Buses => ({
  version,
  preview,
  program,
  transition: CUT,
  takes: 6,
  held: ['bamako'],
});

test('a take puts preview on air and what was on air on preview', () => {
  expect(takeBuses(buses(3, quito, bamako), undefined)).toEqual({
    version: 4,
    preview: bamako,
    program: quito,
    transition: CUT,
    takes: 7,
    held: [],
  });
});

test('a direct take leaves preview alone, unless it was that very source', () => {
  expect(takeBuses(buses(1, quito, bamako), slate)).toEqual({
    version: 2,
    preview: quito,
    program: slate,
    transition: CUT,
    takes: 7,
    held: [],
  });
  expect(takeBuses(buses(1, quito, bamako), quito)).toEqual({
    version: 2,
    preview: bamako,
    program: quito,
    transition: CUT,
    takes: 7,
    held: [],
  });
});

test('how it goes on air is kept with what goes on air', () => {
  const mix = { type: 'mix', frames: 25 } as const;
  expect(takeBuses(buses(1, quito, bamako), undefined, mix)).toMatchObject({
    program: quito,
    transition: mix,
  });
});

test('nothing on preview cannot be taken', () => {
  expect(takeBuses(buses(1, null, slate), undefined)).toBeNull();
});

test('an item brings its contributor, the slate, or leaves the programme', () => {
  expect(sourceOfItem({ type: 'duplex', contributorId: 'quito' })).toEqual(quito);
  expect(sourceOfItem({ type: 'break', contributorId: null })).toEqual(slate);
  expect(sourceOfItem({ type: 'questions', contributorId: null })).toBeNull();
});

test('what is gone from a source leaves a smaller scene, one picture, or nothing', () => {
  const person = (contributorId: string): SlotRef => ({ type: 'feed', contributorId });
  const people = [person('quito'), person('bamako')];
  const clip: SlotRef = { type: 'clip', assetId: 'gone' };
  const left = (source: SourceRef) => sourceWithout(source, ({ type }) => type === 'clip');
  expect(left({ type: 'grid', slots: [clip, ...people] })).toEqual({ type: 'grid', slots: people });
  expect(left({ type: 'pip', slots: [person('quito'), clip], corner: 'topLeft', size: 'large' })).toEqual(quito);
  expect(left({ type: 'questionPanel', slots: [clip] })).toBeNull();
  expect(left(clip)).toBeNull();
  const whole: SourceRef[] = [slate, quito, { type: 'everybody', slots: [] }, { type: 'twoUp', slots: people }];
  expect(whole.map(left)).toEqual(whole);
});
