import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tempFolder } from '../packager/testing/reading.ts';
import type { Gates } from './gates.ts';
import { inSeconds, openGates, viewersPass } from './testing/passes.ts';
import { FRAMES_PER_PART, SEGMENT, Stage } from './testing/stage.ts';

const HOUR = 3600;
const CLOSED = { generation: 1, closed: true };

describe('a broadcast that is not for everybody', () => {
  let dataDir: string;
  let gates: Gates;
  let stage: Stage;
  beforeEach(async () => {
    dataDir = await tempFolder();
    gates = openGates(dataDir);
    stage = await Stage.open(dataDir, { gates });
    await stage.begin(4 * SEGMENT + FRAMES_PER_PART);
    gates.set('show', CLOSED);
  });
  afterEach(async () => {
    await stage.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  const status = async (rest: string, pass = '') =>
    (await stage.get(`/hls/show/${pass === '' ? '' : `${pass}/`}${rest}`)).status;

  it('answers nothing without a pass, with a forged one, another’s, an old one, or one of before a change', async () => {
    const segment = `main/${stage.channel.nameOf(1)}`;
    const all = [
      'index.m3u8',
      'main/live.m3u8',
      segment,
      'thumbnails.vtt',
      'thumbnail.jpg',
      'main/live.m3u8?_HLS_msn=99',
    ];
    for (const rest of all) expect([rest, await status(rest)]).toEqual([rest, 403]);
    const good = viewersPass(inSeconds(HOUR));
    const wrong = [
      '~1.x',
      good.replace(/\.(.)/, (_, first: string) => `.${first === 'A' ? 'B' : 'A'}`),
      `${good}=`,
      good.replace('~', '~0'),
      good.replace(/\d+/, String(inSeconds(2 * HOUR))),
      viewersPass(inSeconds(HOUR), 1, 'another'),
      viewersPass(inSeconds(HOUR), 0),
      viewersPass(inSeconds(HOUR), 1, 'show', 'another secret of media'),
      viewersPass(inSeconds(-1)),
    ];
    for (const pass of wrong) expect([pass, await status('main/live.m3u8', pass)]).toEqual([pass, 403]);
    const refused = await stage.get('/hls/show/main/live.m3u8');
    expect(refused.headers).toMatchObject({ 'cache-control': 'no-store', 'access-control-allow-origin': '*' });
    expect(await status('main/live.m3u8', good)).toBe(200);
    gates.set('show', { generation: 2, closed: true });
    expect(await status('main/live.m3u8', good)).toBe(403);
    expect(await status('main/live.m3u8', viewersPass(inSeconds(HOUR), 2))).toBe(200);
  });

  it('is all there below a pass, which playlists keep by being relative', async () => {
    const pass = viewersPass(inSeconds(HOUR));
    const { text } = await stage.get(`/hls/show/${pass}/index.m3u8`);
    const [media = ''] = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    const playlist = await stage.get(`/hls/show/${pass}/${media}`);
    const uris = [...playlist.text.matchAll(/URI="([^"]+)"|^([^#\s].*)$/gm)].map(([, uri, line]) => uri ?? line ?? '');
    expect(uris.length).toBeGreaterThan(4);
    for (const uri of uris) expect(new URL(uri, `http://x/hls/show/${pass}/main/`).pathname).toContain(`/${pass}/`);
    expect(playlist.text).not.toContain(pass);
    expect(await status(`main/${stage.channel.nameOf(1)}`, pass)).toBe(200);
  });

  it('stays in no cache for longer than its pass is good', async () => {
    const cached = async (pass: string) => {
      const { headers } = await stage.get(`/hls/show/${pass}/main/${stage.channel.nameOf(1)}`);
      return Number(/max-age=(\d+)/.exec(String(headers['cache-control']))?.[1]);
    };
    const soon = await cached(viewersPass(inSeconds(100)));
    expect(soon).toBeGreaterThan(80);
    expect(soon).toBeLessThanOrEqual(100);
    expect(await cached(viewersPass(inSeconds(48 * HOUR)))).toBe(86_400);
  });

  it('is closed again after a restart without a server, and open once the server says so', async () => {
    gates = openGates(dataDir);
    expect(gates.judge('show', '')).toBeNull();
    expect(gates.judge('other', '')).toMatchObject({ of: 'viewer' });
    gates.set('show', { generation: 1, closed: false });
    expect(gates.judge('show', '')).not.toBeNull();
    const pass = viewersPass(inSeconds(HOUR)).slice(1);
    expect([gates.judge('show', pass)?.of, gates.judge('show', 'made.up')]).toEqual(['viewer', null]);
    expect(openGates(dataDir).judge('show', pass)?.of).toBe('viewer');
  });
});

it('a pass that was good is so until it runs out, and no longer', async () => {
  const dataDir = await tempFolder();
  try {
    let now = Date.now();
    const gates = openGates(dataDir, () => now);
    gates.set('show', CLOSED);
    const pass = viewersPass(inSeconds(60)).slice(1);
    expect(gates.judge('show', pass)).not.toBeNull();
    now += 61_000;
    expect(gates.judge('show', pass)).toBeNull();
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
});

it('opens nothing where nobody knows any more what was closed, until the server says so', async () => {
  const dataDir = await tempFolder();
  try {
    await writeFile(join(dataDir, 'gates.json'), '{"show":');
    const gates = openGates(dataDir);
    expect([gates.judge('show', ''), gates.judge('other', '')]).toEqual([null, null]);
    gates.set('other');
    expect([gates.judge('show', ''), gates.judge('other', '')?.of]).toEqual([null, 'viewer']);
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
});
