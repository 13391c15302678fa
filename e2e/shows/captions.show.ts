/** What is written along reaches the viewers: on the captioner's page, over the picture, in the playlist, in frames. */
import { acceptInvitation } from '../actors/invitation.ts';
import { fetchText } from '../probes/playlist.ts';
import { expect, test } from '../stage/test.ts';

// A slate is picture enough.
test.use({ play: 'own' });

test('a line that is written along stands over the viewer’s picture, is corrected there, and is in every player’s playlist', async ({
  show,
}) => {
  // Here before there are any, on another site's page, which nobody tells the words.
  const frame = await show.window();
  await frame.goto(`${show.antenne.url}/embed/${show.slug}?autoplay=1`);
  await expect
    .poll(() => frame.getByTestId('program-video').evaluate((video: HTMLVideoElement) => video.currentTime))
    .toBeGreaterThan(0);
  await expect(frame.getByTestId('player-captions-button')).toHaveCount(0);

  const desk = await show.window({ width: 1440, height: 900 });
  await acceptInvitation(desk, await show.owner.invite(show.slug, { role: 'captioner', label: 'Claire' }), 'Claire');
  await desk.waitForURL(`**/captions/${show.slug}`);
  await desk.getByTestId('caption-language').selectOption('fr');
  await desk.getByTestId('caption-announce').click();

  const viewer = await show.viewer();
  const button = viewer.page.getByTestId('player-captions-button');
  await expect(button).toHaveAttribute('aria-pressed', 'false');
  await viewer.page.keyboard.press('c');
  await expect(button).toHaveAttribute('aria-pressed', 'true');

  const words = viewer.page.getByTestId('player-captions');
  await desk.getByTestId('caption-text').fill('Bonsoir Kito, et bienvenue à toutes et à tous');
  await desk.getByTestId('caption-text').press('Enter');
  await expect(words).toContainText('Bonsoir Kito');
  await desk.getByTestId('caption-text').press('ArrowUp');
  await desk.getByTestId('caption-text').fill('Bonsoir Quito, et bienvenue à toutes et à tous');
  await desk.getByTestId('caption-text').press('Enter');
  await expect(words).toContainText('Bonsoir Quito');
  await expect(desk.getByTestId('caption-line').first()).toContainText('Bonsoir Quito');
  // Its time comes to an end.
  await expect(words).toHaveCount(0);

  const multivariant = await fetchText(show.hls);
  expect(multivariant.text).toContain('LANGUAGE="fr"');
  const whole = new URL('captions-fr/all.vtt', show.hls);
  await expect.poll(async () => (await fetchText(whole.href)).text).toContain('Bonsoir Quito');

  // The frame's player, too, which has read the playlist before they were in it.
  const asked = frame.getByTestId('player-captions-button');
  await expect(asked).toHaveAttribute('aria-pressed', 'false');
  await frame.keyboard.press('c');
  await expect(asked).toHaveAttribute('aria-pressed', 'true');
  const line = { language: 'fr', text: 'Et maintenant, la musique', duration: 15 };
  await show.owner.command(show.slug, 'caption:send', line);
  await expect(frame.getByTestId('player-captions')).toHaveText(line.text);
});
