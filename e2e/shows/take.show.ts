/** Two people are switched: what viewers see and hear is who is on air, and everyone is told the same. */
import type { Locator } from '@playwright/test';
import { colourIn, FLAT_AREA, isColour, look } from '../probes/picture.ts';
import { listen } from '../probes/sound.ts';
import type { Duplex } from '../stage/show.ts';
import { expect, test } from '../stage/test.ts';

test.use({ play: 'own' });

/** The second producer has a telephone as remote. */
const PHONE = { width: 390, height: 844 };

/** The programme in this element is this person: marker, colour, tone, and not the other's. */
async function expectOnAir(video: Locator, on: Duplex, off: Duplex): Promise<void> {
  await expect.poll(async () => (await look(video))?.mark?.camera, 'whose camera').toBe(on.camera.number);
  await expect
    .poll(async () => isColour(await colourIn(video, FLAT_AREA), on.camera.colour), 'their colour')
    .toBe(true);
  await expect
    .poll(async () => {
      const sound = await listen(video, [on.camera.tone, off.camera.tone]);
      return (sound?.tones[on.camera.tone] ?? -200) - (sound?.tones[off.camera.tone] ?? -200);
    }, 'how much louder their tone is, in dB')
    .toBeGreaterThan(15);
}

test('the viewer sees and hears whoever is taken, the tally follows, two producers see the same', async ({ show }) => {
  const [orange, blue] = await show.duplexes();
  const viewer = await show.viewer();
  const first = await show.producer('Anne');
  for (const duplex of [orange, blue]) {
    await expect(first.tile(duplex.id)).toHaveAttribute('data-feed', 'live');
  }

  await first.take(orange.id);
  await expectOnAir(viewer.video, orange, blue);
  await expect(orange.person.onAirSign).toBeVisible();
  await expect(blue.person.onAirSign).toBeHidden();
  // Two cores do not carry five browsers: the viewer makes room for the second producer.
  await viewer.page.context().close();
  const second = await show.producer('Malik', PHONE);
  for (const producer of [first, second]) {
    await expect(producer.tile(orange.id)).toHaveAttribute('data-tally', 'onAir');
    await expect(producer.tile(blue.id)).not.toHaveAttribute('data-tally', 'onAir');
  }

  // The other producer, by keys; what was on air goes to preview, as a cut does.
  await second.takeByKeys(blue.id);
  await expect(blue.person.onAirSign).toBeVisible();
  await expect(orange.person.onAirSign).toBeHidden();
  for (const producer of [first, second]) {
    await expect(producer.tile(blue.id)).toHaveAttribute('data-tally', 'onAir');
    await expect(producer.tile(orange.id)).toHaveAttribute('data-tally', 'preview');
  }

  // A length of one's own is typed. The Enter that confirms it takes nothing; the next one does.
  const version = Number(await first.bus.getAttribute('data-version'));
  await first.page.getByTestId('transition-length').fill('20');
  await first.page.keyboard.press('Enter');
  await expect(first.page.getByTestId('transition-frames')).toHaveAttribute('data-value', '20');
  await first.page.keyboard.press('Enter');
  await expect(orange.person.onAirSign).toBeVisible();
  await expect(first.bus).toHaveAttribute('data-version', String(version + 1));
  // By touch on the telephone.
  await second.take(blue.id);
  await expect(blue.person.onAirSign).toBeVisible();

  // The second screen, in a window of its own: whose picture is where, and a press puts on preview.
  const opened = first.page.waitForEvent('popup');
  await first.page.getByTestId('open-multiview').click();
  const wall = await opened;
  const view = (id: string) => wall.locator(`[data-testid="view"][data-contributor="${id}"]`);
  await expect(view(blue.id)).toHaveAttribute('data-tally', 'onAir');
  await show.control.preview({ type: 'black' });
  await expect(view(orange.id)).toHaveAttribute('data-tally', 'off');
  await view(orange.id).click();
  for (const tile of [view(orange.id), first.tile(orange.id)]) {
    await expect(tile).toHaveAttribute('data-tally', 'preview');
  }
  await expect
    .poll(async () => (await look(view(orange.id).locator('video')))?.mark?.camera)
    .toBe(orange.camera.number);
  await wall.close();

  // The programme comes back to studio and contributors as it went out.
  await expectOnAir(first.program, blue, orange);
  await expect.poll(async () => (await look(orange.person.program))?.mark?.camera).toBe(blue.camera.number);
});
