import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { GlobalFonts } from '@napi-rs/canvas';
import { MediaError } from '../core/errors.ts';

/** The npm packages whose files make up the typeface, so that a machine without fonts draws the same picture. */
const FILES = [
  ['Antenne', '@fontsource-variable/inter', 'inter-latin-wght-normal.woff2'],
  ['Antenne Latin', '@fontsource-variable/inter', 'inter-latin-ext-wght-normal.woff2'],
  ['Antenne Vietnamese', '@fontsource-variable/inter', 'inter-vietnamese-wght-normal.woff2'],
  ['Antenne Cyrillic', '@fontsource-variable/inter', 'inter-cyrillic-wght-normal.woff2'],
  ['Antenne Cyrillic Extended', '@fontsource-variable/inter', 'inter-cyrillic-ext-wght-normal.woff2'],
  ['Antenne Greek', '@fontsource-variable/inter', 'inter-greek-wght-normal.woff2'],
  ['Antenne Greek Extended', '@fontsource-variable/inter', 'inter-greek-ext-wght-normal.woff2'],
  ['Antenne Arabic', '@fontsource-variable/noto-sans-arabic', 'noto-sans-arabic-arabic-wght-normal.woff2'],
  ['Antenne Hebrew', '@fontsource-variable/noto-sans-hebrew', 'noto-sans-hebrew-hebrew-wght-normal.woff2'],
] as const;

/** Emoji in colour (COLRv1). Large: loaded when a text has some. */
const EMOJI = ['Antenne Emoji', '@fontsource/noto-color-emoji', 'noto-color-emoji-emoji-400-normal.woff2'] as const;

/** For the canvas's `font`: Inter, with one family per script behind it. */
export const FONT_FAMILY = [...[...FILES, EMOJI].map(([family]) => `"${family}"`), 'sans-serif'].join(', ');

let registered = false;
let hasEmoji = false;

/** Loads the typeface once per process. */
export function registerFonts(): void {
  if (registered) return;
  for (const font of FILES) register(font);
  registered = true;
}

/** Loads what else this text needs. To be called before a font is set that it is measured or drawn in. */
export function registerFontsFor(text: string): void {
  if (hasEmoji || !EMOJI_TEXT.test(text)) return;
  register(EMOJI);
  hasEmoji = true;
}

/** Letters' own signs, as © is, stand in the other fonts, too. */
const EMOJI_TEXT = /\p{Emoji_Presentation}|\p{Extended_Pictographic}|\ufe0f/u;

function register([family, name, file]: readonly [string, string, string]): void {
  const require = createRequire(import.meta.url);
  const path = join(dirname(require.resolve(`${name}/package.json`)), 'files', file);
  if (!GlobalFonts.registerFromPath(path, family)) throw new MediaError('badFormat', `cannot load the font ${path}`);
}
