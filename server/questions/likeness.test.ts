import { describe, expect, test } from 'vitest';
import { TextIndex } from './likeness.ts';

const TEXTS = {
  margin: 'Quelle marge revient au supermarché sur un kilo de bananes ?',
  climate: 'Comment le changement climatique touche-t-il vos récoltes de café ?',
  children: 'Les enfants vont-ils à l’école pendant la récolte ?',
  fund: '¿Cómo se decide en qué gastar el fondo social?',
  water: 'Is there enough clean water for everybody in the village?',
  why: 'Pourquoi ?',
};

function indexed(): TextIndex {
  const index = new TextIndex();
  for (const [id, text] of Object.entries(TEXTS)) index.put(id, text);
  return index;
}

const first = (text: string, begun = false) => indexed().find(text, { atLeast: begun ? 0.45 : 0.3, begun })[0]?.id;

describe('what asks the same is found', () => {
  test.each([
    ['in another order', 'Sur un kilo de bananes, quelle marge pour le supermarché ?', 'margin'],
    ['without accents, in capitals', 'QUELLE MARGE REVIENT AU SUPERMARCHE SUR LES BANANES', 'margin'],
    ['with slips', 'Coment le changement climatic touche vos récolte de cafe', 'climate'],
    ['in Spanish', '¿Quién decide cómo gastar el fondo social?', 'fund'],
    ['in English', 'Do you have enough clean water in your village?', 'water'],
  ])('%s', (_how, text, id) => {
    expect(first(text)).toBe(id);
  });

  test('while it is only begun', () => {
    expect(first('Comment le changement clim', true)).toBe('climate');
  });
});

test('what asks something else is not, though it begins alike', () => {
  expect(first('Comment devenir membre de la coopérative ?')).toBeUndefined();
  expect(first('Pourquoi les prix changent-ils chaque matin ?', true)).toBeUndefined();
});

test('the same text is as like as can be; a changed or removed one is not found any more', () => {
  const index = indexed();
  expect(index.find(TEXTS.fund, { atLeast: 0.3 })[0]).toEqual({ id: 'fund', likeness: 1 });
  index.put('fund', 'Wer bezahlt den Transport?');
  expect(index.find(TEXTS.fund, { atLeast: 0.3 })).toEqual([]);
  index.remove('water');
  expect(index.find(TEXTS.water, { atLeast: 0.3 })).toEqual([]);
});

test('what stands in every text tells nothing', () => {
  const index = new TextIndex();
  for (let number = 0; number < 100; number += 1) index.put(`${number}`, `Monsieur le président, ${number * 7919} ?`);
  expect(index.find('Monsieur le président, merci', { atLeast: 0.3 })).toEqual([]);
});
