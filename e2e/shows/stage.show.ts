/** The clock before the cameras: it counts, its colours say how urgent it is, and it is as large as the screen lets it be. */
import { randomUUID } from 'node:crypto';
import { complaintsOf } from '../actors/complaints.ts';
import { seriousFindings, tooWide } from '../probes/page.ts';
import { paintOf, secondsShown, shareOf } from '../probes/paint.ts';
import { ControlLine } from '../stage/control-line.ts';
import type { Show } from '../stage/show.ts';
import { expect, test } from '../stage/test.ts';

test.use({ play: 'own' });

const MINUTE = 60_000;

type Colour = readonly [red: number, green: number, blue: number, alpha: number];
const isAmber = ([red, green, blue, alpha]: Colour) =>
  alpha === 255 && red > 180 && green > 110 && red > green && blue < green - 60;
const isRed = ([red, green, blue, alpha]: Colour) => alpha === 255 && red > 150 && red > Math.max(green, blue) + 80;

/** A broadcast of its own, in rehearsal: the clock runs as on air, and no picture is made for it. */
async function rehearsal(show: Show) {
  const slug = await show.owner.create({
    title: 'Répéter l’horloge',
    plannedStart: new Date().toISOString(),
    durationMinutes: 90,
    zone: 'Europe/Paris',
    themes: [],
    contributors: [],
  });
  const item = (title: string, minutes: number, more: object = {}) => ({
    id: randomUUID(),
    title: { fr: title },
    plannedDurationMs: minutes * MINUTE,
    warnMs: MINUTE,
    dangerMs: 15_000,
    ...more,
  });
  const items = [
    item('Ouverture', 5, { place: 'Quito' }),
    item('Réunion de rédaction', 65, { public: false }),
    item('Fin', 2),
  ];
  await show.owner.command(slug, 'rundown:add', { items, replace: true });
  await show.owner.command(slug, 'rundown:rehearse', { on: true });
  await show.owner.command(slug, 'rundown:takeNext', {});
  return { slug, run: (name: string, input: object = {}) => show.owner.command(slug, name, input) };
}

test('counts down and up, turns amber and red, and follows time that a producer adds and takes', async ({ show }) => {
  const { slug, run } = await rehearsal(show);
  const page = await show.window({ width: 1920, height: 1080 });
  const complaints = complaintsOf(page);
  await show.signIn(page, 'owner');
  await page.goto(`${show.antenne.url}/stage/${slug}`);
  const clock = page.getByTestId('run-clock');
  const digits = clock.getByRole('timer');
  const left = async () => secondsShown((await digits.textContent()) ?? '');
  const line = await ControlLine.open(show.antenne.url, show.owner.cookie, slug);
  const { rundown } = await line.snapshot();
  line.close();
  const began = Date.parse(rundown.currentStartedAt ?? '');
  /** By the server's clock, which here is this machine's. */
  const due = (addedMs: number) => (began + 5 * MINUTE + addedMs - Date.now()) / 1000;

  await expect(clock).toHaveAttribute('data-phase', 'calm');
  await expect(page.getByTestId('stage-now')).toHaveText('Ouverture · Quito');
  // What is not public keeps its name to itself.
  await expect(page.getByTestId('stage-next')).not.toContainText('Réunion');
  expect(Math.abs((await left()) - due(0))).toBeLessThan(1.5);
  const calm = await paintOf(clock);
  expect(calm.ground[3], 'nothing behind the digits while there is time').toBe(0);
  expect(Math.min(...calm.ink.slice(0, 3))).toBeGreaterThan(230);
  const before = await left();
  await expect.poll(left, 'it counts').toBeLessThan(before - 1);

  // A producer gives and takes time with the studio's buttons.
  const studio = await show.window({ width: 1440, height: 900 });
  await show.signIn(studio, 'owner');
  await studio.goto(`${show.antenne.url}/studio/${slug}`);
  const press = (time: string) => studio.getByTestId('add-time').filter({ hasText: time }).click();
  await press('+1:00');
  await expect.poll(async () => Math.abs((await left()) - due(MINUTE))).toBeLessThan(1.5);
  await press('−0:30');
  await press('−1:00');
  await expect.poll(async () => Math.abs((await left()) - due(-30_000))).toBeLessThan(1.5);
  await expect(studio.getByTestId('run-now')).toHaveAttribute('data-phase', 'calm');

  // So much that less than a minute is left, then less than fifteen seconds; then it runs over by itself.
  await run('rundown:addTime', { ms: -Math.round((due(-30_000) - 45) * 1000) });
  await expect(clock).toHaveAttribute('data-phase', 'warn');
  await expect(clock).toContainText('Bientôt la fin');
  await expect.poll(async () => isAmber((await paintOf(clock)).ink), 'amber digits').toBe(true);
  await expect(studio.getByTestId('run-now')).toHaveAttribute('data-phase', 'warn');
  await run('rundown:addTime', { ms: -Math.round(((await left()) - 13) * 1000) });
  await expect(clock).toHaveAttribute('data-phase', 'danger');
  await expect(clock).toContainText('Concluez');
  await expect.poll(async () => isAmber((await paintOf(clock)).ground), 'an amber ground').toBe(true);
  await expect(clock).toHaveAttribute('data-phase', 'over');
  await expect(digits).toHaveText(/^\+0:\d\d$/);
  await expect.poll(async () => isRed((await paintOf(clock)).ground), 'a red ground').toBe(true);
  await expect.poll(left, 'it counts up').toBeLessThan(-2);

  await run('rundown:pause', { on: true });
  await expect(clock).toContainText('En pause');
  const paused = await digits.textContent();
  await run('rundown:pause', { on: false });
  await expect(digits).not.toHaveText(paused ?? '');
  expect(complaints).toEqual([]);
});

