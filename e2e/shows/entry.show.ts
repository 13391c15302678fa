/** A broadcast that is not for everybody: by its link, by its password, and for everybody after all. */
import type { Page } from '@playwright/test';
import { seriousFindings, tooWide } from '../probes/page.ts';
import { expect, test } from '../stage/test.ts';

test.use({ play: 'own' });

// The shows after this one are for everybody.
test.afterEach(({ show }) => show.owner.letIn(show.slug, { mode: 'open' }));

const SIZES = [
  { width: 390, height: 844 },
  { width: 1440, height: 900 },
];

test('its owner says who may watch, and nobody else sees anything', async ({ show }, info) => {
  const { antenne, slug } = show;
  const page = `${antenne.url}/b/${slug}`;
  const shot = async (on: Page, name: string) => {
    for (const size of SIZES) {
      await on.setViewportSize(size);
      expect(await seriousFindings(on)).toEqual([]);
      expect(await tooWide(on)).toEqual([]);
      await info.attach(`${name} ${size.width}`, { body: await on.screenshot(), contentType: 'image/png' });
    }
  };

  const desk = await show.window({ width: 1440, height: 900 });
  await show.signIn(desk, 'owner');
  await desk.goto(`${antenne.url}/admin`);
  const card = desk.locator(`[data-testid="admin-broadcast"][data-slug="${slug}"]`);
  await card.getByTestId('entry-link').click();
  await expect(card.getByTestId('entry-address')).toContainText(`${page}#key=`);
  const link = (await card.getByTestId('entry-address').textContent()) ?? '';
  await card.getByTestId('entry-settings').scrollIntoViewIfNeeded();
  await shot(desk, 'owner');

  await expect.poll(async () => (await fetch(show.hls)).status).toBe(403);
  const stranger = await show.window();
  await stranger.goto(page);
  await expect(stranger.getByTestId('entry-gate')).toHaveAttribute('data-mode', 'link');
  await shot(stranger, 'gate link');

  const guest = await show.window();
  const asked: string[] = [];
  guest.on('request', (request) => {
    const url = request.url();
    if (url.includes('/hls/')) asked.push(url);
  });
  await guest.goto(link);
  const video = guest.getByTestId('program-video');
  const timeOf = () => video.evaluate((element: HTMLVideoElement) => element.currentTime);
  await expect.poll(timeOf, { timeout: 60_000 }).toBeGreaterThan(1);
  expect(asked.filter((url) => !url.includes(`/hls/${slug}/~`))).toEqual([]);

  // From now on for everybody: the same player goes on, with addresses that need no pass.
  await video.evaluate((element: HTMLVideoElement) => element.setAttribute('data-same', 'yes'));
  await show.owner.letIn(slug, { mode: 'open' });
  await expect.poll(() => asked.filter((url) => !url.includes('/~')).length).toBeGreaterThan(5);
  const at = await timeOf();
  await expect.poll(timeOf).toBeGreaterThan(at + 2);
  await expect(video).toHaveAttribute('data-same', 'yes');
  expect(asked.filter((url) => !url.includes('/~') && url.endsWith('index.m3u8'))).toEqual([]);

  await show.owner.letIn(slug, { mode: 'password', password: 'assemblée' });
  // Whoever was there by the old right is asked, too.
  await expect(guest.getByTestId('entry-gate')).toHaveAttribute('data-mode', 'password');
  await guest.locator('input[type="password"]').fill('faux');
  await guest.getByTestId('entry-submit').click();
  await expect(guest.getByRole('alert')).toBeVisible();
  await shot(guest, 'gate password');
  await guest.locator('input[type="password"]').fill('assemblée');
  await guest.getByTestId('entry-submit').click();
  await expect.poll(timeOf, { timeout: 60_000 }).toBeGreaterThan(1);

  const frame = await show.window();
  await frame.goto(`${antenne.url}/embed/${slug}`);
  await expect(frame.getByTestId('entry-gate')).toBeVisible();
});
