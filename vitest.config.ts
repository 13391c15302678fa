import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{prisma,server,media,web,scripts,e2e}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/dist/**', '**/generated/**'],
    // Native code that crashes takes its process along: one file each, so that the others go on.
    pool: 'forks',
    // Most of them wait for real time to pass: more than one for each core of a small machine.
    maxWorkers: 3,
    // Real workers, encoders and databases on a small machine.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    teardownTimeout: 15_000,
    // Test children must find Node 24 and the project's tools first.
    env: { PATH: `${join(import.meta.dirname, 'node_modules', '.bin')}:${process.env.PATH}`, LOG_LEVEL: 'silent' },
  },
});
