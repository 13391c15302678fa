import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { afterRepeat, failedFiles, lastLine, sum, totalsOf } from './totals.ts';

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
      { name: '/a', status: 'passed', assertionResults: [{}] },
      { name: '/b', status: 'failed', assertionResults: [{}] },
      { name: '/c', status: 'failed', assertionResults: [] },
    ],
  });
  expect(totalsOf(path, 'vitest')).toEqual({ passed: 12, failed: 2 });
  expect(failedFiles(path)).toEqual(['/b', '/c']);
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

test('a second run clears what it passed, and nothing that it did not come to', () => {
  const first = { passed: 58, failed: 5 };
  expect(afterRepeat(first, { passed: 5, failed: 0 })).toEqual({ passed: 63, failed: 0 });
  // A file's other tests run along.
  expect(afterRepeat(first, { passed: 30, failed: 1 })).toEqual({ passed: 62, failed: 1 });
  expect(afterRepeat(first, { passed: 2, failed: 0 })).toEqual({ passed: 60, failed: 3 });
  expect(afterRepeat(first, { passed: 0, failed: 1 })).toEqual({ passed: 58, failed: 5 });
});

test('the last line has the sums', () => {
  const totals = sum([
    { passed: 12, failed: 2 },
    { passed: 6, failed: 0 },
  ]);
  expect(lastLine(totals)).toBe('18 passed, 2 failed');
});
