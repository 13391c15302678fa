import { GlobalFonts } from '@napi-rs/canvas';
import { expect, test } from 'vitest';
import { createDrawing, setFont } from './drawing.ts';
import { fontFamily } from './fonts.ts';

/** Two letters each, and the family that they are drawn from: this machine may have fonts of its own. */
const LETTERS = [
  ['Latin', 'ab', 'Antenne'],
  ['Vietnamese', 'ộữ', 'Antenne'],
  ['Arabic', 'سم', 'Antenne noto-sans-arabic'],
  ['Hebrew', 'שמ', 'Antenne noto-sans-hebrew'],
  ['Armenian', 'ազ', 'Antenne noto-sans-armenian'],
  ['Bengali', 'কল', 'Antenne noto-sans-bengali'],
  ['Devanagari', 'कल', 'Antenne noto-sans-devanagari'],
  ['Ethiopic', 'ሀመ', 'Antenne noto-sans-ethiopic'],
  ['Georgian', 'აზ', 'Antenne noto-sans-georgian'],
  ['Gujarati', 'કલ', 'Antenne noto-sans-gujarati'],
  ['Gurmukhi', 'ਕਲ', 'Antenne noto-sans-gurmukhi'],
  ['Kannada', 'ಕಲ', 'Antenne noto-sans-kannada'],
  ['Khmer', 'កល', 'Antenne noto-sans-khmer'],
  ['Lao', 'ກລ', 'Antenne noto-sans-lao'],
  ['Malayalam', 'കല', 'Antenne noto-sans-malayalam'],
  ['Sinhala', 'කල', 'Antenne noto-sans-sinhala'],
  ['Tamil', 'கல', 'Antenne noto-sans-tamil'],
  ['Telugu', 'కల', 'Antenne noto-sans-telugu'],
  ['Thai', 'กล', 'Antenne noto-sans-thai'],
  ['simplified Chinese', '贸价', 'Antenne noto-sans-sc'],
  ['traditional Chinese', '貿價', 'Antenne noto-sans-sc'],
  ['Chinese punctuation', '。！', 'Antenne noto-sans-sc'],
  ['Japanese', 'コひ', 'Antenne noto-sans-jp'],
  ['Korean', '한국', 'Antenne noto-sans-kr'],
] as const;

/** What one letter looks like. `family`: instead of those that the text asks for. */
function look(letter: string, family?: string): string {
  const { canvas, context } = createDrawing(64, 64);
  setFont(context, 600, 40, letter);
  if (family !== undefined) context.font = `600 40px "${family}"`;
  context.fillText(letter, 10, 46);
  return Buffer.from(canvas.data()).toString('base64');
}

test.each(LETTERS)('%s is drawn with letters of ours, and not with boxes', (_script, letters, family) => {
  const box = look('\u{10fffd}');
  for (const letter of letters) {
    expect([box, look(' ')]).not.toContain(look(letter));
    const asked = [...fontFamily(letter).matchAll(/"([^"]+)"/g)].flatMap(([, name = '']) =>
      name.startsWith(family) ? [name] : [],
    );
    expect(asked.filter((name) => GlobalFonts.has(name))).not.toEqual([]);
    expect(asked.map((name) => look(letter, name))).toContain(look(letter));
  }
  expect(look([...letters][0] ?? '')).not.toBe(look([...letters][1] ?? ''));
});

test('letters that Chinese and Japanese share are drawn as the text around them is', () => {
  expect(fontFamily('公平な貿易')).toMatch(/noto-sans-jp/);
  expect(fontFamily('公平な貿易')).not.toMatch(/noto-sans-sc/);
  expect(fontFamily('公平贸易')).not.toMatch(/noto-sans-(jp|kr)/);
});

test('what a text has no letters of is not loaded for it', () => {
  expect(fontFamily('Le prix juste ?')).not.toMatch(/thai|ethiopic|-sc|Emoji/);
});
