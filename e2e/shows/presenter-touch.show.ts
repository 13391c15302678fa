/** A presenter with nothing but a tablet: what the producer writes, the clock, and questions, all by touch. */
import { complaintsOf } from '../actors/complaints.ts';
import { acceptInvitation } from '../actors/invitation.ts';
import { seriousFindings, tooWide } from '../probes/page.ts';
import { secondsShown } from '../probes/paint.ts';
import { expect, test } from '../stage/test.ts';

test.use({ play: 'own' });

/** The least side of what a finger is meant to hit, CSS pixels (WCAG 2.5.5). */
const FINGER = 44;

test('a tablet shows the clock, confirms cues and takes questions on and off the air, by touch', async ({
  show,
  browser,
}) => {
  const context = await browser.newContext({
    viewport: { width: 1024, height: 768 },
    locale: 'fr-FR',
    hasTouch: true,
    isMobile: true,
  });
  const page = await context.newPage();
  const complaints = complaintsOf(page);
  await acceptInvitation(page, await show.owner.invite(show.slug, { role: 'presenter', label: 'Léa' }), 'Léa');
  await page.goto(`${show.antenne.url}/presenter/${show.slug}`);
  await expect(page.getByTestId('presenter-main')).toBeVisible();

  await show.control.takeNext();
  const clock = page.getByTestId('run-clock');
  await expect(clock).toHaveAttribute('data-phase', 'calm');
  const left = async () => secondsShown((await clock.getByRole('timer').textContent()) ?? '');
  const before = await left();
  await expect.poll(left, 'it counts').toBeLessThan(before - 1);
  await show.owner.command(show.slug, 'rundown:addTime', { ms: -Math.round(((await left()) - 40) * 1000) });
  await expect(clock).toHaveAttribute('data-phase', 'warn');
  await show.owner.command(show.slug, 'rundown:addTime', { ms: 10 * 60_000 });
  await expect(clock).toHaveAttribute('data-phase', 'calm');

  // Two cues: the newest is largest, one tap says that both are understood, and the producer's side knows it.
  const write = (content: object) => show.owner.command(show.slug, 'stage:cue', { content });
  await write({ type: 'template', template: 'wrapUp' });
  const cue = page.getByTestId('presenter-cue');
  await expect(cue).toBeVisible();
  await write({ type: 'text', text: 'Passez à Bamako après cette question' });
  await expect(cue).toContainText('Passez à Bamako après cette question');
  const cues = async () => (await show.control.snapshot()).stage.cues;
  await expect.poll(async () => (await cues()).map(({ seenAt }) => seenAt !== null)).toEqual([true, true]);
  expect((await cues()).map(({ confirmedAt }) => confirmedAt)).toEqual([null, null]);
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByTestId('presenter-confirm').tap();
  await expect(cue).toHaveCount(0);
  await expect.poll(async () => (await cues()).every(({ confirmedAt }) => confirmedAt !== null)).toBe(true);

  const viewer = await show.viewer();
  const [first, second] = [`Qui récolte ? ${Date.now()}`, `Qui transporte ? ${Date.now()}`];
  for (const text of [first, second]) {
    await viewer.ask(text);
    await expect(viewer.own(text)).toHaveAttribute('data-state', 'pending');
    const question = (await show.control.snapshot()).questions.find(({ original }) => original === text);
    if (!question) throw new Error('the question did not arrive');
    const move = (type: string, version: number) =>
      show.owner.command(show.slug, 'question:move', { id: question.id, version, move: { type } });
    await move('approve', question.version);
    await move('queue', question.version + 1);
  }
  const next = (text: string) => page.getByTestId('presenter-next').filter({ hasText: text });
  const onAir = page.getByTestId('presenter-text');
  await next(second).tap();
  await expect(next(second)).toHaveAttribute('aria-pressed', 'true');
  await page.getByTestId('presenter-main').tap();
  await expect(onAir).toHaveText(second);
  await expect(viewer.own(second)).toHaveAttribute('data-state', 'onAir');
  // Back, and on again; then the next one answers it.
  await page.getByTestId('presenter-back').tap();
  await expect(onAir).toHaveCount(0);
  await next(second).tap();
  await page.getByTestId('presenter-main').tap();
  await expect(onAir).toHaveText(second);
  await page.getByTestId('presenter-go').tap();
  await expect(onAir).toHaveText(first);
  await expect(viewer.own(second)).toHaveAttribute('data-state', 'answered');

  await page.getByTestId('presenter-ground').tap();
  await expect(page.locator('[data-desk="presenter"]')).toHaveAttribute('data-theme', /light|dark/);
  for (const size of [
    { width: 1024, height: 768 },
    { width: 768, height: 1024 },
    { width: 390, height: 844 },
  ]) {
    await page.setViewportSize(size);
    for (const id of ['presenter-back', 'presenter-main', 'presenter-go', 'presenter-ground']) {
      const box = await page.getByTestId(id).boundingBox();
      expect(Math.min(box?.width ?? 0, box?.height ?? 0), `${id} at ${size.width} px`).toBeGreaterThanOrEqual(FINGER);
    }
    expect(await tooWide(page), `${size.width} px`).toEqual([]);
    expect(await seriousFindings(page), `${size.width} px`).toEqual([]);
  }
  await page.setViewportSize({ width: 1024, height: 768 });
  await page.getByTestId('presenter-main').tap();
  await expect(viewer.own(first)).toHaveAttribute('data-state', 'answered');
  expect(complaints).toEqual([]);
  await context.close();
});
