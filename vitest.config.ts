import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    exclude: ['**/node_modules/**', '**/dist/**', '**/generated/**'],
    // Most of them wait for real time to pass: more than one for each core of a small machine.
    maxWorkers: 3,
    // Real workers, encoders and databases on a small machine.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    teardownTimeout: 15_000,
    // Native code that crashes takes its process along: media's files have one each, so that the others go on.
    pool: 'forks',
    env: {
      // Test children must find Node 24 and the project's tools first.
      PATH: `${join(import.meta.dirname, 'node_modules', '.bin')}:${process.env.PATH}`,
      LOG_LEVEL: 'silent',
      // What Node compiled once is read by every later process: each file starts one, many start more.
      NODE_COMPILE_CACHE: join(import.meta.dirname, '.cache', 'node'),
    },
    // In the order of their names: those that wait longest begin first, so that nobody waits for them at the end.
    projects: [
      { extends: true, test: { name: 'media', include: ['{media,scripts,e2e}/**/*.test.ts'] } },
      // A process for many files: to load the database and the server's libraries for each was nearly half of their work.
      { extends: true, test: { name: 'server', include: ['{prisma,server}/**/*.test.ts'], isolate: false } },
      // No native code, and most of them take less time than a process to start.
      { extends: true, test: { name: 'web', include: ['web/**/*.test.{ts,tsx}'], isolate: false } },
    ],
  },
});
