import { expect, it } from 'vitest';
import { languagesFor, nextLanguage, OFFERED } from './languages.ts';

it('offers the broadcast’s languages first, then the chosen one, each once', () => {
  const offered = languagesFor(['qu', 'en'], 'pt-BR');
  expect(offered.slice(0, 3)).toEqual(['qu', 'en', 'pt-BR']);
  expect(new Set(offered).size).toBe(offered.length);
  for (const tag of OFFERED) expect(offered).toContain(tag);
});

it.each([
  [['fr', 'en'], 'fr', 'en'],
  [['fr', 'en'], 'en', 'fr'],
  [['fr', 'en'], 'es', 'fr'],
  [[], 'es', 'es'],
])('goes on among %j from %s to %s', (announced, current, next) => {
  expect(nextLanguage(announced, current)).toBe(next);
});
