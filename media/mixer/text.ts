/** Text for the picture: cleaning what strangers typed, breaking it into lines, choosing its size. Knows no canvas. */

/** More than two marks above or below one letter: stacks of them would paint over the lines around. */
const STACKED_MARKS = /(\p{M}{2})\p{M}+/gu;
const BIDI_CONTROLS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
/** Soft hyphens and joiners of words, variation selectors but those of emoji. */
const INVISIBLE =
  /\u00ad|\u2060|\ufeff|(?<!\p{Extended_Pictographic}|\p{Emoji_Modifier})\p{Variation_Selector}(?!\u20e3)/gu;
/** Zero-width spaces but those between letters, where a line may break. */
const LOOSE_BREAKS = /(?<![\p{L}\p{N}])\u200b|\u200b(?![\p{L}\p{N}])/gu;
const NBSP = '\u00a0';

/**
 * One clean line: composed (NFC), without direction overrides, control characters and stacked diacritics,
 * with single spaces, and with the spaces that French puts before `? ! : ;` and inside `« »` made unbreakable.
 */
export function cleanText(text: string): string {
  return text
    .normalize('NFC')
    .replace(BIDI_CONTROLS, '')
    .replace(INVISIBLE, '')
    .replace(LOOSE_BREAKS, '')
    .replace(STACKED_MARKS, '$1')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .replace(/ ([?!:;»])/gu, `${NBSP}$1`)
    .replace(/« /gu, `«${NBSP}`);
}

/** Right-to-left where the first letter with a direction is Hebrew, Arabic or a relative of theirs. */
export function isRightToLeft(text: string): boolean {
  const first = /\p{L}/u.exec(text)?.[0];
  return first !== undefined && /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u.test(first);
}

/** Width of a piece of text. */
export type Measure = (text: string) => number;

const graphemes = new Intl.Segmenter('fr', { granularity: 'grapheme' });

/** Where a word that is too wide may break: behind its hyphens, slashes and zero-width spaces, but not behind leading ones. */
const JOINTS = /(?<=[^-\u2010/][-\u2010/]+|\u200b)(?=[\p{L}\p{N}])/u;

/** What stays together on a line of this width: words; of wider words their parts; of wider parts their letters. */
function piecesOf(word: string, width: number, measure: Measure): string[] {
  if (measure(word) <= width) return [word];
  return word
    .split(JOINTS)
    .flatMap((part) => (measure(part) <= width ? part : [...graphemes.segment(part)].map(({ segment }) => segment)));
}

/**
 * Breaks at spaces; words that are wider than a line also behind hyphens, and anywhere where that is not enough. Words
 * are measured one by one, so that trying many widths and sizes costs additions only when `measure` remembers. `width`
 * in the unit of `measure`.
 */
export function wrapText(text: string, width: number, measure: Measure): string[] {
  const space = measure(' ');
  const lines: string[] = [];
  let line = '';
  let used = 0;
  const add = (piece: string, pieceWidth: number, joint: string, jointWidth: number): void => {
    if (line !== '' && used + jointWidth + pieceWidth > width) {
      lines.push(line);
      line = '';
    }
    used = line === '' ? pieceWidth : used + jointWidth + pieceWidth;
    line = line === '' ? piece : line + joint + piece;
  };
  for (const word of text.split(' ')) {
    let joint = ' ';
    for (const piece of piecesOf(word, width, measure)) {
      add(piece, measure(piece), joint, joint === '' ? 0 : space);
      joint = '';
    }
  }
  if (line !== '') lines.push(line);
  return lines;
}

/** The same number of lines, as equal in length as they can be. */
export function balanceText(text: string, width: number, measure: Measure): string[] {
  const wanted = wrapText(text, width, measure).length;
  // A width below that of the widest piece might give as many lines, but would cut a word that fits whole.
  const pieces = text.split(' ').flatMap((word) => piecesOf(word, width, measure));
  const widest = Math.max(...pieces.map(measure));
  let fits = width;
  let tooNarrow = wanted > 1 ? Math.max(width / 2, widest) : width;
  while (fits - tooNarrow > 4) {
    const middle = (fits + tooNarrow) / 2;
    if (wrapText(text, middle, measure).length > wanted) tooNarrow = middle;
    else fits = middle;
  }
  return wrapText(text, fits, measure);
}

export interface TextFit {
  /** Font size in pixels. */
  size: number;
  lines: string[];
}

export interface ShortFitOptions {
  /** Pixels. */
  width: number;
  /** Font sizes between which the text gets smaller before it breaks. */
  largest: number;
  smallest: number;
  /** So many lines at most. */
  most: number;
  /** Width of a text at a font size of 1. */
  measure: Measure;
}

const ELLIPSIS = '…';

/** For names: one line as large as it can be; where even the smallest is too wide, several; at last an ellipsis. */
export function fitShortText(text: string, options: ShortFitOptions): TextFit {
  const { width, largest, smallest, most, measure } = options;
  const natural = measure(text);
  if (natural * smallest <= width) return { size: Math.min(largest, width / natural), lines: text ? [text] : [] };
  const scaled: Measure = (part) => measure(part) * smallest;
  const lines = wrapText(text, width, scaled);
  if (lines.length <= most) return { size: smallest, lines: balanceText(text, width, scaled) };
  const last = [...graphemes.segment(lines.slice(most - 1).join(' '))].map(({ segment }) => segment);
  while (last.length > 0 && scaled(last.join('').trimEnd() + ELLIPSIS) > width) last.pop();
  return { size: smallest, lines: [...lines.slice(0, most - 1), last.join('').trimEnd() + ELLIPSIS] };
}

export interface FitOptions {
  /** Pixels. */
  width: number;
  height: number;
  /** Largest font size; the text gets smaller until it fits. */
  largest: number;
  /** Line height over font size. */
  leading: number;
  /** Width of a text at a font size of 1. */
  measure: Measure;
}

/** The largest size at which all of `text` fits into the box. Nothing is ever cut off. */
export function fitText(text: string, options: FitOptions): TextFit {
  const { width, height, leading, measure } = options;
  let size = options.largest;
  for (;;) {
    const scaled: Measure = (part) => measure(part) * size;
    const lines = wrapText(text, width, scaled);
    if (lines.length * size * leading <= height || size <= 4) return { size, lines: balanceText(text, width, scaled) };
    size = Math.max(4, size * 0.96);
  }
}
