import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { GlobalFonts } from '@napi-rs/canvas';
import { MediaError } from '../core/errors.ts';
import { type Font, slicesFor } from './font-slices.ts';

const INTER = '@fontsource-variable/inter';

/** What nearly every text needs, so that a machine without fonts draws the same picture. Loaded at the beginning. */
const FIRST: readonly Font[] = [
  ['Antenne', INTER, 'inter-latin-wght-normal.woff2'],
  ['Antenne Latin', INTER, 'inter-latin-ext-wght-normal.woff2'],
  ['Antenne Vietnamese', INTER, 'inter-vietnamese-wght-normal.woff2'],
  ['Antenne Cyrillic', INTER, 'inter-cyrillic-wght-normal.woff2'],
  ['Antenne Cyrillic Extended', INTER, 'inter-cyrillic-ext-wght-normal.woff2'],
  ['Antenne Greek', INTER, 'inter-greek-wght-normal.woff2'],
  ['Antenne Greek Extended', INTER, 'inter-greek-ext-wght-normal.woff2'],
  noto('arabic'),
  noto('hebrew'),
];

/** Loaded when a text has letters of theirs, 25–200 kB each. Chinese, Japanese and Korean: `font-slices.ts`. */
const SCRIPTS: readonly (readonly [letters: RegExp, font: Font])[] = [
  [/\p{Script=Armenian}/u, noto('armenian')],
  [/\p{Script=Bengali}/u, noto('bengali')],
  [/\p{Script=Devanagari}/u, noto('devanagari')],
  [/\p{Script=Ethiopic}/u, noto('ethiopic')],
  [/\p{Script=Georgian}/u, noto('georgian')],
  [/\p{Script=Gujarati}/u, noto('gujarati')],
  [/\p{Script=Gurmukhi}/u, noto('gurmukhi')],
  [/\p{Script=Kannada}/u, noto('kannada')],
  [/\p{Script=Khmer}/u, noto('khmer')],
  [/\p{Script=Lao}/u, noto('lao')],
  [/\p{Script=Malayalam}/u, noto('malayalam')],
  [/\p{Script=Sinhala}/u, noto('sinhala')],
  [/\p{Script=Tamil}/u, noto('tamil')],
  [/\p{Script=Telugu}/u, noto('telugu')],
  [/\p{Script=Thai}/u, noto('thai')],
];

/** Emoji in colour (COLRv1). Large: loaded when a text has some. */
const EMOJI: Font = ['Antenne Emoji', '@fontsource/noto-color-emoji', 'noto-color-emoji-emoji-400-normal.woff2'];

/** Letters' own signs, as © is, stand in the other fonts, too. */
const EMOJI_TEXT = /\p{Emoji_Presentation}|\p{Extended_Pictographic}|\ufe0f/u;

const loaded = new Set<string>();
const require = createRequire(import.meta.url);

/** Loads the typeface's own letters. */
export function registerFonts(): void {
  for (const font of FIRST) register(font);
}

/** For the canvas's `font`: Inter, and one family per script of this text behind it, all of them loaded. */
export function fontFamily(text: string): string {
  const fonts = [
    ...FIRST,
    ...(EMOJI_TEXT.test(text) ? [EMOJI] : []),
    ...SCRIPTS.flatMap(([letters, font]) => (letters.test(text) ? [font] : [])),
    ...slicesFor(text),
  ];
  for (const font of fonts) register(font);
  return [...fonts.map(([family]) => `"${family}"`), 'sans-serif'].join(', ');
}

function noto(script: string): Font {
  const name = `noto-sans-${script}`;
  return [`Antenne ${name}`, `@fontsource-variable/${name}`, `${name}-${script}-wght-normal.woff2`];
}

function register([family, name, file]: Font): void {
  if (loaded.has(family)) return;
  const path = join(dirname(require.resolve(`${name}/package.json`)), 'files', file);
  if (!GlobalFonts.registerFromPath(path, family)) throw new MediaError('badFormat', `cannot load the font ${path}`);
  loaded.add(family);
}
