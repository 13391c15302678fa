/** A contributor's way in and on air, page by page: nothing serious for axe, nothing to scroll sideways, nothing on the console. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { complaintsOf } from '../actors/complaints.ts';
import { Contributor } from '../actors/contributor.ts';
import { CAMERAS, SMALL_CAMERA, writeCamera, writeMicrophone } from '../cameras/camera.ts';
import { seriousFindings, tooWide } from '../probes/page.ts';
import { expect, test } from '../stage/test.ts';

test.use({ play: 'own' });

const SIZES = [
  { width: 1440, height: 900 },
  { width: 360, height: 740 },
];

test('every step of a contributor is readable, from the devices to the air', async ({ show }) => {
  const folder = mkdtempSync(join(tmpdir(), 'antenne-steps-'));
  const devices = { camera: join(folder, 'camera.y4m'), microphone: join(folder, 'microphone.wav') };
  writeCamera(devices.camera, CAMERAS.orange, SMALL_CAMERA);
  writeMicrophone(devices.microphone, CAMERAS.orange);
  // The places of the two who share this instance may be taken.
  const { contributors } = await show.control.snapshot();
  const place = contributors.find(({ feed }) => feed === 'absent') ?? contributors[0];
  if (!place) throw new Error('nobody is to come');
  const link = await show.owner.invite(show.slug, {
    role: 'contributor',
    contributorId: place.id,
    label: place.name,
  });
  const person = await Contributor.arrive(devices);
  try {
    const { page } = person;
    const complaints = complaintsOf(page);
    const isClean = async (step: string) => {
      for (const size of SIZES) {
        await page.setViewportSize(size);
        expect(await tooWide(page), `${step} at ${size.width} px`).toEqual([]);
        expect(await seriousFindings(page), `${step} at ${size.width} px`).toEqual([]);
      }
    };
    const press = (testId: string) => page.getByTestId(testId).click();
    await page.goto(link);
    await expect(page.getByTestId('join-check')).toBeVisible();
    await isClean('the invitation');
    await press('join-check');
    await expect(page.getByTestId('join-continue')).toBeEnabled();
    await isClean('camera and microphone');
    await press('join-continue');
    await expect(page.getByTestId('join-headphones')).toBeVisible();
    await isClean('headphones');
    await page.getByTestId('join-headphones').check();
    await press('join-enter');
    await expect(person.linkQuality).toHaveAttribute('data-quality', /good|fair|poor/);
    await isClean('the green room');

    await show.owner.command(show.slug, 'cue:send', {
      to: [place.id],
      content: { type: 'template', template: 'youAreNext' },
    });
    await expect(person.cueCard).toBeVisible();
    await isClean('a cue');
    await press('cue-confirm');
    await expect(person.cueCard).toBeHidden();

    await press('devices');
    await expect(page.getByTestId('device-camera')).toBeVisible();
    await isClean('the devices');
    await page.keyboard.press('Escape');
    await press('link-quality');
    await isClean('the link');
    await page.keyboard.press('Escape');

    await show.control.take(place.id);
    await expect(person.onAirSign).toBeVisible();
    await isClean('on air');
    await show.control.take({ type: 'slate' });
    await expect(person.onAirSign).toBeHidden();
    await page.getByTestId('leave').hover();
    await page.mouse.down();
    await expect(page.getByTestId('join-again')).toBeVisible();
    await page.mouse.up();
    await isClean('having left');
    expect(complaints).toEqual([]);
  } finally {
    await person.leave();
    rmSync(folder, { recursive: true, force: true });
  }
});
