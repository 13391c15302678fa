/**
 * `node e2e/screenshots.ts [viewer] [studio] [editorial] [contributor]`: starts the demonstration broadcast and photographs its pages
 * into `docs/screenshots/`; without a word, all of them. Each is a JPEG under 400 KB.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { chromium, expect, type Page } from '@playwright/test';
import { Contributor } from './actors/contributor.ts';
import { CAMERAS, writeMicrophone } from './cameras/camera.ts';
import { Antenne } from './stage/antenne.ts';
import { browserOptions } from './stage/chromium.ts';
import { Show } from './stage/show.ts';

const FOLDER = fileURLToPath(new URL('../docs/screenshots/', import.meta.url));
const LARGEST = 400_000;
const DESK = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844, isMobile: true };
const TABLET = { width: 1180, height: 820 };
const HD = { width: 1280, height: 720 };

interface Look {
  size: { width: number; height: number };
  scheme: 'light' | 'dark';
}

const DARK_DESK: Look = { size: DESK, scheme: 'dark' };

async function shoot(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  const path = `${FOLDER}${name}`;
  await page.screenshot({ path, type: 'jpeg', quality: 82 });
  const { size } = statSync(path);
  if (size > LARGEST) throw new Error(`${name} has ${size} bytes`);
  console.log(`${name} ${Math.round(size / 1000)} kB`);
}

async function open(show: Show, path: string, { size, scheme }: Look): Promise<Page> {
  const page = await show.window(size);
  await page.emulateMedia({ colorScheme: scheme });
  await page.goto(`${show.antenne.url}${path}`);
  return page;
}

/** The video element shows a moving picture. */
async function playing(page: Page, testId: string): Promise<void> {
  const video = page.getByTestId(testId);
  await expect
    .poll(() => video.evaluate((element) => (element as HTMLVideoElement).getVideoPlaybackQuality().totalVideoFrames), {
      timeout: 30_000,
    })
    .toBeGreaterThan(50);
}

async function viewerPages(show: Show): Promise<void> {
  const live = `/b/${show.slug}`;
  const shots: [string, Look][] = [
    ['viewer-desktop-light.jpg', { size: DESK, scheme: 'light' }],
    ['viewer-desktop-dark.jpg', DARK_DESK],
    ['viewer-phone-light.jpg', { size: PHONE, scheme: 'light' }],
    ['viewer-phone-dark.jpg', { size: PHONE, scheme: 'dark' }],
  ];
  for (const [name, appearance] of shots) {
    const page = await open(show, live, appearance);
    await playing(page, 'program-video');
    await shoot(page, name);
    await show.closeWindows();
  }
  const before = await open(show, `/b/${await show.nextSlug()}`, { size: DESK, scheme: 'light' });
  await expect(before.getByTestId('countdown')).toBeVisible();
  await shoot(before, 'before-the-show.jpg');
  const home = await open(show, '/', { size: DESK, scheme: 'light' });
  await expect(home.locator('a[href^="/b/"]').first()).toBeVisible();
  await shoot(home, 'home.jpg');
  await show.closeWindows();
}

async function controlPages(show: Show): Promise<void> {
  const producer = await show.producer('Anne Lacoste');
  await producer.page.setViewportSize(DESK);
  await playing(producer.page, 'program-monitor');
  const [first, second] = (await show.control.snapshot()).contributors;
  if (first && second)
    await show.control.take({
      type: 'twoUp',
      slots: [first, second].map(({ id }) => ({ type: 'feed', contributorId: id })),
    });
  await expect(producer.page.locator('[data-testid="tile"][data-tally="onAir"]')).toHaveCount(2, { timeout: 30_000 });
  await producer.page.locator('[data-testid="tile"][data-feed="live"][data-tally="off"]').first().click();
  await expect(producer.page.locator('[data-testid="tile"][data-tally="preview"]')).toBeVisible();
  const previews = producer.page.getByTestId('preview-monitor').locator('video');
  const shown = () =>
    previews.evaluateAll((videos) => videos.filter((video) => (video as HTMLVideoElement).videoWidth > 0).length);
  await expect.poll(shown, { timeout: 30_000 }).toBeGreaterThan(0);
  await shoot(producer.page, 'studio.jpg');
  await producer.page.goto(`${show.antenne.url}/studio/${show.slug}/multiview`);
  await producer.page.setViewportSize({ width: 1280, height: 720 });
  await expect(producer.page.locator('[data-testid="view"][data-tally="onAir"]')).toHaveCount(2);
  await playing(producer.page, 'program-monitor');
  await shoot(producer.page, 'multiview.jpg');
  await show.closeWindows();

  const moderator = await show.moderator('Inès Brunel');
  await moderator.page.setViewportSize(DESK);
  await expect(moderator.page.getByTestId('pending-question').first()).toBeVisible();
  await shoot(moderator.page, 'moderation.jpg');
  await show.closeWindows();

  const owner = await show.window(DESK);
  await show.signIn(owner, 'owner');
  await owner.goto(`${show.antenne.url}/admin`);
  await expect(owner.getByTestId('admin-broadcast').first()).toBeVisible();
  // The list of people comes a moment after its card.
  await expect(owner.locator('[data-testid="admin-broadcast"] li').first()).toBeVisible();
  await shoot(owner, 'admin.jpg');
  await show.closeWindows();
}

