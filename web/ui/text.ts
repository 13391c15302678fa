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
