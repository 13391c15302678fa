/** Captions of a broadcast as any player meets them: a rendition a language, beside the pictures, live and in replay. */
import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { decode } from '../packager/testing/decode.ts';
import { tempFolder } from '../packager/testing/reading.ts';
import { FRAMES_PER_PART, MAX_AGE, SEGMENT, Stage } from './testing/stage.ts';

const run = promisify(execFile);
const STARTED_AT = 1_750_000_000_000;
const LOWER = [{ name: '120p', width: 208, height: 120, videoBitrate: 200_000 }];

let stage: Stage;
let dataDir: string;
let rev = 0;

/** Words on the screen from one second of the broadcast to another. */
const say = (language: string, from: number, until: number, text: string, id = `c${rev + 1}`) => ({
  id,
  language,
  start: STARTED_AT + from * 1_000,
  end: STARTED_AT + until * 1_000,
  text,
  rev: ++rev,
});
const put = (...captions: ReturnType<typeof say>[]) => stage.channel.putCaptions({ languages: ['fr', 'en'], captions });
const words = async (language: string, name: string) => (await stage.bytes(name, `captions-${language}`)).toString();

beforeAll(async () => {
  dataDir = await tempFolder();
  stage = await Stage.open(dataDir);
  await stage.begin(5 * SEGMENT + 3 * FRAMES_PER_PART, 0, LOWER);
  await put(say('fr', 1, 3.5, 'Bonsoir, et bienvenue'), say('fr', 4.25, 5, 'à Quito & <ailleurs>'));
  await put(say('en', 1.5, 3, 'Good evening'));
});

afterAll(async () => {
  await stage.close();
  await rm(dataDir, { recursive: true });
});

