/** Whether a question waits for a moderator's eye before anybody else's, and for what. Pure. */
import type { HeldFor, WordFilter } from '../contract/index.ts';
import { foldLetters } from './fold.ts';
import { BUILT_IN } from './word-lists.ts';

/** Signs that stand for letters inside of words. `1` is an i or an l. */
const LEET: Record<string, string> = { 0: 'o', 3: 'e', 4: 'a', 5: 's', 7: 't', '@': 'a', $: 's', '€': 'e', '!': 'i' };

const EMAIL = /[^\s@,;:()<>]+@[^\s@,;:()<>]+\.\p{L}{2,}/u;
const LINK =
  /(?:https?:\/\/|www\.)\S+|(?<![\p{L}\p{N}@.])[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.(?:com|net|org|info|biz|io|fr|es|de|be|ch|ca|uk|eu|ru|xyz|top|shop|site|online|link|live|me|tv|app|ly|gg)(?![\p{L}\p{N}])(?:\/\S*)?/iu;
/** As numbers are written for calling: from a + or a zero on, in one piece, in pairs, or in threes with four at the end. */
const PHONE =
  /(?<![\d.,])(?:[+0]\d?(?:[ .\-/()\u00a0\u202f]{0,2}\d){8,13}|[1-9]\d{8,9}|\d\d(?:[ .-]\d\d){3,}|\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4})(?!\d)/u;
/** Large amounts in groups of three are no telephone numbers. */
const AMOUNT = /^\d{1,3}(?:[ .,\u00a0\u202f]\d{3})+$/u;
/** Letters from which capitals alone are shouting, and the share of them. */
const SHOUTED_LETTERS = 12;
const SHOUTED_SHARE = 0.8;
/** A letter or sign five times over (dots may), or a word four times. */
const STUTTER = /([^\s.\d])\1{4,}/u;
const SAME_WORD = /(?<![\p{L}\p{N}])([\p{L}\p{N}]{2,})(?:[^\p{L}\p{N}]+\1){3}(?![\p{L}\p{N}])/u;

/** Looks at what people write, by a show's own words. Making one compiles its words: keep it. */
export class TextGuard {
  readonly #blocked: RegExp | null;

  constructor({ blocked, allowed }: WordFilter) {
    const never = new Set(allowed.map(normalWords));
    const words = [...blocked, ...Object.values(BUILT_IN).flat()].map(normalWords);
    const patterns = [...new Set(words)].filter((word) => word !== '' && !never.has(word)).map(patternOf);
    // Whole words, in the plural too.
    this.#blocked = patterns.length > 0 ? new RegExp(`(?<![^ ])(?:${patterns.join('|')})(?:e?s)?(?![^ ])`, 'u') : null;
  }

  /** Why it should be held; null when nothing strikes. `match`: the words that did, as they were compared. */
  inspect(text: string): HeldFor | null {
    for (const form of formsOf(text)) {
      const [match] = this.#blocked?.exec(form) ?? [];
      if (match) return { kind: 'word', match };
    }
    const [email] = EMAIL.exec(text) ?? [];
    if (email) return { kind: 'email', match: email };
    const [link] = LINK.exec(text) ?? [];
    if (link) return { kind: 'link', match: link };
    const [phone] = PHONE.exec(text) ?? [];
    if (phone && !AMOUNT.test(phone.trim())) return { kind: 'phone', match: phone.trim() };
    if (isShouted(text)) return { kind: 'capitals', match: '' };
    const [again] = STUTTER.exec(text) ?? SAME_WORD.exec(foldLetters(text)) ?? [];
    return again ? { kind: 'repetition', match: again } : null;
  }
}

function isShouted(text: string): boolean {
  const upper = text.match(/\p{Lu}/gu)?.length ?? 0;
  const cased = upper + (text.match(/\p{Ll}/gu)?.length ?? 0);
  return cased >= SHOUTED_LETTERS && upper / cased >= SHOUTED_SHARE;
}

/** A text as its words are compared: plainly, and with the signs that stand for letters read as such. */
function formsOf(text: string): string[] {
  const folded = foldLetters(text);
  const leet = (one: string) =>
    folded
      .split(/\s+/u)
      // A number is one, and a sign behind a word is none of its letters.
      .map((word) => word.replace(/[^\p{L}\p{N}@$€]+$/u, ''))
      .map((word) => (/\p{L}/u.test(word) ? word.replace(/[03457@$€!]/gu, (sign) => LEET[sign] ?? sign) : word))
      .map((word) => (/\p{L}/u.test(word) ? word.replaceAll('1', one) : word))
      .join(' ');
  return [...new Set([folded, leet('i'), leet('l')].map(normalWords))];
}

/** Folded words with one space between them; letters that stand alone, three and more of them, are one word. */
function normalWords(text: string): string {
  const words = foldLetters(text).match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return words.join(' ').replace(/(?<![^ ])\p{L}(?: \p{L}){2,}(?![^ ])/gu, (letters) => letters.replaceAll(' ', ''));
}

/** Each letter as often as in the word, or oftener: `ass` is found in `asssss` and not in `as`. */
function patternOf(word: string): string {
  return word.replace(/(.)\1*/gu, (run, letter: string) => (letter === ' ' ? ' +' : `${letter}{${[...run].length},}`));
}
