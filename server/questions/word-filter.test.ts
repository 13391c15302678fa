import { describe, expect, test } from 'vitest';
import { TextGuard } from './word-filter.ts';

const guard = new TextGuard({ blocked: ['Monsanto', 'pomme pourrie', 'ass'], allowed: [] });
const kindOf = (text: string) => guard.inspect(text)?.kind ?? null;

describe('words are found however they are written', () => {
  test.each([
    ['plainly', 'Vous êtes une pute'],
    ['in the plural', 'des connards'],
    ['in capitals', 'une PUTE'],
    ['with an accent, or without', 'espece d’encule'],
    ['stretched', 'puuuteee'],
    ['with signs for letters', 'c’est de la m1erd@ !'],
    ['with ones for letters', 'a55h0le'],
    ['letter by letter', 'f u c k this'],
    ['with dots between', 'f.u.c.k'],
    ['in Spanish', '¡Eres un CABRON!'],
    ['in several words', 'hijos  de puta, hijo-de-puta'],
    ['of the show’s own list', 'et monsanto ?'],
    ['of several words, of its own', 'Pomme  Pourrie !'],
    ['with its double letter', 'assss'],
  ])('%s', (_how, text) => {
    expect(kindOf(text)).toBe('word');
  });
});

describe('what contains them is left alone', () => {
  test.each([
    'Vous réputez-vous équitables ?',
    'Scunthorpe a-t-elle un marché ?',
    'Tu as vu les prix ?',
    'La dispute sur les terres',
    'Computers for the village?',
    'Il y a 455 familles',
    'C’est à dire ?',
  ])('%s', (text) => {
    expect(guard.inspect(text)).toBeNull();
  });

  test('and so is what the show allows', () => {
    const own = new TextGuard({ blocked: [], allowed: ['Joder'] });
    expect(own.inspect('joder, qué precio')).toBeNull();
  });
});

describe('suspects', () => {
  test.each([
    ['link', 'Voir https://exemple.test/a?b=c'],
    ['link', 'tout est sur promo-banane.xyz'],
    ['link', 'www.exemple.test'],
    ['email', 'écrivez à jean.dupont@exemple.org svp'],
    ['phone', 'appelez le 06 12 34 56 78'],
    ['phone', '+34 612 345 678'],
    ['phone', 'Bamako : 76.12.34.56'],
    ['phone', '612345678 ?'],
    ['phone', '(514) 555-0199'],
    ['capitals', 'POURQUOI VOUS MENTEZ À TOUT LE MONDE'],
    ['repetition', 'heeeeeein'],
    ['repetition', 'Pourquoi ?????'],
    ['repetition', 'achetez achetez Achetez achetez'],
  ])('%s: %s', (kind, text) => {
    expect(kindOf(text)).toBe(kind);
  });

  test.each([
    'Depuis 2019-2020, combien ?',
    'Le 12/05/2026 à 14:30, que se passe-t-il ?',
    '1 000 000 000 de bananes, et 12.500.000 caisses ?',
    'L’OMC, la FAO et l’ONU ?',
    'Et alors… ? Hmm......',
    'Qui décide?Vous ou nous',
    'La caisse 1763836123456 est-elle partie ?',
    'Le prix est de 3.50 €/kg, non ?',
    'Très, très, très bien',
  ])('none: %s', (text) => {
    expect(guard.inspect(text)).toBeNull();
  });
});