it('are announced in both languages, by the names that these have for themselves', async () => {
  const { text } = await stage.get('/hls/show/index.m3u8');
  const media = [...text.matchAll(/^#EXT-X-MEDIA:(.*)$/gm)].map(([, list]) => list);
  expect(media).toEqual(
    [
      ['fr', 'français'],
      ['en', 'English'],
    ].map(
      ([language, name]) =>
        `TYPE=SUBTITLES,GROUP-ID="captions",NAME="${name}",LANGUAGE="${language}",DEFAULT=NO,AUTOSELECT=YES,FORCED=NO,` +
        `CHARACTERISTICS="public.accessibility.transcribes-spoken-dialog",URI="captions-${language}/live.m3u8"`,
    ),
  );
  const variants = text.match(/^#EXT-X-STREAM-INF:.*$/gm) ?? [];
  expect(variants).toHaveLength(2);
  for (const variant of variants) expect(variant).toContain('SUBTITLES="captions"');
});

it('have the segments of the pictures: same numbers, lengths, times and discontinuities, in whole segments', async () => {
  const [pictures, french] = await Promise.all([stage.probe(), stage.probe('', 'captions-fr')]);
  const bare = pictures.segments.map(({ uri, ...segment }) => ({
    ...segment,
    uri: uri.replace('.m4s', '.vtt'),
    parts: [],
    map: null,
  }));
  expect(french.segments).toEqual(bare);
  expect(french).toMatchObject({
    targetDuration: pictures.targetDuration,
    mediaSequence: pictures.mediaSequence,
    discontinuitySequence: pictures.discontinuitySequence,
    control: pictures.control,
    partTarget: null,
    hint: null,
    open: null,
  });
  const { lastCompleteMsn } = stage.channel;
  expect(pictures.lines).toContain(
    `#EXT-X-RENDITION-REPORT:URI="../captions-en/live.m3u8",LAST-MSN=${lastCompleteMsn}`,
  );
  expect(french.reports.map(({ uri }) => uri)).toEqual([
    '../main/live.m3u8',
    '../120p/live.m3u8',
    '../captions-en/live.m3u8',
  ]);
});

it('stand in every segment that they reach into, the same in each, and nothing stands where nothing is said', async () => {
  const { segments } = await stage.probe('', 'captions-fr');
  const [first = '', second = '', third = '', fourth = ''] = await Promise.all(
    segments.map(({ uri }) => words('fr', uri)),
  );
  const welcome = 'c1\n00:00:01.000 --> 00:00:03.500\nBonsoir, et bienvenue\n';
  expect(first).toBe(`WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000\n\n${welcome}`);
  expect(second).toContain(welcome);
  expect(third).toContain('00:00:04.250 --> 00:00:05.000\nà Quito &amp; &lt;ailleurs&gt;\n');
  expect(third).not.toContain('Bonsoir');
  expect(fourth).toBe('WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000\n');
  expect(await words('en', segments[0]?.uri ?? '')).toContain('Good evening');
});

it('count from the same zero as the pictures do', async () => {
  const { segments } = await stage.probe();
  const third = segments[2];
  const bytes = [await stage.bytes(third?.map ?? ''), await stage.bytes(third?.uri ?? '')];
  const [packet] = (await decode(bytes)).videoPackets;
  expect(packet?.pts).toBeCloseTo(((third?.programDateTime ?? 0) - STARTED_AT) / 1_000, 3);
});

it('may be read anew for a while only, because words are corrected; nothing else is a name', async () => {
  const { segments } = await stage.probe('', 'captions-fr');
  const name = segments[0]?.uri ?? '';
  const { headers } = await stage.get(`/hls/show/captions-fr/${name}`);
  expect(headers).toMatchObject({ 'content-type': 'text/vtt; charset=utf-8', 'cache-control': MAX_AGE(2) });
  await put(say('fr', 1, 3.5, 'Bonsoir et bienvenue à tous', 'c1'));
  expect(await words('fr', name)).toContain('c1\n00:00:01.000 --> 00:00:03.500\nBonsoir et bienvenue à tous\n');
  await put(say('fr', 4.25, 5, '', 'c2'));
  expect(await words('fr', segments[2]?.uri ?? '')).not.toContain('Quito');
  const unfinished = stage.channel.nameOf(stage.channel.lastCompleteMsn + 1).replace('.m4s', '.vtt');
  const wrong = [`captions-fr/${name.replace('.vtt', '.m4s')}`, 'captions-fr/s1-aaaaaa.vtt', 'captions-de/live.m3u8'];
  for (const path of [...wrong, `captions-fr/${unfinished}`]) {
    expect([path, (await stage.get(`/hls/show/${path}`)).status]).toEqual([path, 404]);
  }
});

it('are waited for like pictures: the answer comes when the segment is complete', async () => {
  const msn = stage.channel.lastCompleteMsn + 1;
  const waiting = stage.media(`?_HLS_msn=${msn}&_HLS_skip=YES`, 'captions-fr');
  await stage.holding(1);
  while (stage.channel.lastCompleteMsn < msn) await stage.advance(FRAMES_PER_PART);
  const { status, text } = await waiting;
  expect([status, text.includes(`\ns${msn}-`)]).toEqual([200, true]);
});

it('outlive the process, and media knows what it has', async () => {
  const known = rev;
  await stage.close();
  stage = await Stage.open(dataDir);
  expect(await put()).toBe(known);
  const { segments } = await stage.probe('', 'captions-fr');
  expect(await words('fr', segments[0]?.uri ?? '')).toContain('Bonsoir et bienvenue à tous');
  expect((await stage.get('/hls/show/index.m3u8')).text).toContain('LANGUAGE="en"');
});

it('are whole in the replay, also after a break: as the list plays, for players and in one file', async () => {
  // The programme is back a minute later, with media times of its own.
  await stage.begin(3 * SEGMENT, 5_000, LOWER, STARTED_AT + 60_000);
  await put(say('fr', 61.5, 62.5, 'Nous revoici'));
  stage.channel.end();
  await expect.poll(() => stage.channel.ended).toBe(true);
  const french = await stage.probe('', 'captions-fr');
  const pictures = await stage.probe();
  expect(french.ended).toBe(true);
  expect(french.segments.map(({ msn, cc, duration }) => ({ msn, cc, duration }))).toEqual(
    pictures.segments.map(({ msn, cc, duration }) => ({ msn, cc, duration })),
  );
  const back = french.segments.find(({ cc }) => cc === 1);
  expect(await words('fr', back?.uri ?? '')).toContain('00:00:01.500 --> 00:00:02.500\nNous revoici\n');
  const file = join(dataDir, 'all.vtt');
  await writeFile(file, await words('fr', 'all.vtt'));
  // The window has slid into the first caption.
  const begins = ((pictures.segments[0]?.programDateTime ?? 0) - STARTED_AT) / 1_000;
  expect(begins).toBe(2);
  const before = pictures.segments.filter(({ cc }) => cc === 0).reduce((sum, { duration }) => sum + duration, 0);
  expect(await cuesOf(file)).toEqual([
    [0, 3.5 - begins],
    [before + 1.5, 1],
  ]);
});

it('are read by FFmpeg as subtitles of the show', async () => {
  const base = `http://127.0.0.1:${stage.port}/hls/show`;
  const { segments } = await stage.probe('', 'captions-fr');
  expect(await cuesOf(`${base}/captions-fr/${segments[0]?.uri}`)).toEqual([[1, 2.5]]);
  // By the media times of each programme: this demuxer does not look at the map.
  expect(await cuesOf(`${base}/captions-fr/live.m3u8`)).toEqual([
    [1, 2.5],
    [1.5, 1],
  ]);
});

/** Beginning and duration of each subtitle that FFmpeg finds, seconds. */
async function cuesOf(source: string): Promise<number[][]> {
  const { stdout } = await run('ffprobe', [
    ...['-v', 'error', '-select_streams', 's', '-show_entries', 'packet=pts_time,duration_time', '-of', 'csv=p=0'],
    source,
  ]);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(',').slice(0, 2).map(Number));
}
