import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lastLine, sum, totalsOf } from './totals.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'antenne-totals-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function report(content: object): string {
  const path = join(folder, 'report.json');
  writeFileSync(path, JSON.stringify(content));
  return path;
}

test('counts Vitest’s tests, and a file that could not be loaded as a failure', () => {
  const path = report({
    numPassedTests: 12,
    numFailedTests: 1,
    testResults: [
      { status: 'passed', assertionResults: [{}] },
      { status: 'failed', assertionResults: [{}] },
      { status: 'failed', assertionResults: [] },
    ],
  });
  expect(totalsOf(path, 'vitest')).toEqual({ passed: 12, failed: 2 });
});

test('counts Playwright’s tests, and an error outside of them as a failure', () => {
  const path = report({
    stats: { expected: 5, unexpected: 2, flaky: 1, skipped: 1 },
    errors: [{ message: 'no config' }],
  });
  expect(totalsOf(path, 'playwright')).toEqual({ passed: 6, failed: 3 });
});

test('a runner that left no report has failed', () => {
  expect(totalsOf(join(folder, 'none.json'), 'vitest')).toEqual({ passed: 0, failed: 1 });
});

test('the last line has the sums', () => {
  const totals = sum([
    { passed: 12, failed: 2 },
    { passed: 6, failed: 0 },
  ]);
  expect(lastLine(totals)).toBe('18 passed, 2 failed');
});
