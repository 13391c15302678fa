/** One number that was measured, and how a list of them is shown. */
export interface Measurement {
  /** Stable, dotted, e.g. `glassToGlass.hls.p50`. */
  name: string;
  value: number;
  /** e.g. `ms`, `MB`, `core` (seconds of processor per second). */
  unit: string;
  /** What was running, in words. */
  conditions: string;
}

/** The value below which `percent` of the samples lie (nearest rank). @throws for no samples. */
export function percentile(samples: readonly number[], percent: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
  if (value === undefined) throw new Error(`no samples to take the ${percent}th percentile of`);
  return value;
}

/** p50, p95 and max of samples of one thing, named `name.p50` and so on. */
export function spread(name: string, samples: readonly number[], unit: string, conditions: string): Measurement[] {
  return [
    { name: `${name}.p50`, value: percentile(samples, 50), unit, conditions },
    { name: `${name}.p95`, value: percentile(samples, 95), unit, conditions },
    { name: `${name}.max`, value: percentile(samples, 100), unit, conditions },
  ];
}

/** Three significant digits; whole numbers from 100 on. */
export function shown(value: number): string {
  if (Math.abs(value) >= 100) return value.toFixed(0);
  return String(Number(value.toPrecision(3)));
}

/** A table for people, also good in Markdown. */
export function table(measurements: readonly Measurement[]): string {
  const rows = [
    ['name', 'value', 'unit', 'conditions'],
    ...measurements.map(({ name, value, unit, conditions }) => [name, shown(value), unit, conditions]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]) =>
    `| ${row.map((cell, column) => (column === 1 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0))).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...body.map(line)].join('\n');
}
