/** The first quarter of an hour of somebody who just cloned it: start, look, stop, start again. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { Viewer } from '../actors/viewer.ts';
import { changed, raster } from '../probes/picture.ts';
import { Antenne } from '../stage/antenne.ts';
import { DemoLinks } from '../stage/links.ts';

const WHOLE = { left: 0, top: 0, width: 1, height: 1 };

test('npm start shows a living programme, Ctrl-C leaves nothing, and a second start finds everything again', async ({
  page,
}) => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'antenne-newcomer-'));
  const options = { name: 'newcomer', demo: true, keptLoops: false, dataFolder, rtcPort: 46_400 };
  const first = await Antenne.start(options);
  try {
    const links = DemoLinks.parse(first.links());
    expect(statSync(join(dataFolder, 'links.json')).mode & 0o777).toBe(0o600);
    await expect.poll(() => first.printed.findLast(({ line }) => line.includes(links.viewer))?.line).toBeTruthy();
    const printedAt = first.printed.find(({ line }) => line.includes(links.viewer))?.at ?? 0;

    const viewer = new Viewer(page);
    await viewer.open(links.viewer);
    await expect(page.getByTestId('live-badge')).toBeVisible();
    await expect
      .poll(() => viewer.video.evaluate((video) => (video as HTMLVideoElement).currentTime))
      .toBeGreaterThan(0);
    const still = await raster(viewer.video, WHOLE);
    await expect
      .poll(async () => changed(still, await raster(viewer.video, WHOLE)), { intervals: [100] })
      .toBeGreaterThan(0.01);
    const seconds = (Date.now() - printedAt) / 1000;
    test.info().annotations.push({ type: 'measured', description: `living ${seconds.toFixed(1)} s after the links` });

    const end = await first.stop('SIGINT');
    expect(end.left).toEqual([]);
    test.info().annotations.push({ type: 'measured', description: `ended after ${end.tookMs} ms` });

    const from = Date.now();
    const port = Number(new URL(first.url).port);
    const second = await Antenne.start({ ...options, name: 'newcomer-again', port });
    try {
      const again = (Date.now() - from) / 1000;
      test.info().annotations.push({ type: 'measured', description: `ready again after ${again.toFixed(1)} s` });
      // The first one's viewer is still there, and asks for its picture meanwhile.
      expect(DemoLinks.parse(second.links()).contributor).toBe(links.contributor);
      const end = await second.stop('SIGTERM');
      expect(end.left).toEqual([]);
    } finally {
      await second.dispose();
    }
  } finally {
    await first.dispose();
    rmSync(dataFolder, { recursive: true, force: true });
  }
});
