/** Length as people count it for limits: Unicode code points after normalising white space, as the server counts. */
export function codePoints(text: string): number {
  return [...normalised(text)].length;
}

/** Line ends unified, runs of blanks joined, ends trimmed. */
export function normalised(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** `Amina Lopez` → `AL`, `Inès` → `IN`. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = [...(words[0] ?? '')];
  const last = words.length > 1 ? [...(words.at(-1) ?? '')] : [];
  return (last.length > 0 ? `${first[0] ?? ''}${last[0] ?? ''}` : first.slice(0, 2).join('')).toUpperCase();
}

/** The short name of a theme: what stands before the colon of `Short name : the question behind it`. */
export function shortTitle(title: string): string {
  return title.split(/\s*:\s/)[0] ?? title;
}

/** `1,2 GB`, `340 MB`. */
export function sizeText(bytes: number, locale: string): string {
  const [unit, divisor] =
    bytes >= 1e12
      ? (['terabyte', 1e12] as const)
      : bytes >= 1e9
        ? (['gigabyte', 1e9] as const)
        : (['megabyte', 1e6] as const);
  const value = bytes / divisor;
  const maximumFractionDigits = value < 10 ? 1 : 0;
  return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits }).format(value);
}
