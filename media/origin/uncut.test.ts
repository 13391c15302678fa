import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { UNCUT } from '../packager/cuts.ts';
import { partName } from '../packager/names.ts';
import { probePlaylist } from '../packager/testing/playlist-probe.ts';
import { until } from '../packager/testing/reading.ts';
import { FRAMES_PER_PART, MAX_AGE, SEGMENT, Stage } from './testing/stage.ts';
import { uncutRoutes } from './uncut.ts';

const SECRET = 'a secret of sixteen';
const NOW = 1_000_000_000_000;
const keyText = (slug: string, expires: number): string => `uncut\n${slug}\n${expires}`;
const lower = [{ name: 'low', width: 160, height: 90, videoBitrate: 100_000 }];

let dataDir: string;
let stage: Stage;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'antenne-uncut-'));
  stage = await Stage.open(dataDir, {
    routes: (app) => {
      const sources = { find: (slug: string) => stage.channels.find(slug) };
      uncutRoutes(app, { sources, secret: SECRET, keyText, now: () => NOW });
    },
  });
  await stage.begin(4 * SEGMENT + FRAMES_PER_PART, 0, lower);
});
afterEach(async () => {
  await stage.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function end(): Promise<void> {
  stage.program?.close();
  stage.program = null;
  stage.channel.end();
  await until(stage.channel, () => stage.channel.ended);
}

function key(slug = 'show', expires = NOW / 1000 + 60): string {
  const signature = createHmac('sha256', SECRET).update(keyText(slug, expires)).digest('base64url');
  return `expires=${expires}&signature=${signature}`;
}

it('at its end the same address is the replay, for those who wait for more as well', async () => {
  const { open } = await stage.probe();
  const waiting = stage.media(`?_HLS_msn=${open?.msn}&_HLS_part=${(open?.parts.length ?? 0) + 3}`);
  await stage.holding(1);
  await end();
  expect(probePlaylist((await waiting).text)).toMatchObject({ ended: true, type: 'VOD', hint: null });
  for (const rendition of ['main', 'low']) {
    const replay = await stage.probe('?_HLS_msn=2&_HLS_skip=YES', rendition);
    expect(replay).toMatchObject({ ended: true, type: 'VOD', skipped: 0, open: null, mediaSequence: 1 });
    for (const { uri, map } of replay.segments) {
      expect((await stage.bytes(uri, rendition)).length).toBeGreaterThan(0);
      expect((await stage.bytes(map ?? '', rendition)).length).toBeGreaterThan(0);
    }
  }
  const { channel } = stage;
  const never = partName(channel.nameOf(channel.lastCompleteMsn + 1), 0);
  expect((await stage.get(`/hls/show/main/${never}`)).status).toBe(404);
  expect((await stage.media()).headers['cache-control']).toBe(MAX_AGE(1));
});

it('what was cut out is listed for whoever has the owner’s key, and in no other playlist', async () => {
  await end();
  const from = 1_750_000_002_000;
  await stage.channels.cut('show', { ...UNCUT, removed: [{ from, until: from + 1000 }] });
  await until(stage.channel, () => probePlaylist(stage.channel.media('main', false) ?? '').segments.length === 4);
  const multivariant = await stage.get(`/hls/show/uncut/index.m3u8?${key()}`);
  expect(multivariant).toMatchObject({ status: 200, headers: { 'cache-control': 'private, no-store' } });
  const addresses = multivariant.text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  expect(addresses).toEqual([`../main/uncut.m3u8?${key()}`, `../low/uncut.m3u8?${key()}`]);
  for (const address of addresses) {
    const { text } = await stage.get(new URL(address, 'http://x/hls/show/uncut/').href.slice('http://x'.length));
    expect(probePlaylist(text).segments).toHaveLength(5);
  }
  expect((await stage.probe()).segments).toHaveLength(4);
});

it('without the key, with another’s or an old one, or while the show goes on, there is none', async () => {
  const uncut = async (query: string) => (await stage.get(`/hls/show/main/uncut.m3u8?${query}`)).status;
  expect(await uncut(key())).toBe(404);
  await end();
  expect(await uncut(key())).toBe(200);
  expect([await uncut(''), await uncut(key('other')), await uncut(key('show', NOW / 1000 - 1))]).toEqual([
    403, 403, 403,
  ]);
});
