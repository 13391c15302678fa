import { join } from 'node:path';
import { localCache, tool } from '../prepare/paths.ts';
import { turboEnv } from '../prepare/turbo.ts';

/** What a step needs to have been prepared. */
export type Need = 'client' | 'worker' | 'web' | 'debian';

export interface Step {
  /** As `--only` calls it. */
  name: string;
  /** What it proves, for the summary. */
  title: string;
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  needs: Need[];
  /** A runner of tests writes its result here; `format` is that of the file. */
  report?: { path: string; format: 'vitest' | 'playwright' };
  /** Its output is worth reading while it runs; others are heard only when they fail. */
  talks: boolean;
}

const vitestReport = join(localCache, 'test', 'vitest.json');
const playwrightReport = join(localCache, 'test', 'playwright.json');

const PLAYWRIGHT = ['test', '--config', 'e2e/playwright.config.ts', '--reporter=list,json'];

/** Everything that `npm test` runs, in this order: what is quick first. */
export const STEPS: readonly Step[] = [
  {
    name: 'lint',
    title: 'Biome: format and lint',
    command: tool('biome'),
    args: ['check', '--error-on-warnings', '.'],
    env: process.env,
    needs: [],
    talks: false,
  },
  {
    name: 'types',
    title: 'TypeScript: every workspace and scripts',
    command: tool('turbo'),
    args: ['run', 'typecheck', '--continue=always', '--output-logs=errors-only', '--no-update-notifier'],
    env: turboEnv,
    needs: ['client'],
    talks: false,
  },
  {
    name: 'unused',
    title: 'knip: nothing unused',
    command: tool('knip'),
    args: ['--no-progress', '--no-config-hints'],
    env: process.env,
    needs: ['client'],
    talks: false,
  },
  {
    name: 'deps',
    title: 'dependency-cruiser: who may import whom',
    command: tool('depcruise'),
    args: ['--config', '.dependency-cruiser.cjs', 'server', 'media', 'web', 'prisma', 'e2e', 'scripts'],
    env: process.env,
    needs: ['client'],
    talks: false,
  },
  {
    name: 'unit',
    title: 'Vitest: units and integration',
    command: tool('vitest'),
    args: ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${vitestReport}`],
    env: process.env,
    needs: ['debian', 'worker', 'client', 'web'],
    report: { path: vitestReport, format: 'vitest' },
    talks: true,
  },
  {
    name: 'e2e',
    title: 'Playwright: real browsers, end to end, with killed processes and a lost network',
    command: tool('playwright'),
    args: PLAYWRIGHT,
    env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: playwrightReport },
    needs: ['debian', 'worker', 'client', 'web'],
    report: { path: playwrightReport, format: 'playwright' },
    talks: true,
  },
];

/**
 * Debian's packages that the tests use: a browser, a second database, the fake cameras' maker, a cache to stand before us,
 * and servers that the programme is pushed to.
 */
export const TEST_PACKAGES = [
  ...['chromium-headless-shell', 'ffmpeg', 'postgresql'],
  ...['nginx', 'libnginx-mod-rtmp', 'libnginx-mod-stream', 'srt-tools'],
] as const;
