import { expect, test } from 'vitest';
import { balanceText, cleanText, fitShortText, fitText, isRightToLeft, wrapText } from './text.ts';

/** Every letter is one wide. */
const measure = (text: string): number => [...text].length;
const NBSP = '\u00a0';

test('what strangers type becomes one clean line', () => {
  expect(cleanText('  Le\u0301gende\n\tdes  œuvres ')).toBe('Légende des œuvres');
  expect(cleanText('évil \u202etxet\u202c \u2066x\u2069')).toBe('évil txet x');
  expect(cleanText('a\u2060b\u00adc\ufeff')).toBe('abc');
  // Where a line may break, and nowhere else.
  expect(cleanText('\u200ba\u200bb \u200bc\u200b')).toBe('a\u200bb c');
  expect(cleanText('Bravo 👩‍👩‍👧 🇫🇷 👍🏽 ! © ½')).toBe(`Bravo 👩‍👩‍👧 🇫🇷 👍🏽${NBSP}! © ½`);
  expect(cleanText('❤\ufe0f 1\ufe0f\u20e3 a\ufe0fb')).toBe('❤\ufe0f 1\ufe0f\u20e3 ab');
  expect(cleanText('Z\u0351\u0352\u0353\u0354\u0355o')).toMatch(/^Z\p{M}{2}o$/u);
  expect(cleanText('Pourquoi ? « Parce que »')).toBe(`Pourquoi${NBSP}? «${NBSP}Parce que${NBSP}»`);
  expect(cleanText('<b>x</b> & 100 %')).toBe('<b>x</b> & 100 %');
});

test('the first letter decides the direction', () => {
  expect(isRightToLeft('12 ليلى abc')).toBe(true);
  expect(isRightToLeft('« שלום')).toBe(true);
  expect(isRightToLeft('Zoé ليلى')).toBe(false);
});

test('lines break at spaces, and inside words that are wider than a line', () => {
  expect(wrapText('un deux trois', 8, measure)).toEqual(['un deux', 'trois']);
  expect(wrapText('a abcdefghij b', 4, measure)).toEqual(['a ab', 'cdef', 'ghij', 'b']);
  expect(wrapText('👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧', 10, measure)).toEqual(['👨‍👩‍👧👨‍👩‍👧', '👨‍👩‍👧']);
  expect(wrapText('', 4, measure)).toEqual([]);
});

test.each([
  ['a hyphen', 'une-émission-extrêmement-longue', 18, ['une-émission-', 'extrêmement-longue']],
  ['a typographic hyphen', 'une‐émission‐longue', 14, ['une‐émission‐', 'longue']],
  ['a slash, but not between two', 'https://exemple.org/abc', 12, ['https://', 'exemple.org/', 'abc']],
  ['a zero-width space', 'abcd\u200befgh', 6, ['abcd\u200b', 'efgh']],
  ['a hyphen, and inside what is still too wide', 'un abc-defghijkl', 5, ['un', 'abc-d', 'efghi', 'jkl']],
  ['no hyphen that leads a word', '-abcdef', 4, ['-abc', 'def']],
  ['no hyphen of a word that fits', 'un rendez-vous', 11, ['un', 'rendez-vous']],
])('a word that is wider than a line breaks behind %s', (_, text, width, lines) => {
  expect(wrapText(text, width, measure)).toEqual(lines);
});

test('lines are made equally long', () => {
  expect(wrapText('aaa bbb ccc ddd', 11, measure)).toEqual(['aaa bbb ccc', 'ddd']);
  expect(balanceText('aaa bbb ccc ddd', 11, measure)).toEqual(['aaa bbb', 'ccc ddd']);
  expect(balanceText('aaa bbb', 11, measure)).toEqual(['aaa bbb']);
  // But no word is cut for that.
  expect(balanceText('ab abcdefghij', 10, measure)).toEqual(['ab', 'abcdefghij']);
  expect(balanceText('ab-abcdefghij', 10, measure)).toEqual(['ab-', 'abcdefghij']);
});

test('a text gets smaller until all of it fits', () => {
  const box = { width: 400, height: 100, largest: 40, leading: 1.25, measure };
  expect(fitText('court', box)).toEqual({ size: 40, lines: ['court'] });
  for (const text of ['mot '.repeat(70).trim(), 'M'.repeat(280)]) {
    const { size, lines } = fitText(text, box);
    expect(lines.length * size * 1.25).toBeLessThanOrEqual(100);
    for (const line of lines) expect(measure(line) * size).toBeLessThanOrEqual(400);
    expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
  }
});

test('a name gets smaller, then breaks, and ends in an ellipsis at last', () => {
  const box = { width: 100, largest: 20, smallest: 10, most: 2, measure };
  expect(fitShortText('Zoé', box)).toEqual({ size: 20, lines: ['Zoé'] });
  expect(fitShortText('Awa Tra', box)).toEqual({ size: 100 / 7, lines: ['Awa Tra'] });
  expect(fitShortText('Inés Muñoz Vega', box)).toEqual({ size: 10, lines: ['Inés Muñoz', 'Vega'] });
  expect(fitShortText('Inés Guadalupe Quispe', box)).toEqual({ size: 10, lines: ['Inés', 'Guadalupe…'] });
  expect(fitShortText('WWWWWWWWWWWWWWWWWWWWWWWW', box)).toEqual({ size: 10, lines: ['WWWWWWWWWW', 'WWWWWWWWW…'] });
  expect(fitShortText('', box)).toEqual({ size: 20, lines: [] });
});
