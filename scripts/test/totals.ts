import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

/** Tests by outcome. */
export interface Totals {
  passed: number;
  failed: number;
}

const Vitest = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(z.object({ name: z.string(), status: z.string(), assertionResults: z.array(z.unknown()) })),
});

const Playwright = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
  errors: z.array(z.unknown()),
});

/**
 * Counts what a runner reported. A file that could not even be loaded, and a runner that left no report, count as one
 * failure each.
 */
export function totalsOf(path: string, format: 'vitest' | 'playwright'): Totals {
  if (!existsSync(path)) return { passed: 0, failed: 1 };
  const report: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (format === 'playwright') {
    const { stats, errors } = Playwright.parse(report);
    return { passed: stats.expected + stats.flaky, failed: stats.unexpected + errors.length };
  }
  const { numPassedTests, numFailedTests, testResults } = Vitest.parse(report);
  const unloadable = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  return { passed: numPassedTests, failed: numFailedTests + unloadable.length };
}

/** The files with a failure in Vitest's report, by their absolute paths. */
export function failedFiles(path: string): string[] {
  if (!existsSync(path)) return [];
  const { testResults } = Vitest.parse(JSON.parse(readFileSync(path, 'utf8')));
  return testResults.filter(({ status }) => status === 'failed').map(({ name }) => name);
}

/**
 * What a run came to once its failures were run a second time, perhaps with others beside them. Those that the second run
 * never came to have still failed.
 */
export function afterRepeat(first: Totals, second: Totals): Totals {
  const missing = Math.max(0, first.failed - second.passed - second.failed);
  const failed = Math.min(first.failed, second.failed + missing);
  return { passed: first.passed + first.failed - failed, failed };
}

export function sum(totals: Totals[]): Totals {
  return totals.reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed }), {
    passed: 0,
    failed: 0,
  });
}

/** The last line of a run, for those who read only that. */
export function lastLine({ passed, failed }: Totals): string {
  return `${passed} passed, ${failed} failed`;
}
