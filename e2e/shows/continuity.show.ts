/** A broadcast through the restart of everything, as its playlists tell: every rendition, no browser. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { brokenBetween, brokenInPlaylist } from '../probes/hls-rules.ts';
import { fetchText, type MediaPlaylist, parseMediaPlaylist, parseMultivariant } from '../probes/playlist.ts';
import { picturesOf, servedNow } from '../probes/programme.ts';
import { Antenne } from '../stage/antenne.ts';
import { ControlLine } from '../stage/control-line.ts';
import { OwnerLinks } from '../stage/links.ts';
import { Owner } from '../stage/owner.ts';

/** Grey of a point that only letters have, 0–255. */
const LETTERS = 60;

/** Of every rendition, the programme's own first. */
async function playlists(hls: string): Promise<MediaPlaylist[]> {
  const { text } = await fetchText(hls);
  const all = await Promise.all(parseMultivariant(text, hls).map(({ url }) => fetchText(url)));
  return all.map((fetched) => parseMediaPlaylist(fetched.text));
}

const complete = ({ segments }: MediaPlaylist) => segments.filter(({ uri }) => uri !== null);
const facts = (playlist: MediaPlaylist) =>
  complete(playlist).map(({ number, uri, discontinuity }) => ({ number, uri, discontinuity }));

test('programme, media and the whole machine are killed: each rendition goes on from its first second, with a slate', async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'antenne-continuity-'));
  const options = { name: 'continuity', demo: false, dataFolder, rtcPort: 46_800, env: { PROGRAM_LADDER: '180' } };
  let antenne = await Antenne.start(options);
  try {
    const owner = await Owner.signIn(antenne.url, OwnerLinks.parse(antenne.links()).owner);
    const slug = await owner.create({
      title: 'Entre deux parties',
      plannedStart: new Date().toISOString(),
      durationMinutes: 60,
      zone: 'Europe/Paris',
    });
    const control = await ControlLine.open(antenne.url, owner.cookie, slug);
    await control.goLive();
    control.close();
    const hls = `${antenne.mediaUrl}/hls/${slug}/index.m3u8`;
    const goesOn = (beyond: number) =>
      expect
        .poll(async () => (await playlists(hls).catch(() => [])).map((one) => complete(one).length > beyond), {
          timeout: 90_000,
        })
        .toEqual([true, true]);
    await goesOn(3);

    const again = async () => {
      const [port, mediaPort] = [antenne.url, antenne.mediaUrl].map((url) => Number(new URL(url).port));
      await antenne.dispose();
      antenne = await Antenne.start({ ...options, name: 'continuity-again', port, mediaPort });
    };
    const faults = [() => antenne.kill('program'), () => antenne.kill('media'), again];
    for (const [index, fault] of faults.entries()) {
      const before = await playlists(hls);
      await fault();
      await goesOn(Math.max(...before.map((one) => complete(one).length)) + 3);
      const after = await playlists(hls);
      const common = Math.min(...after.map((one) => complete(one).length));
      const [own, lower] = after.map((one) => facts(one).slice(0, common));
      expect(lower).toEqual(own);
      for (const [place, later] of after.entries()) {
        const earlier = before[place];
        if (!earlier) throw new Error('a rendition is gone');
        expect(brokenInPlaylist(later, true)).toEqual([]);
        expect(brokenBetween(earlier, later)).toEqual([]);
        expect(facts(later).slice(0, complete(earlier).length)).toEqual(facts(earlier));
        expect(later.segments.filter(({ discontinuity }) => discontinuity)).toHaveLength(index + 1);
      }
      const pictures = await picturesOf(await servedNow(hls));
      expect(pictures.length).toBeGreaterThan(20);
      expect(Math.min(...pictures.map(({ small }) => Math.max(...small)))).toBeGreaterThan(LETTERS);
    }
  } finally {
    await antenne.dispose();
    rmSync(dataFolder, { recursive: true, force: true });
  }
});
