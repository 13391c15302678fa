/** Longest slug of the contract. */
const LONGEST = 80;
/** Letters that Unicode does not take apart into a basic one and its mark. */
const LETTERS: Record<string, string> = { œ: 'oe', æ: 'ae', ß: 'ss', ø: 'o', đ: 'd', ł: 'l', ı: 'i', þ: 'th', ð: 'd' };
/** For titles in which no Latin letter or digit is left. */
const NAMELESS = 'emission';

/** What a title is called in an address: `Café équitable !` → `cafe-equitable`. */
export function slugOf(title: string): string {
  const words = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[œæßøđłıþð]/g, (letter) => LETTERS[letter] ?? '')
    .replace(/[^a-z0-9]+/g, '-');
  return cut(words, LONGEST) || NAMELESS;
}

/** `wanted`, or with the first number from 2 on that nothing else is called. */
export function freeSlug(wanted: string, taken: ReadonlySet<string>): string {
  let slug = wanted;
  for (let number = 2; taken.has(slug); number += 1) {
    const suffix = `-${number}`;
    slug = `${cut(wanted, LONGEST - suffix.length)}${suffix}`;
  }
  return slug;
}

function cut(slug: string, longest: number): string {
  return slug.slice(0, longest + (slug.startsWith('-') ? 1 : 0)).replace(/^-|-$/g, '');
}
