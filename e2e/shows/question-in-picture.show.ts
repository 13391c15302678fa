/** A viewer's question goes through moderation into the picture, and each of its steps is seen by whom it concerns. */
import { changed, LOWER_THIRD, raster } from '../probes/picture.ts';
import { expect, test } from '../stage/test.ts';

test.use({ play: 'own' });

test('a question is asked, approved, voted for, put into the picture and taken out again', async ({ show }) => {
  const orange = await show.duplex('orange');
  // Their camera is flat where the lower third comes: whatever changes there is the question.
  await show.control.take(orange.id);
  const [viewer, other, moderator] = [await show.viewer(), await show.viewer(), await show.moderator('Inès')];
  // What would be markup is text wherever it is read: found by its letters, on every page.
  const text = `À quel prix un café <img src=x onerror=alert(1)> reste-t-il « juste » ? ${Date.now()}`;

  await viewer.ask(text, 'Zoé');
  await expect(viewer.own(text)).toHaveAttribute('data-state', 'pending');
  await expect(other.question(text)).toBeHidden();

  await moderator.showNew(text);
  await expect(moderator.pending(text)).toBeVisible();
  await moderator.approve(text);
  await expect(viewer.own(text)).toHaveAttribute('data-state', 'approved');
  await other.showNew(text);
  await expect(other.question(text)).toBeVisible();

  await other.voteButton(text).click();
  await expect(other.voteButton(text)).toHaveAttribute('aria-pressed', 'true');
  await expect(viewer.voteButton(text)).toHaveText('1');
  // The same browser once more, after a reload: it is known, and counts once.
  await other.page.reload();
  await expect(other.voteButton(text)).toHaveAttribute('aria-pressed', 'true');
  await expect(other.voteButton(text)).toHaveText('1');

  const before = await raster(viewer.video, LOWER_THIRD);
  await moderator.putOnAir(text);
  await expect
    .poll(async () => changed(before, await raster(viewer.video, LOWER_THIRD)), 'how much of the lower third changed')
    .toBeGreaterThan(0.2);
  await expect(viewer.own(text)).toHaveAttribute('data-state', 'onAir');
  await expect(other.question(text)).toHaveAttribute('data-state', 'onAir');

  await moderator.markAnswered();
  await expect
    .poll(async () => changed(before, await raster(viewer.video, LOWER_THIRD)), 'how much of the lower third remains')
    .toBeLessThan(0.02);
  await expect(viewer.own(text)).toHaveAttribute('data-state', 'answered');
  await expect(other.question(text).getByTestId('watch-answer')).toBeVisible();
});
