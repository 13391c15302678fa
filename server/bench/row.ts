/** One number of a benchmark, and how it is printed: as one object a line with `--json`, otherwise for people. */
export function printRow(name: string, value: number, unit: string, conditions: string): void {
  const row = { name, value: Math.round(value * 1_000) / 1_000, unit, conditions };
  const text = `${name.padEnd(36)} ${row.value.toFixed(2).padStart(10)} ${unit.padEnd(10)} ${conditions}`;
  console.log(process.argv.includes('--json') ? JSON.stringify(row) : text);
}

/** The value below which `percent` of the samples lie (nearest rank). @throws for no samples. */
export function percentile(samples: readonly number[], percent: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
  if (value === undefined) throw new Error(`no samples to take the ${percent}th percentile of`);
  return value;
}
