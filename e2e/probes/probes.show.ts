/** The probes prove themselves: a real Chromium with a file-based camera and microphone, no Antenne in between. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, test } from '@playwright/test';
import { CAMERAS, WEBCAM, writeCamera, writeMicrophone } from '../cameras/camera.ts';
import { browserOptions } from '../stage/chromium.ts';
import { isColour, longestGap, look, watchFrames } from './picture.ts';
import { listen } from './sound.ts';

test('a camera and a microphone are recognised by what the video element shows and sounds like', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'antenne-probes-'));
  const devices = { camera: join(folder, 'blue.y4m'), microphone: join(folder, 'blue.wav') };
  writeCamera(devices.camera, CAMERAS.blue, WEBCAM);
  writeMicrophone(devices.microphone, CAMERAS.blue);
  // getUserMedia needs a secure context: http on 127.0.0.1 is one, about:blank is not.
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end('<video autoplay muted playsinline></video>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await chromium.launch(browserOptions(devices));
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const video = page.locator('video');
    await video.evaluate(async (element) => {
      (element as HTMLVideoElement).srcObject = await navigator.mediaDevices.getUserMedia({
        video: { width: 640, height: 360 },
        audio: true,
      });
    });

    await expect.poll(async () => (await look(video))?.mark?.camera).toBe(CAMERAS.blue.number);
    const picture = await look(video);
    expect(picture && isColour(picture.colour, CAMERAS.blue.colour), JSON.stringify(picture)).toBe(true);
    expect(picture && isColour(picture.colour, CAMERAS.orange.colour)).toBe(false);

    const watch = await watchFrames(video);
    const from = Date.now();
    const { blue, orange } = CAMERAS;
    const sound = await listen(video, [blue.tone, orange.tone], 2000);
    expect(Math.abs((sound?.dominant ?? 0) - blue.tone), JSON.stringify(sound)).toBeLessThan(15);
    expect((sound?.tones[blue.tone] ?? -200) - (sound?.tones[orange.tone] ?? 0), JSON.stringify(sound)).toBeGreaterThan(
      20,
    );

    const frames = await watch.take();
    expect(frames.length).toBeGreaterThan(25);
    expect(frames.every((frame) => frame.mark?.camera === blue.number)).toBe(true);
    expect(longestGap(frames, from, from + 1500)).toBeLessThan(500);
  } finally {
    await browser.close();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
