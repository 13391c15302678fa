/** One number of a benchmark, and how it is printed. */
export interface BenchRow {
  name: string;
  value: number;
  unit: string;
  conditions: string;
}

/** Three decimals, which is more than any of them is worth. */
export function row(name: string, value: number, unit: string, conditions: string): BenchRow {
  return { name, value: Math.round(value * 1_000) / 1_000, unit, conditions };
}

/** As one object a line with `--json`, otherwise for people. */
export function printRow({ name, value, unit, conditions }: BenchRow): void {
  const json = process.argv.includes('--json');
  const text = `${name.padEnd(32)} ${value.toFixed(2).padStart(9)} ${unit.padEnd(10)} ${conditions}`;
  console.log(json ? JSON.stringify({ name, value, unit, conditions }) : text);
}
