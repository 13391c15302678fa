/**
 * What a spreadsheet would compute instead of showing it, for Papa's `escapeFormulae`: it gets an apostrophe before it, which
 * spreadsheets do not show. So does what looks as if it had got one, so that reading takes away only what writing put there.
 * Papa's own expression leaves out texts of several lines (5.7.1).
 */
export const FORMULA = /^'*[=+\-@\t\r]/;

/** A cell without the apostrophe that it was given for `FORMULA`. */
export function withoutApostrophe(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}
