/** Two people on air at once see themselves side by side and hear each other, never themselves. */
import type { Locator } from '@playwright/test';
import { type Area, colourIn, isColour } from '../probes/picture.ts';
import { listen } from '../probes/sound.ts';
import { expect, test } from '../stage/test.ts';

test.use({ play: 'own' });

const LEFT: Area = { left: 0.1, top: 0.46, width: 0.3, height: 0.1 };
const RIGHT: Area = { left: 0.6, top: 0.46, width: 0.3, height: 0.1 };

/** How much louder, in dB, the first tone is than the second. */
async function louder(video: Locator, first: number, second: number): Promise<number> {
  const sound = await listen(video, [first, second]);
  return (sound?.tones[first] ?? -200) - (sound?.tones[second] ?? -200);
}

test('two people side by side: viewers see and hear both, each of them hears the other alone', async ({ show }) => {
  const [orange, blue] = await show.duplexes();
  const viewer = await show.viewer();
  // One tile, D for two side by side, Enter for the transition.
  const producer = await show.producer('Anne');
  await expect(producer.tile(blue.id)).toHaveAttribute('data-feed', 'live');
  await producer.tile(orange.id).click();
  await producer.page.getByTestId('layout-twoUp').click();
  await expect(producer.bus).toHaveAttribute('data-preview', `twoUp:${orange.id}+${blue.id}`);
  await producer.page.keyboard.press('Enter');
  for (const { id } of [orange, blue]) await expect(producer.tile(id)).toHaveAttribute('data-tally', 'onAir');
  await producer.page.close();

  for (const [area, { camera }] of [
    [LEFT, orange],
    [RIGHT, blue],
  ] as const) {
    await expect
      .poll(async () => isColour(await colourIn(viewer.video, area), camera.colour), `the picture of ${camera.number}`)
      .toBe(true);
  }
  await expect(orange.person.onAirSign).toBeVisible();
  await expect(blue.person.onAirSign).toBeVisible();

  // Nobody hears themselves come back; viewers hear both alike.
  for (const [own, other] of [
    [orange, blue],
    [blue, orange],
  ] as const) {
    const heard = () => louder(own.person.program, other.camera.tone, own.camera.tone);
    await expect.poll(heard, `how much louder the other is for ${own.camera.number}, in dB`).toBeGreaterThan(25);
  }
  const both = async () => Math.abs(await louder(viewer.video, orange.camera.tone, blue.camera.tone));
  await expect.poll(both, 'the difference between both, in dB').toBeLessThan(12);

  await show.control.setSound(blue.id, { muted: true });
  const left = () => louder(viewer.video, orange.camera.tone, blue.camera.tone);
  await expect.poll(left, 'how much louder the one is who is not muted, in dB').toBeGreaterThan(25);
  await show.control.setSound(blue.id, { muted: false });
  await expect.poll(both, 'the difference between both again, in dB').toBeLessThan(12);
});
