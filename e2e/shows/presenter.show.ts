/** A presenter brings questions on air with one hand, and those who asked them hear of each step. */
import { acceptInvitation } from '../actors/invitation.ts';
import { expect, test } from '../stage/test.ts';

const TABLET = { width: 1024, height: 768 };
const PHONE = { width: 390, height: 844 };

test('a presenter takes chosen questions on and off the air, and their author is told', async ({ show }) => {
  const [viewer, moderator] = [await show.viewer(), await show.moderator('Inès')];
  const page = await show.window(TABLET);
  await acceptInvitation(page, await show.owner.invite(show.slug, { role: 'presenter', label: 'Léa' }), 'Léa');
  await page.goto(`${show.antenne.url}/presenter/${show.slug}`);
  await expect(page.getByTestId('presenter-main')).toBeVisible();
  const onAir = page.getByTestId('presenter-text');
  const next = (text: string) => page.getByTestId('presenter-next').filter({ hasText: text });
  const told = (words: string, text: string) => viewer.page.getByText(`${words} : « ${text} »`);
  const [first, second] = [`Qui récolte ? ${Date.now()}`, `Qui transporte ? ${Date.now()}`];

  for (const text of [first, second]) {
    await viewer.ask(text, 'Zoé');
    await moderator.showNew(text);
    await moderator.approve(text);
    await expect(told('Votre question est publiée, on peut voter pour elle', text).first()).toBeVisible();
    await moderator.approved(text).getByTestId('queue').click();
    await expect(viewer.own(text)).toHaveAttribute('data-state', 'approved');
  }

  // Who asks, and about what, is said on a telephone as well.
  await page.setViewportSize(PHONE);
  const of = page.locator('li').filter({ hasText: first }).getByTestId('presenter-next-of');
  await expect(of).toContainText('Zoé');
  await expect(of).toBeVisible();
  await page.setViewportSize(TABLET);

  // By touch: which one comes next. By keyboard: on air.
  await next(first).click();
  await expect(next(first)).toHaveAttribute('aria-pressed', 'true');
  // Off the button, which Space would press.
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('Space');
  await expect(onAir).toHaveText(first);
  await expect(told('Votre question est à l’antenne maintenant', first).first()).toBeVisible();

  // A clicker's next: the first one is answered with the same press.
  await next(second).click();
  await page.keyboard.press('PageDown');
  await expect(onAir).toHaveText(second);
  await expect(viewer.own(first)).toHaveAttribute('data-state', 'answered');
  await expect(told('Une réponse a été donnée à votre question', first).first()).toBeVisible();

  // Back: not answered, but waiting again.
  await page.keyboard.press('PageUp');
  await expect(onAir).toHaveCount(0);
  await expect(viewer.own(second)).toHaveAttribute('data-state', 'approved');
  await expect(next(second)).toBeVisible();

  await next(second).click();
  await page.getByTestId('presenter-main').click();
  await expect(onAir).toHaveText(second);
  await page.getByTestId('presenter-main').click();
  await expect(viewer.own(second)).toHaveAttribute('data-state', 'answered');
  await expect(onAir).toHaveCount(0);
});
