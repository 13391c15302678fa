/** Questions outside the picture: rejected ones, and those before a show. */
import { expect, test } from '../stage/test.ts';

test('a rejected author is told why, and nobody else sees the question', async ({ show }) => {
  const [viewer, other, moderator] = [await show.viewer(), await show.viewer(), await show.moderator('Inès')];
  const text = `Achetez mes montres ${Date.now()}`;
  await viewer.ask(text);
  await moderator.showNew(text);
  await moderator.reject(text, 1);
  await expect(viewer.own(text)).toHaveAttribute('data-state', 'rejected');
  await expect(other.question(text)).toBeHidden();
});

test('before the show there is a countdown, and questions are taken already', async ({ show }) => {
  const viewer = await show.viewer(await show.nextSlug());
  await expect(viewer.page.getByTestId('countdown')).toBeVisible();
  const text = `Une question en avance ${Date.now()}`;
  await viewer.ask(text);
  await expect(viewer.own(text)).toHaveAttribute('data-state', 'pending');
});
