/** One form of a text for comparing it, in every language alike: no case, no accents, no punctuation. */

/** Letters that Unicode does not take apart. */
const WHOLE_LETTERS: Record<string, string> = { œ: 'oe', æ: 'ae', ø: 'o', đ: 'd', ł: 'l', ı: 'i', ß: 'ss' };

/** Lower case without accents; punctuation stays. */
export function foldLetters(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/gu, '')
    .toLowerCase()
    .replace(/[œæøđłıß]/gu, (letter) => WHOLE_LETTERS[letter] ?? letter);
}

/** The words of a text, folded. */
export function foldedWords(text: string): string[] {
  return foldLetters(text).match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}
