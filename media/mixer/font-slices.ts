/**
 * Chinese, Japanese and Korean letters. Their fonts come in a hundred slices each, the commonest letters together
 * (20–80 kB); a text needs some of them.
 */
import { createRequire } from 'node:module';
import { z } from 'zod';

/** A file of an npm package, under a family of its own: Skia looks for a letter in one family after the other. */
export type Font = readonly [family: string, name: string, file: string];

/** Their letters and their punctuation, full-width forms included. */
const LETTER = /\p{scx=Han}|\p{scx=Hiragana}|\p{scx=Katakana}|\p{scx=Hangul}|\p{scx=Bopomofo}|[\uff00-\uffef]/u;

/** The languages draw some Chinese letters in different ways: the one whose own letters a text has comes first. */
const LANGUAGES = [
  ['kr', /\p{Script=Hangul}/u],
  ['jp', /\p{Script=Hiragana}|\p{Script=Katakana}/u],
  ['sc', /\p{Script=Han}/u],
] as const;

type Language = (typeof LANGUAGES)[number][0];

const require = createRequire(import.meta.url);
const tables = new Map<Language, ReadonlyMap<number, string>>();

/** The slices in which this text's letters are, those of its language first; none for other scripts. */
export function slicesFor(text: string): Font[] {
  const letters = new Set([...text].filter((letter) => LETTER.test(letter)));
  if (letters.size === 0) return [];
  const own = LANGUAGES.filter(([, has]) => has.test(text));
  const order = new Set([...own, ['sc'] as const, ...LANGUAGES].map(([language]) => language));
  const slices = new Map<string, Font>();
  for (const language of order) {
    const table = tableOf(language);
    for (const letter of letters) {
      const slice = table.get(letter.codePointAt(0) ?? 0);
      if (slice === undefined) continue;
      const name = `noto-sans-${language}`;
      const family = `Antenne ${name} ${slice}`;
      slices.set(family, [family, `@fontsource-variable/${name}`, `${name}-${slice}-wght-normal.woff2`]);
      letters.delete(letter);
    }
    if (letters.size === 0) break;
  }
  return [...slices.values()];
}

/** Which slice a code point is in, as the package's `unicode.json` says it: `{ "[4]": "U+1f232,U+1f234-1f237" }`. */
function tableOf(language: Language): ReadonlyMap<number, string> {
  const known = tables.get(language);
  if (known) return known;
  const ranges = z
    .record(z.string(), z.string())
    .parse(require(`@fontsource-variable/noto-sans-${language}/unicode.json`));
  const table = new Map<number, string>();
  for (const [key, range] of Object.entries(ranges)) {
    const slice = /^\[(\d+)\]$/.exec(key)?.[1];
    if (slice === undefined) continue;
    for (const [, first = '', last = first] of range.matchAll(/U\+([\da-f]+)(?:-([\da-f]+))?/gi))
      for (let code = Number.parseInt(first, 16); code <= Number.parseInt(last, 16); code += 1) table.set(code, slice);
  }
  tables.set(language, table);
  return table;
}
