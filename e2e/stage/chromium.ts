import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type LaunchOptions } from '@playwright/test';

/**
 * The Chromium of this machine: `CHROMIUM_PATH`, else the system's, else Playwright's own. The system's comes before
 * Playwright's because Playwright's builds may lack H.264 and AAC; the headless one comes first because the full one
 * draws its own windows and menus even when nobody sees them.
 * @throws with what to install, when there is none.
 */
export function chromiumPath(): string {
  const given = process.env.CHROMIUM_PATH;
  if (given) return given;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const names = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
  const candidates = [
    ...names.flatMap((name) => folders.map((folder) => join(folder, name))),
    chromium.executablePath(),
  ];
  const found = candidates.find(isExecutable);
  if (!found)
    throw new Error('No Chromium here: install the Debian package "chromium-headless-shell" or set CHROMIUM_PATH.');
  return found;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** What a browser sees and hears instead of a real camera and microphone: files written by `cameras/camera.ts`. */
export interface Devices {
  camera: string;
  microphone: string;
}

/** How every browser of these tests is started; `devices` gives it a microphone, and a camera where it needs one. */
export function browserOptions(devices?: Pick<Devices, 'microphone'> & Partial<Devices>): LaunchOptions {
  return {
    executablePath: chromiumPath(),
    headless: true,
    chromiumSandbox: process.getuid?.() !== 0,
    args: [
      '--disable-background-networking',
      // Otherwise ICE candidates are .local names, which need a working mDNS on the test's machine.
      '--disable-features=WebRtcHideLocalIpsWithMdns',
      ...(devices
        ? [
            '--use-fake-ui-for-media-stream',
            '--use-fake-device-for-media-stream',
            ...(devices.camera ? [`--use-file-for-fake-video-capture=${devices.camera}`] : []),
            `--use-file-for-fake-audio-capture=${devices.microphone}`,
          ]
        : []),
    ],
  };
}
