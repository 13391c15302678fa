/** A producer brings a clip along: it is uploaded, made ready, taken, and followed by what is on preview at its end. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { colourIn, FLAT_AREA, isColour } from '../probes/picture.ts';
import { expect, test } from '../stage/test.ts';

test.use({ play: 'own' });

/** Green, portrait, 30 pictures a second, mono: as a telephone would send it. */
function writeClip(path: string): void {
  const picture = 'color=c=0x00b140:s=360x640:r=30:d=6';
  const sound = 'sine=f=700:r=44100:d=6';
  execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', sound, '-ac', '1', path]);
}

test('a clip goes from a file to the air, says how long it has left, and hands over at its end', async ({ show }) => {
  const folder = mkdtempSync(join(tmpdir(), 'antenne-clip-'));
  try {
    const path = join(folder, 'Le karité.mp4');
    writeClip(path);
    const producer = await show.producer('Anne');
    const { page } = producer;
    await page.getByTestId('side-media').click();
    await page.getByTestId('asset-file').setInputFiles(path);
    const asset = page.getByTestId('asset');
    await expect(asset).toHaveAttribute('data-state', 'ready');
    const id = await asset.getAttribute('data-asset');
    const key = `clip:${id}`;
    await page.getByTestId(`asset-${id}`).click();
    await expect(producer.bus).toHaveAttribute('data-preview', key);
    await expect(page.getByTestId('preview-clip-left')).toHaveText('0:06');

    // Its channel is one like a person's: what is done to its sound, and the producer alone hears it before the take.
    const channel = page.getByTestId('clip-channel');
    await channel.getByTestId('channel-more').click();
    const settings = page.getByTestId('channel-settings');
    await settings.getByTestId('channel-compressor').selectOption('voice');
    await settings.getByTestId('delay').fill('40');
    await settings.getByTestId('delay').press('Enter');
    const clip = async () => (await show.control.snapshot()).assets.find((one) => one.id === id);
    await expect.poll(async () => (await clip())?.delayMs).toBe(40);
    await expect.poll(async () => (await clip())?.compressor).toBe('voice');
    await page.keyboard.press('Escape');
    await channel.getByTestId('channel-solo').click();
    const alone = page.getByTestId('solo-clip');
    const heardAt = () => alone.evaluate((sound: HTMLAudioElement) => (sound.paused ? null : sound.currentTime));
    await expect.poll(heardAt).toBeGreaterThan(2);

    await page.getByTestId('take-button').click();
    await expect(producer.bus).toHaveAttribute('data-on-air', key);
    // On air it is heard where it is.
    await expect.poll(heardAt).toBeLessThan(2);
    await page.getByTestId('test-pattern').click();
    await expect(producer.bus).toHaveAttribute('data-preview', 'testPattern');
    const left = page.getByTestId('program-clip-left');
    await expect(left).toHaveAttribute('data-ending', 'true');
    const middle = { ...FLAT_AREA, left: 0.42, width: 0.16 };
    await expect
      .poll(async () => isColour(await colourIn(producer.program, middle), { red: 0, green: 177, blue: 64 }))
      .toBe(true);

    // At its end the programme takes what is on preview.
    await expect(producer.bus).toHaveAttribute('data-on-air', 'testPattern');
    await expect(left).toBeHidden();
    // It has changed places with what followed, and waits at its cue until somebody wants to hear it.
    await expect.poll(heardAt).toBeNull();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
