import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { UNCUT } from '../packager/cuts.ts';
import { partName } from '../packager/names.ts';
import { probePlaylist } from '../packager/testing/playlist-probe.ts';
import { until } from '../packager/testing/reading.ts';
import { inSeconds, openGates, ownersPass, viewersPass } from './testing/passes.ts';
import { FRAMES_PER_PART, MAX_AGE, SEGMENT, Stage } from './testing/stage.ts';

const lower = [{ name: 'low', width: 160, height: 90, videoBitrate: 100_000 }];

let dataDir: string;
let stage: Stage;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'antenne-uncut-'));
  stage = await Stage.open(dataDir, { gates: openGates(dataDir) });
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

async function cutASecond(): Promise<void> {
  const from = 1_750_000_002_000;
  await stage.channels.cut('show', { ...UNCUT, removed: [{ from, until: from + 1000 }] });
  await until(stage.channel, () => probePlaylist(stage.channel.media('main', false) ?? '').segments.length === 4);
}

it('what was cut out is listed for whoever has the owner’s pass, and in no other playlist', async () => {
  await end();
  await cutASecond();
  const pass = ownersPass(inSeconds(60));
  const multivariant = await stage.get(`/hls/show/${pass}/index.m3u8`);
  expect(multivariant).toMatchObject({ status: 200, headers: { 'cache-control': 'private, no-store' } });
  const addresses = multivariant.text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  expect(addresses).toEqual(['main/live.m3u8', 'low/live.m3u8']);
  for (const address of addresses) {
    const { text } = await stage.get(`/hls/show/${pass}/${address}`);
    expect(probePlaylist(text).segments).toHaveLength(5);
  }
  expect((await stage.probe()).segments).toHaveLength(4);
});

it('what was cut out can be fetched by its name with the owner’s pass only, in every rendition', async () => {
  await end();
  const before = await stage.probe();
  await cutASecond();
  const after = (await stage.probe()).segments.map(({ uri }) => uri);
  const gone = before.segments.map(({ uri }) => uri).filter((uri) => !after.includes(uri));
  expect(gone).toHaveLength(1);
  const pass = ownersPass(inSeconds(60));
  for (const rendition of ['main', 'low']) {
    const name = `${rendition}/${gone[0]}`;
    const everybody = await stage.get(`/hls/show/${name}`);
    expect([everybody.status, everybody.headers['cache-control']]).toEqual([404, MAX_AGE(2)]);
    const owner = await stage.get(`/hls/show/${pass}/${name}`);
    expect([owner.status, owner.headers['cache-control']]).toEqual([200, 'private, no-store']);
    expect((await stage.get(`/hls/show/${viewersPass(inSeconds(60), 0)}/${name}`)).status).toBe(404);
    for (const uri of after) expect((await stage.bytes(uri, rendition)).length).toBeGreaterThan(0);
  }
  await stage.channels.cut('show', UNCUT);
  await until(stage.channel, () => probePlaylist(stage.channel.media('main', false) ?? '').segments.length === 5);
  expect((await stage.bytes(gone[0] ?? '')).length).toBeGreaterThan(0);
});

it('travels compressed for its owner, too, who may have hours of it', async () => {
  // Restarts make it long without making it last: below a kilobyte nothing is compressed.
  for (let run = 1; run <= 10; run++) await stage.begin(FRAMES_PER_PART, run * SEGMENT, lower);
  await end();
  const path = `/hls/show/${ownersPass(inSeconds(60))}/main/live.m3u8`;
  const plain = await stage.get(path);
  const zipped = await stage.get(path, { 'accept-encoding': 'gzip, br' });
  expect(plain.headers['content-encoding']).toBeUndefined();
  expect(zipped.headers).toMatchObject({ 'content-encoding': 'gzip', 'content-type': 'application/vnd.apple.mpegurl' });
  expect(zipped.headers).toMatchObject({ vary: 'Accept-Encoding', 'cache-control': 'private, no-store' });
  expect(zipped.text).toBe(plain.text);
  expect(zipped.body.length).toBeLessThan(plain.body.length);
});

it('with another’s pass or an old one, or while the show goes on, there is none', async () => {
  const uncut = async (pass: string) => (await stage.get(`/hls/show/${pass}/main/live.m3u8`)).status;
  expect(await uncut(ownersPass(inSeconds(60)))).toBe(404);
  await end();
  expect(await uncut(ownersPass(inSeconds(60)))).toBe(200);
  expect([await uncut(ownersPass(inSeconds(60), 'other')), await uncut(ownersPass(inSeconds(-1)))]).toEqual([403, 403]);
});
