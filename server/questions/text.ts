/** What people write, made fit for every screen and for the picture, without changing what it says. */

/** Line breaks, tabs and every kind of space become one plain space. */
const SPACES = /\s+/gu;
/** Control characters, private-use ones and halves of pairs. */
const UNPRINTABLE = /[\p{Cc}\p{Co}\p{Cs}]/gu;
/**
 * Invisible format characters, bidi overrides and isolates among them. The two joiners stay: emoji, Persian and Indic
 * words need them inside.
 */
const INVISIBLE = /(?![\u200c\u200d])\p{Cf}/gu;
/** Joiners that join nothing. */
const LOOSE_JOINERS = /(?<![^\s\u200c\u200d])[\u200c\u200d]+|[\u200c\u200d]+(?![^\s\u200c\u200d])/gu;
/** No script stacks more marks on one letter. */
const STACKED_MARKS = /(\p{M}{4})\p{M}+/gu;
/** Letters that show nothing: Hangul fillers, the Braille blank. */
const BLANK_LETTERS = /[\u115f\u1160\u3164\uffa0\u2800]/gu;

/** Normalises a text; the result is empty when there was nothing to see. */
export function cleanText(text: string): string {
  return (
    text
      .toWellFormed()
      .normalize('NFC')
      // Before the spaces: for JavaScript the byte order mark is one.
      .replace(INVISIBLE, '')
      .replace(SPACES, ' ')
      .replace(UNPRINTABLE, '')
      .replace(BLANK_LETTERS, ' ')
      .replace(LOOSE_JOINERS, '')
      .replace(STACKED_MARKS, '$1')
      .replace(SPACES, ' ')
      .trim()
  );
}

/** Length as people count it, nearly: code points. */
export function lengthOf(text: string): number {
  return [...text].length;
}
