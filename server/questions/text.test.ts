import { describe, expect, test } from 'vitest';
import { cleanText, lengthOf } from './text.ts';

describe('a text keeps what it says', () => {
  test.each([
    ['accents', 'Équateur, où l’été naît', 'Équateur, où l’été naît'],
    ['decomposed accents', 'e\u0301te\u0301', 'été'],
    ['Vietnamese', 'Thái Nguyên', 'Thái Nguyên'],
    ['Arabic', 'ما هو السعر العادل؟', 'ما هو السعر العادل؟'],
    ['Persian with its non-joiner', 'می\u200cخواهم', 'می\u200cخواهم'],
    ['a family of emoji', '👩‍👩‍👧 merci', '👩‍👩‍👧 merci'],
    ['markup, as plain letters', '<b onclick=x>&amp;', '<b onclick=x>&amp;'],
    ['lines and tabs as spaces', '  a\n\n\tb\u00a0c  ', 'a b c'],
  ])('%s', (_what, raw, clean) => {
    expect(cleanText(raw)).toBe(clean);
  });
});

describe('what would disturb a screen goes', () => {
  test.each([
    ['control characters', 'a\u0000b\u0007c\u001b[31m', 'abc[31m'],
    ['zero-width characters', 'a\u200bb\ufeffc\u2060d\u00ade', 'abcde'],
    ['bidi overrides and isolates', 'abc\u202edef\u202c\u2066g\u2069', 'abcdefg'],
    ['a joiner that joins nothing', '\u200d a \u200c', 'a'],
    ['half a pair', 'a\ud800b', 'a\ufffdb'],
    ['tags and private use', 'a\u{e0041}b\ue000c', 'abc'],
  ])('%s', (_what, raw, clean) => {
    expect(cleanText(raw)).toBe(clean);
  });

  test('stacked marks are clamped to four', () => {
    const zalgo = `Z${'\u0336\u035f\u0489'.repeat(30)}`;
    expect(lengthOf(cleanText(zalgo))).toBe(5);
  });
});

test.each(['', '   ', '\u200b\u200d\ufeff', '\u202e\u2066', '\u3164\u2800', '\n\t'])('%j is empty', (raw) => {
  expect(cleanText(raw)).toBe('');
});

test('length counts code points', () => {
  expect(lengthOf('é👍')).toBe(2);
});
