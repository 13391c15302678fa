/** Players that are not ours play the broadcast without a complaint. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { FOREIGN_PLAYERS } from '../players/foreign-players.ts';
import { fetchText, parseMediaPlaylist, parseMultivariant } from '../probes/playlist.ts';
import { expect, test } from '../stage/test.ts';

test.beforeEach(async ({ show }) => {
  const segments = async () => {
    const [variant] = parseMultivariant((await fetchText(show.hls)).text, show.hls);
    return variant ? parseMediaPlaylist((await fetchText(variant.url)).text).segments.length : 0;
  };
  await expect.poll(segments, { message: 'segments to begin with', timeout: 60_000 }).toBeGreaterThan(6);
});

for (const [name, play] of Object.entries(FOREIGN_PLAYERS)) {
  test(`${name} plays the live broadcast without an error`, async ({ show }) => {
    const watch = await play(await show.window(), show.hls);
    await expect.poll(async () => (await watch()).played).toBeGreaterThan(6);
    const { errors, pictures } = await watch();
    expect(errors).toEqual([]);
    expect(pictures).toBeGreaterThan(50);
  });
}

test('FFmpeg decodes every rendition of the live broadcast without a word', async ({ show }) => {
  const variants = parseMultivariant((await fetchText(show.hls)).text, show.hls);
  expect(variants.length).toBeGreaterThan(0);
  for (const url of [show.hls, ...variants.map((variant) => variant.url)]) {
    const { stderr } = await promisify(execFile)('ffmpeg', [
      ...['-v', 'error', '-nostdin', '-live_start_index', '-4', '-i', url],
      ...['-map', '0', '-t', '4', '-f', 'null', '-'],
    ]);
    expect([url, stderr]).toEqual([url, '']);
  }
});
