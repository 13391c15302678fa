import { defineConfig } from '@playwright/test';

/** One worker and no retries: the shows share two cores with the product, and a show that passes at times has failed. */
export default defineConfig({
  testMatch: '**/*.show.ts',
  workers: 1,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  outputDir: '../.cache/e2e',
});
