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
  await show.control.take({ type: 'twoUp', contributorIds: [orange.id, blue.id] });

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
});
