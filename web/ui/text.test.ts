import { expect, it } from 'vitest';
import { spaced } from './locale.ts';
import { codePoints, normalised } from './text.ts';

it('counts characters as people do, not UTF-16 units', () => {
  expect(codePoints('Équateur 🌍')).toBe(10);
});

it('does not count white space that will be taken away', () => {
  expect(codePoints('  un \t deux  \r\n\r\n\r\n\r\n trois ')).toBe('un deux\n\ntrois'.length);
});

it('keeps single line breaks', () => {
  expect(normalised('un\ndeux')).toBe('un\ndeux');
});

it('keeps French double marks on the line of their word, and other languages as they are', () => {
  expect(spaced('Le prix : que payent-ils ? « Tout »', 'fr')).toBe(
    'Le prix\u00a0: que payent-ils\u00a0? «\u00a0Tout\u00a0»',
  );
  expect(spaced('a : b', 'en')).toBe('a : b');
});