/** The pages around the programme: the running order, the presenter's and the stage's. */
async function editorialPages(show: Show): Promise<void> {
  const pages: [string, string, string, Look][] = [
    ['rundown.jpg', 'rundown', 'rundown-row', { size: DESK, scheme: 'light' }],
    ['presenter.jpg', 'presenter', 'presenter-main', { size: TABLET, scheme: 'dark' }],
    ['stage.jpg', 'stage', 'stage', { size: HD, scheme: 'dark' }],
  ];
  for (const [name, path, testId, { size, scheme }] of pages) {
    const page = await show.window(size);
    await show.signIn(page, 'producer');
    await page.emulateMedia({ colorScheme: scheme });
    await page.goto(`${show.antenne.url}/${path}/${show.slug}`);
    await expect(page.getByTestId(testId).first()).toBeVisible();
    if (path === 'presenter') await readOut(page);
    await shoot(page, name);
    await show.closeWindows();
  }
}

/** Puts the next question on air, to be there beside the item's clock. */
async function readOut(presenter: Page): Promise<void> {
  await expect(presenter.getByRole('timer').first()).toBeVisible();
  await presenter.getByTestId('presenter-main').click();
  await expect(presenter.getByTestId('presenter-question')).toBeVisible();
}

/** A contributor's page, whose camera shows one of the demonstration's guests: recorded from the programme itself. */
async function contributorPages(show: Show): Promise<void> {
  const files = mkdtempSync(join(tmpdir(), 'antenne-screenshots-'));
  const devices = { camera: join(files, 'camera.y4m'), microphone: join(files, 'microphone.wav') };
  const guest = (await show.control.snapshot()).contributors[1];
  if (!guest) throw new Error('the demonstration has no second contributor');
  const before = Date.now();
  await show.control.take(guest.id);
  // Older than the take is what a player begins with.
  await expect.poll(() => Date.now() - before, { timeout: 15_000 }).toBeGreaterThan(9_000);
  await promisify(execFile)('ffmpeg', [
    ...['-loglevel', 'error', '-live_start_index', '-1', '-i', show.hls, '-t', '6', '-an'],
    ...['-vf', 'scale=640:360', '-pix_fmt', 'yuv420p', devices.camera],
  ]);
  writeMicrophone(devices.microphone, CAMERAS.orange);
  const person = await Contributor.arrive(devices);
  try {
    const { page } = person;
    await page.setViewportSize(DESK);
    await page.goto(
      await show.owner.invite(show.slug, { role: 'contributor', contributorId: guest.id, label: guest.name }),
    );
    await page.getByTestId('join-check').click();
    await page.getByTestId('join-continue').click();
    await page.getByTestId('join-headphones').check();
    await page.getByTestId('join-enter').click();
    await expect(person.onAirSign).toBeVisible({ timeout: 30_000 });
    await playing(page, 'program-return');
    await shoot(page, 'contributor.jpg');
    await page.setViewportSize(PHONE);
    await shoot(page, 'contributor-phone.jpg');
  } finally {
    await person.leave();
    rmSync(files, { recursive: true, force: true });
  }
}

mkdirSync(FOLDER, { recursive: true });
const antenne = await Antenne.start(
  {
    name: 'screenshots',
    demo: true,
    env: { PROGRAM_WIDTH: '1280', PROGRAM_HEIGHT: '720', PROGRAM_PRESET: 'auto' },
  },
  600_000,
);
try {
  const browser = await chromium.launch(browserOptions());
  const show = await Show.demonstration(antenne, browser);
  try {
    const pages = {
      viewer: viewerPages,
      studio: controlPages,
      editorial: editorialPages,
      contributor: contributorPages,
    };
    const wanted = process.argv.slice(2);
    for (const [name, photograph] of Object.entries(pages)) {
      if (wanted.length === 0 || wanted.includes(name)) await photograph(show);
    }
  } finally {
    await show.close();
    await browser.close();
  }
} finally {
  await antenne.dispose();
}