const SCREENS = [
  { name: 'a television', width: 1920, height: 1080 },
  { name: 'a laptop', width: 1280, height: 720 },
  { name: 'a tablet', width: 1024, height: 768 },
  { name: 'a tablet on end', width: 768, height: 1024 },
  { name: 'a phone on its side', width: 844, height: 390 },
  { name: 'a phone', width: 390, height: 844 },
];

test('its digits fill whatever screen there is, with hours and with a message too', async ({ show }) => {
  const { slug, run } = await rehearsal(show);
  const page = await show.window();
  await show.signIn(page, 'owner');
  await page.goto(`${show.antenne.url}/stage/${slug}`);
  const digits = page.getByTestId('run-clock').getByRole('timer');
  await expect(digits).toBeVisible();
  /** The digits against the screen: as high as nearly half of it, or as wide as nearly all of it. */
  const fits = async (what: string, least: { high: number; wide: number }) => {
    for (const { name, ...size } of SCREENS) {
      await page.setViewportSize(size);
      const { letters, width, outside } = await shareOf(digits);
      expect(outside, `${what} on ${name}: all of it is on the screen`).toBe(false);
      expect(
        letters >= least.high || width >= least.wide,
        `${what} on ${name}: letters of ${letters.toFixed(2)} of the height, ${width.toFixed(2)} of the width`,
      ).toBe(true);
      expect(await tooWide(page), `${what} on ${name}`).toEqual([]);
    }
  };
  await fits('minutes', { high: 0.4, wide: 0.55 });
  expect(await seriousFindings(page)).toEqual([]);

  await run('stage:message', { message: { text: 'Encore une question, puis la conclusion', flash: true } });
  const message = page.getByTestId('stage-message');
  await expect(message).toHaveText('Encore une question, puis la conclusion');
  await fits('minutes beside a message', { high: 0.25, wide: 0.4 });
  for (const { name, ...size } of SCREENS) {
    await page.setViewportSize(size);
    const { outside, letters } = await shareOf(message);
    expect([outside, letters > 0.03], `the message on ${name}`).toEqual([false, true]);
  }
  expect(await seriousFindings(page)).toEqual([]);
  await run('stage:message', { message: null });
  await expect(message).toHaveCount(0);

  await run('rundown:takeNext');
  await expect(digits).toHaveText(/^1:0\d:\d\d$/);
  await expect(page.getByTestId('stage-now')).not.toContainText('Réunion');
  await fits('hours', { high: 0.4, wide: 0.55 });

  await run('stage:blackout', { on: true });
  await expect(page.getByTestId('stage')).toHaveAttribute('data-blackout', 'true');
  await expect(digits).toHaveCount(0);
  await run('stage:blackout', { on: false });
  await expect(digits).toBeVisible();
});
