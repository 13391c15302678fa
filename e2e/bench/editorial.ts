/** The moderators' queue, from opening the page to the first cards that Chromium has painted. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from '@playwright/test';
import { z } from 'zod';
import { browserOptions } from '../stage/chromium.ts';
import { type Measurement, spread } from './measurement.ts';

const Listening = z.object({ port: z.number(), show: z.object({ slug: z.string(), moderator: z.string() }) });
const PAINTED = 'queue painted';

export async function measureQueue(quick: boolean): Promise<Measurement[]> {
  const questions = quick ? 2_000 : 10_000;
  const folder = mkdtempSync(join(tmpdir(), 'antenne-bench-'));
  const host = fileURLToPath(new URL('../../server/bench/host.ts', import.meta.url));
  const server = fork(host, [folder, '0', String(questions)]);
  // It may be ready before the browser is.
  const listening = once(server, 'message');
  const browser = await chromium.launch(browserOptions());
  try {
    const [message] = await listening;
    const { port, show } = Listening.parse(message);
    const waits: number[] = [];
    for (let turn = 0; turn < (quick ? 3 : 10); turn += 1) {
      waits.push(await firstCards(browser, `http://127.0.0.1:${port}/moderate/${show.slug}`, show.moderator));
    }
    const conditions = `${questions} questions in one broadcast, nothing in the browser's cache, 1440×900`;
    return spread('editorial.queue.paint', waits, 'ms', conditions);
  } finally {
    await browser.close();
    await ended(server);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Milliseconds from the navigation until the frame that shows the first waiting questions. */
async function firstCards(browser: Browser, url: string, cookie: string): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const [name = '', value = ''] = cookie.split('=');
    await context.addCookies([{ name, value, url: new URL('/', url).href }]);
    const page = await context.newPage();
    await page.addInitScript((mark) => {
      const look = () => {
        const isThere = document.querySelector('[data-testid="pending-question"]') !== null;
        // Behind the frame in which it is drawn.
        requestAnimationFrame(isThere ? () => setTimeout(() => performance.mark(mark)) : look);
      };
      look();
    }, PAINTED);
    await page.goto(url, { waitUntil: 'commit' });
    const painted = await page.waitForFunction((mark) => performance.getEntriesByName(mark)[0]?.startTime, PAINTED, {
      timeout: 60_000,
    });
    return z.number().parse(await painted.jsonValue());
  } finally {
    await context.close();
  }
}

async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exited = once(server, 'exit');
  server.kill('SIGKILL');
  await exited;
}
