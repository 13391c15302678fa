import Papa from 'papaparse';
import { FORMULA } from '../contract/index.ts';

/**
 * A table as CSV (RFC 4180), without a last line break. With a byte order mark, so that Excel reads it as UTF-8; what would
 * be a formula there is text.
 */
export function spreadsheet(fields: readonly string[], data: readonly object[]): string {
  const options = { escapeFormulae: FORMULA, newline: '\r\n' };
  return `\ufeff${Papa.unparse({ fields: [...fields], data: [...data] }, options)}`;
}
