/** One broadcast in several qualities: the player takes what the line carries, or what its viewer chooses. */
import { expect, type Page, test } from '@playwright/test';
import { Antenne } from '../stage/antenne.ts';
import { Show } from '../stage/show.ts';

/** What carries the small picture and not the large one, bytes a second. */
const NARROW = 32_000;

async function setLine(page: Page, bytesPerSecond: number): Promise<void> {
  const line = await page.context().newCDPSession(page);
  await line.send('Network.enable');
  await line.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: bytesPerSecond,
    uploadThroughput: -1,
  });
}

test('the picture is as large as the line carries, a viewer chooses another one, or sound alone over a still', async ({
  browser,
}) => {
  const antenne = await Antenne.start({ name: 'qualities', demo: false, env: { PROGRAM_LADDER: '180,sound' } });
  const show = await Show.own(antenne, browser);
  try {
    const { page, video } = await show.viewer();
    const height = () => video.evaluate((element: HTMLVideoElement) => element.videoHeight);
    const time = () => video.evaluate((element: HTMLVideoElement) => element.currentTime);
    const goesOn = async () => {
      const from = await time();
      await expect.poll(time).toBeGreaterThan(from + 2);
    };
    await expect.poll(height, 'on a wide line').toBe(360);
    await setLine(page, NARROW);
    await expect.poll(height, 'on a narrow line').toBe(180);
    await goesOn();
    await setLine(page, -1);

    await video.hover();
    await page.getByTestId('player-settings').click();
    const quality = page.getByTestId('player-quality');
    await quality.selectOption('sound');
    await expect(page.getByTestId('player-sound-alone')).toBeVisible();
    await expect.poll(height).toBe(0);
    await goesOn();
    await quality.selectOption('360');
    await expect(page.getByTestId('player-sound-alone')).toBeHidden();
    await expect.poll(height).toBe(360);
    await quality.selectOption('180');
    await expect.poll(height).toBe(180);
    await goesOn();
  } finally {
    await show.close();
    await antenne.dispose();
  }
});

test('a broadcast in 1080 lines is shown in 1080 lines to who wants them', async ({ browser }) => {
  const env = { PROGRAM_WIDTH: '1920', PROGRAM_HEIGHT: '1080', PROGRAM_LADDER: '360' };
  const antenne = await Antenne.start({ name: 'full-hd', demo: false, env });
  const show = await Show.own(antenne, browser);
  try {
    const { page, video } = await show.viewer();
    const picture = () => video.evaluate(({ videoWidth, videoHeight }: HTMLVideoElement) => [videoWidth, videoHeight]);
    const time = () => video.evaluate((element: HTMLVideoElement) => element.currentTime);
    await video.hover();
    await page.getByTestId('player-settings').click();
    await page.getByTestId('player-quality').selectOption('1080');
    await expect.poll(picture).toEqual([1920, 1080]);
    const from = await time();
    await expect.poll(time).toBeGreaterThan(from + 2);
  } finally {
    await show.close();
    await antenne.dispose();
  }
});
