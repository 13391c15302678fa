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

/** For the canvas's `font`: Inter, with one family per script behind it. */
export const FONT_FAMILY = [...FILES.map(([family]) => `"${family}"`), 'sans-serif'].join(', ');

let registered = false;

/** Loads the typeface once per process. */
export function registerFonts(): void {
  if (registered) return;
  const require = createRequire(import.meta.url);
  for (const [family, name, file] of FILES) {
    const path = join(dirname(require.resolve(`${name}/package.json`)), 'files', file);
    if (!GlobalFonts.registerFromPath(path, family)) throw new MediaError('badFormat', `cannot load the font ${path}`);
  }
  registered = true;
}
