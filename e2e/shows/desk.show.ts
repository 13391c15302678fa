/** The desk of somebody who produces television, button by button: what is pressed is what the mixer does. */
import type { ControlSnapshot } from '@antenne/server/contract';
import { colourIn, FLAT_AREA, isColour } from '../probes/picture.ts';
import { expect, test } from '../stage/test.ts';

test.use({ play: 'own' });

const DESK = { width: 1440, height: 900 };
const BLACK = { red: 16, green: 16, blue: 16 };

test('layouts, transitions, fader, black, graphics, scenes and channels do what they say', async ({ show }) => {
  const [orange, blue] = await show.duplexes();
  const producer = await show.producer('Anne', DESK);
  const { page, bus, program } = producer;
  const press = (testId: string) => page.getByTestId(testId).click();
  const state = <Fact>(pick: (snapshot: ControlSnapshot) => Fact) =>
    expect.poll(async () => pick(await show.control.snapshot()));
  const shows = ({ camera }: typeof orange) =>
    expect.poll(async () => isColour(await colourIn(program, FLAT_AREA), camera.colour), `camera ${camera.number}`);
  for (const { id } of [orange, blue]) await expect(producer.tile(id)).toHaveAttribute('data-feed', 'live');

  // Everything is in view on a laptop.
  expect(await page.evaluate(() => document.documentElement.scrollHeight <= window.innerHeight)).toBe(true);

  await producer.take(orange.id);
  await expect(bus).toHaveAttribute('data-on-air', orange.id);
  await shows(orange).toBe(true);

  // Auto, by the chosen transition.
  await producer.tile(blue.id).click();
  await expect(bus).toHaveAttribute('data-preview', blue.id);
  await page.getByTestId('transition-type').locator('[data-value="dip"]').click();
  await page.getByTestId('transition-frames').locator('[data-value="12"]').click();
  await press('auto-button');
  await expect(bus).toHaveAttribute('data-on-air', blue.id);
  await shows(blue).toBe(true);
  await expect(bus).toHaveAttribute('data-preview', orange.id);

  // To black and back.
  await press('black-button');
  await expect(page.getByTestId('black-button')).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(async () => isColour(await colourIn(program, FLAT_AREA), BLACK, 30), 'black').toBe(true);
  await press('black-button');
  await expect(bus).toHaveAttribute('data-on-air', blue.id);

  // Layouts on preview: two people, in any arrangement.
  await producer.tile(orange.id).click();
  await press('layout-pip');
  await expect(bus).toHaveAttribute('data-preview', /^pip:.+@topRight,small$/);
  await press('layout-pip');
  await expect(bus).toHaveAttribute('data-preview', /@bottomRight,small$/);
  await press('size-button');
  await expect(bus).toHaveAttribute('data-preview', `pip:${orange.id}+${blue.id}@bottomRight,large`);
  await press('swap-button');
  await expect(bus).toHaveAttribute('data-preview', `pip:${blue.id}+${orange.id}@bottomRight,large`);
  await press('layout-questionPanel');
  await expect(bus).toHaveAttribute('data-preview', /^questionPanel:/);
  await press('layout-everybody');
  await expect(bus).toHaveAttribute('data-preview', 'everybody');

  // By hand: half-way it stays half-way, at the end it has taken.
  await producer.tile(orange.id).click();
  await expect(bus).toHaveAttribute('data-preview', orange.id);
  const fader = page.getByTestId('manual-fader');
  await fader.fill('0.5');
  await state(({ bus: { fade } }) => fade?.position).toBe(0.5);
  await expect(producer.tile(orange.id)).toHaveAttribute('data-tally', 'onAir');
  await expect(producer.tile(blue.id)).toHaveAttribute('data-tally', 'onAir');
  await fader.fill('1');
  await expect(bus).toHaveAttribute('data-on-air', orange.id);
  await shows(orange).toBe(true);

  // A switch of the graphics is lit when the mixer shows it.
  await press('side-graphics');
  for (const lamp of ['onAir', 'off']) {
    await press('graphic-clock');
    await expect(page.getByTestId('graphic-clock')).toHaveAttribute('data-lamp', lamp);
  }

  // A scene is kept with its name and comes back with one press.
  await producer.tile(blue.id).click();
  await press('layout-twoUp');
  await expect(bus).toHaveAttribute('data-preview', `twoUp:${blue.id}+${orange.id}`);
  await page.getByRole('textbox', { name: 'Nom du plan en préparation' }).fill('Plateau');
  await page.keyboard.press('Enter');
  const scene = page.getByTestId('saved-scene').filter({ hasText: 'Plateau' });
  await expect(scene).toBeVisible();
  await producer.tile(blue.id).click();
  await expect(bus).toHaveAttribute('data-preview', blue.id);
  await scene.click();
  await expect(bus).toHaveAttribute('data-preview', `twoUp:${blue.id}+${orange.id}`);

  // The channel of one person.
  const channel = page.locator(`[data-testid="sound-channel"][data-contributor="${orange.id}"]`);
  const sound = ({ contributors }: ControlSnapshot) => contributors.find(({ id }) => id === orange.id)?.sound;
  const before = sound(await show.control.snapshot());
  await channel.getByTestId('fader').fill('-9');
  await state((now) => sound(now)?.gainDb).toBe(-9);
  await channel.getByTestId('channel-mute').click();
  await state((now) => sound(now)?.muted).toBe(true);
  await channel.getByTestId('channel-mute').click();
  await channel.getByTestId('channel-more').click();
  const settings = page.getByTestId('channel-settings');
  await settings.getByLabel('Compresseur').selectOption({ index: 1 });
  await settings.getByTestId('delay').fill('120');
  await settings.getByTestId('delay').press('Enter');
  // It is checked once the server has said so.
  await settings.getByTestId('hears-other').click();
  await state((now) => sound(now)?.hears.others).toEqual([blue.id]);
  await state((now) => sound(now)?.delayMs).toBe(120);
  await state((now) => sound(now)?.compressor).not.toBe('off');
  await state((now) => sound(now)?.muted).toBe(false);
  // The shows after this one are in the same broadcast.
  if (before) await show.control.setSound(orange.id, before);
});
