import { defineConfig } from '@playwright/test';
import { browserOptions } from './stage/chromium.ts';

/** One person at a time, in a broadcast that nobody has touched: an instance of their own. */
const LINKS = ['at-a-desk', 'changing-camera', 'microphones', 'weak-link'].map((name) => `shows/${name}.show.ts`);

/** Two people at their cameras: they come once and stay, and their browsers are most of two cores. */
const PEOPLE = [
  'contributor-steps',
  'desk',
  'duplex',
  'faults',
  'question-in-picture',
  'run-of-show',
  'take',
  'talkback',
].map((name) => `shows/${name}.show.ts`);

/**
 * One worker and no retries: the shows share two cores with the product, and a show that passes at times has failed.
 * Each project runs in a worker of its own, so the instance that the shows share is gone before the next project starts.
 */
export default defineConfig({
  workers: 1,
  retries: 0,
  timeout: 420_000,
  // Where everybody of a show shares two cores, a picture may come many seconds later.
  expect: { timeout: 45_000 },
  reporter: [['list']],
  outputDir: '../.cache/e2e',
  use: {
    screenshot: 'only-on-failure',
    launchOptions: browserOptions(),
    locale: 'fr-FR',
    viewport: { width: 1280, height: 800 },
  },
  // In this order: the first start makes the simulated contributors' loops, which later starts find.
  projects: [
    { name: 'probes', testMatch: 'probes/*.show.ts' },
    { name: 'newcomer', testMatch: 'shows/newcomer.show.ts' },
    { name: 'links', testMatch: LINKS },
    { name: 'people', testMatch: PEOPLE },
    { name: 'shows', testMatch: 'shows/*.show.ts', testIgnore: ['shows/newcomer.show.ts', ...LINKS, ...PEOPLE] },
  ],
});
