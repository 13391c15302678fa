/** The player in a browser: its timeline, its settings, what it says when something is missing, other sites' frames. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Page } from '@playwright/test';
import { seriousFindings, tooWide } from '../probes/page.ts';
import { expect, test } from '../stage/test.ts';

test.use({ play: 'own' });

/** Seconds of the video's own time. */
const time = (page: Page) => page.getByTestId('program-video').evaluate((video: HTMLVideoElement) => video.currentTime);
/** Seconds to the end of what can be played. */
const behind = (page: Page) =>
  page
    .getByTestId('program-video')
    .evaluate((video: HTMLVideoElement) =>
      video.seekable.length > 0 ? video.seekable.end(0) - video.currentTime : -1,
    );

async function plays(page: Page): Promise<void> {
  const from = await time(page);
  await expect.poll(() => time(page)).toBeGreaterThan(from + 1);
}

/** The controls show themselves to whoever moves the mouse over the picture. */
async function openSettings(page: Page): Promise<void> {
  await page.getByTestId('program-video').hover();
  await page.getByTestId('player-settings').click();
}

async function chooseDelay(page: Page, mode: string): Promise<void> {
  await openSettings(page);
  await page.getByTestId('player-latency').selectOption(mode);
  await page.keyboard.press('Escape');
}

test('a viewer goes back while it is live, sees where to, and returns', async ({ show }) => {
  const { page } = await show.viewer();
  await plays(page);
  await expect
    .poll(() => page.getByTestId('program-video').evaluate((video: HTMLVideoElement) => video.seekable.end(0)))
    .toBeGreaterThan(20);
  await page.getByTestId('program-video').hover();
  const timeline = page.getByTestId('player-timeline');
  await timeline.hover({ position: { x: 60, y: 12 } });
  await expect(page.getByTestId('player-preview').locator('img')).toBeVisible();
  expect(await seriousFindings(page)).toEqual([]);
  await timeline.click({ position: { x: 60, y: 12 } });
  await expect.poll(() => behind(page)).toBeGreaterThan(10);
  await expect(page.getByTestId('player-live')).toHaveAttribute('data-live', 'false');
  await plays(page);
  expect(await seriousFindings(page)).toEqual([]);
  await page.keyboard.press('End');
  await expect(page.getByTestId('player-live')).toHaveAttribute('data-live', 'true');
  await expect.poll(() => behind(page)).toBeLessThan(5);
});

test('a viewer with a weak network chooses more delay, which is there at once and the next time', async ({ show }) => {
  const { page } = await show.viewer();
  await plays(page);
  await chooseDelay(page, 'standard');
  await expect.poll(() => behind(page)).toBeGreaterThan(5);
  await plays(page);
  await page.reload();
  await plays(page);
  await expect.poll(() => behind(page)).toBeGreaterThan(5);
  await chooseDelay(page, 'low');
  await expect.poll(() => behind(page)).toBeLessThan(3);
  await plays(page);
});

test('two viewers who choose it see the same moment', async ({ show }) => {
  const [first, second] = [(await show.viewer()).page, (await show.viewer()).page];
  await plays(first);
  await chooseDelay(first, 'together');
  await plays(second);
  await chooseDelay(second, 'together');
  // Both count from the same first segment: they opened the page when it was listed.
  const apart = async () => {
    const [one, other] = await Promise.all([time(first), time(second)]);
    return Math.abs(one - other);
  };
  await expect.poll(apart, { timeout: 120_000, intervals: [1_000] }).toBeLessThan(0.3);
  await expect.poll(() => behind(first)).toBeGreaterThan(2.5);
});

test('a viewer is told that the network is gone, and the picture comes back with it', async ({ show }) => {
  const { page } = await show.viewer();
  await plays(page);
  await page.context().setOffline(true);
  await expect(page.getByTestId('player-message')).toHaveAttribute('data-shown', 'true');
  await expect(page.getByTestId('player-message')).toHaveText(/Pas de réseau/);
  await page.context().setOffline(false);
  await expect(page.getByTestId('player-message')).toHaveAttribute('data-shown', 'false');
  await plays(page);
});

test('the settings fit a phone and a desk, and fullscreen shows the whole picture', async ({ show }) => {
  for (const size of [
    { width: 390, height: 844 },
    { width: 1440, height: 900 },
  ]) {
    const page = await show.window(size);
    await page.goto(`${show.antenne.url}/b/${show.slug}`);
    await plays(page);
    await openSettings(page);
    expect(await tooWide(page), `${size.width} px`).toEqual([]);
    expect(await seriousFindings(page), `${size.width} px`).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByTestId('program-video').evaluate((video) => video.focus());
    await page.keyboard.press('f');
    await expect
      .poll(() => page.getByTestId('program-video').evaluate((video) => video.getBoundingClientRect().height))
      .toBe(size.height);
  }
});

test('another site frames the player and works it; who asks there is known there, without a cookie', async ({
  show,
}) => {
  const site = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><html lang="fr"><title>Another site</title><body></body></html>');
  });
  // Another host than that of the show: its frames are a third party's.
  site.listen(0, 'localhost');
  await once(site, 'listening');
  const address = site.address();
  if (address === null || typeof address === 'string') throw new Error('a site without a port');
  const origin = `http://localhost:${address.port}`;
  try {
    const page = await show.window({ width: 400, height: 700 });
    const visit = async (more = '') => {
      await page.goto(origin);
      await page.evaluate(
        ([source, target]) => {
          const heard: unknown[] = [];
          window.addEventListener('message', ({ data }) => heard.push(data));
          const frame = document.createElement('iframe');
          frame.title = 'The show';
          frame.allow = 'autoplay; fullscreen; picture-in-picture';
          frame.src = source ?? '';
          frame.style.cssText = 'width: 360px; height: 640px; border: 0';
          document.body.append(frame);
          Object.assign(window, {
            heard,
            send: (type: string) => frame.contentWindow?.postMessage({ antenne: 1, type, id: type }, target ?? ''),
          });
        },
        [`${show.antenne.url}/embed/${show.slug}?origin=${encodeURIComponent(origin)}${more}`, show.antenne.url],
      );
    };
    await visit();
    const heard = () => page.evaluate(() => JSON.stringify(Reflect.get(window, 'heard')));
    const send = (type: string) => page.evaluate((wanted) => Reflect.get(window, 'send')(wanted), type);
    await expect.poll(heard).toContain('"type":"ready"');
    await send('play');
    await expect.poll(heard).toContain('"playback":"playing"');
    await send('pause');
    await expect.poll(heard).toContain('"command":"pause"');
    await expect.poll(heard).toContain('"paused":true');

    const frame = page.frameLocator('iframe');
    const text = `D’un autre site ${Date.now()} ?`;
    const own = frame.getByTestId('own-question').filter({ hasText: text });
    await frame.getByTestId('ask-in-frame').click();
    await expect.poll(heard).toContain('"questions":true');
    await frame.getByTestId('question-theme').selectOption({ index: 1 });
    await frame.getByTestId('question-text').fill(text);
    await frame.getByTestId('question-send').click();
    await expect(own).toHaveAttribute('data-state', 'pending');
    await frame.getByTestId('close-questions').press('Escape');
    await expect(frame.getByTestId('frame-questions')).toBeHidden();
    await expect(frame.getByTestId('ask-in-frame')).toBeFocused();
    expect((await page.context().cookies()).map(({ name }) => name)).toEqual([]);
    await visit('&questions=1');
    await expect(own).toHaveAttribute('data-state', 'pending');
  } finally {
    site.closeAllConnections();
    site.close();
  }
});
