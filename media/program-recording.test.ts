import { mkdtemp, readdir, readFile, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { AV_LOG_QUIET } from 'node-av/constants';
import { Log } from 'node-av/lib';
import { afterEach, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { makeClip } from './assets/make-clip.ts';
import { assetFiles } from './core/asset-files.ts';
import type { ProgramAsset, ProgramDesired, ProgramFormat } from './core/program-link.ts';
import { type Manifest, type ManifestFile, manifestOf, readJournal, timecode } from './record/journal.ts';
import { createRecordingLibrary } from './record/library.ts';
import { readNumber as readClipNumber, writeTestClip } from './testing/clip-file.ts';
import { decodeMp4Pictures } from './testing/decode.ts';
import { NO_GRAPHICS } from './testing/no-graphics.ts';
import { type ProgramRig, startProgramRig } from './testing/program-rig.ts';
import { paintNumber, type Recorded, readNumber, readRecorded } from './testing/recorded.ts';
import { makeRtpMedia, type RtpMedia } from './testing/rtp-media.ts';
import { mayMount, mountSmallDisk } from './testing/small-disk.ts';

const FORMAT: ProgramFormat = {
  width: 320,
  height: 180,
  frameRate: 25,
  videoBitrate: 600_000,
  preset: 'superfast',
  segmentSeconds: 2,
  partSeconds: 0.2,
  audioBitrate: 96_000,
};
const A = { type: 'feed', contributorId: 'a' } as const;
const B = { type: 'feed', contributorId: 'b' } as const;
const DESIRED: ProgramDesired = {
  title: 'Le Tour du Monde',
  accent: '#0f7a4f',
  contributors: [
    { id: 'a', name: 'Awa Traoré', place: 'Bamako', role: null, zone: null, gain: 1 },
    { id: 'b', name: 'Inés Ñandú', place: 'Quito', role: null, zone: null, gain: 1 },
  ],
  program: A,
  transition: { type: 'cut' },
  question: null,
  graphics: NO_GRAPHICS,
  zone: 'Europe/Paris',
  takes: 1,
  held: [],
  standby: null,
  assets: [],
  plannedStart: '2026-05-09T18:00:00.000Z',
  recording: { program: true, isos: true },
};
const PATIENCE = { timeout: 20_000, interval: 20 };

let media: Record<string, RtpMedia>;
beforeAll(() => {
  Log.setLevel(AV_LOG_QUIET);
  // Every picture has its number: 0 to 49 are Awa's, 100 to 149 are Inés's. Each loop begins with a beep.
  const amplitude = (ms: number): number => (ms < 200 ? 0.5 : 0);
  media = {
    a: makeRtpMedia({ codec: 'vp8', paint: (frame, index) => paintNumber(frame, index), amplitude }),
    b: makeRtpMedia({ codec: 'h264', paint: (frame, index) => paintNumber(frame, 100 + index), amplitude }),
  };
});

let folder: string;
let rig: ProgramRig | undefined;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'antenne-recording-')), 'essai');
});
afterEach(async () => {
  await rig?.close();
  rig = undefined;
  await rm(dirname(folder), { recursive: true, force: true });
});

function start(changes: Partial<ProgramDesired> = {}): ProgramRig {
  rig = startProgramRig({
    format: FORMAT,
    desired: { ...DESIRED, ...changes },
    media,
    recorder: { folder, title: DESIRED.title, reserveBytes: 0 },
  });
  return rig;
}

const status = (own: ProgramRig) => own.of('recording').at(-1)?.status;
const seconds = (own: ProgramRig): number => own.outputs('part').reduce((sum, part) => sum + part.duration, 0);

async function passes(own: ProgramRig, length: number): Promise<void> {
  const until = seconds(own) + length;
  await vi.waitFor(() => expect(seconds(own)).toBeGreaterThan(until), PATIENCE);
}

async function manifest(): Promise<Manifest> {
  const made = manifestOf(await readJournal(folder));
  if (!made) throw new Error('no journal');
  return made;
}

async function read({ file }: ManifestFile): Promise<Recorded> {
  return readRecorded(join(folder, file), readNumber);
}

const filesOf = ({ files }: Manifest, contributorId: string | null) =>
  files.filter((file) => file.contributorId === contributorId);

/** What a file holds at a frame of the programme: its newest picture by then. */
function at(file: ManifestFile, { pictures }: Recorded, frame: number): number | undefined {
  const wanted = (frame - file.startFrame) / FORMAT.frameRate;
  return pictures.findLast((picture) => picture.seconds <= wanted + 0.0005)?.value;
}

test('what a take put on air is the very picture that the contributor’s file holds at that frame', async () => {
  const own = start();
  await vi.waitFor(() => expect(status(own)).toMatchObject({ program: true, isos: ['a', 'b'] }), PATIENCE);
  await passes(own, 1);
  own.want({ program: B });
  await vi.waitFor(() => expect(own.of('onAir')).toHaveLength(2), PATIENCE);
  await passes(own, 2);
  own.want({ program: A, transition: { type: 'mix', frames: 10 } });
  await vi.waitFor(() => expect(own.of('onAir')).toHaveLength(3), PATIENCE);
  await passes(own, 2);
  await own.close();

  const told = await manifest();
  expect(JSON.parse(await readFile(join(folder, 'recording.json'), 'utf8'))).toEqual(told);
  expect(told.files.map(({ file }) => file).sort()).toEqual([
    'awa-traore-01.mkv',
    'ines-nandu-01.mkv',
    'programme-01.mp4',
  ]);
  expect(told.takes.map(({ source, transition }) => [source.contributorId, transition])).toEqual([
    ['a', { type: 'cut' }],
    ['b', { type: 'cut' }],
    ['a', { type: 'mix', frames: 10 }],
  ]);
  const ticks = own.of('onAir').map(({ tick }) => tick);
  expect(told.takes.map(({ frame }) => frame)).toEqual(ticks);

  const [program] = filesOf(told, null);
  if (!program) throw new Error('no programme');
  const programme = await read(program);
  expect(programme.pictures[0]?.seconds).toBeCloseTo(0, 3);
  const compared = { a: 0, b: 0 };
  for (const id of ['a', 'b'] as const) {
    const [file] = filesOf(told, id);
    if (!file) throw new Error(`nothing of ${id}`);
    const iso = await read(file);
    for (const picture of programme.pictures) {
      const frame = program.startFrame + Math.round(picture.seconds * FORMAT.frameRate);
      const take = told.takes.findLast((each) => each.frame <= frame);
      const into = frame - (take?.frame ?? 0);
      if (take?.source.contributorId !== id || frame <= file.startFrame) continue;
      if (take.transition.type !== 'cut' && into < take.transition.frames) continue;
      expect([frame, at(file, iso, frame)]).toEqual([frame, picture.value]);
      compared[id] += 1;
    }
  }
  // It was looked at more than the first picture: the one of the take among them.
  expect(compared.a).toBeGreaterThan(40);
  expect(compared.b).toBeGreaterThan(30);

  // The way of an editor: from the list's clip into the file that it names, at the place that it names.
  const library = createRecordingLibrary({ root: dirname(folder), reserveBytes: 0 });
  const slug = basename(folder);
  const take = told.takes[1];
  const onAir = programme.pictures.find(
    ({ seconds }) => program.startFrame + Math.round(seconds * FORMAT.frameRate) === take?.frame,
  );
  const edit = JSON.parse((await library.edit(slug, 'edit.json'))?.body ?? '{}');
  const clip = edit.clips.find((each: { from: number }) => each.from === take?.frame);
  const iso = await readRecorded(join(folder, clip.file), readNumber);
  const there = iso.pictures.findLast(({ seconds }) => seconds <= clip.firstFrame / FORMAT.frameRate + 0.0005);
  expect(there?.value).toBe(onAir?.value);
  expect(there?.value).toBeGreaterThanOrEqual(100);
  const otio = JSON.parse((await library.edit(slug, 'edit.otio'))?.body ?? '{}');
  const cut = otio.tracks.children[0].children.filter(
    (child: { OTIO_SCHEMA: string }) => child.OTIO_SCHEMA === 'Clip.2',
  );
  expect(cut[1].media_references.DEFAULT_MEDIA.target_url).toBe(clip.file);
  expect(cut[1].source_range.start_time.value).toBe(clip.firstFrame);
  const edl = (await library.edit(slug, 'edit.edl'))?.body ?? '';
  const code = timecode(Date.parse(told.startedAt), take?.frame ?? 0, FORMAT.frameRate);
  expect(edl).toMatch(new RegExp(`^002  INESN01  V     C        ${code} `, 'm'));
  expect(edl).toMatch(/^003 {2}AWATR01 {2}V {5}D {4}010 /m);
});

test('a recorder that is killed costs a second: its files play up to there, and others go on with the same frames', async () => {
  const own = start();
  await vi.waitFor(() => expect(status(own)?.isos).toEqual(['a', 'b']), PATIENCE);
  await passes(own, 4);
  const begun = (await readJournal(folder)).find((entry) => entry.type === 'file');
  process.kill(begun?.type === 'file' ? begun.pid : 0, 'SIGKILL');
  const killedAt = own.outputs('part').length;
  await vi.waitFor(() => expect(status(own)?.problem).toBe('failed'), PATIENCE);
  await vi.waitFor(
    () => expect(status(own)).toMatchObject({ problem: null, program: true, isos: ['a', 'b'] }),
    PATIENCE,
  );
  await passes(own, 1);
  await own.close();
  const told = await manifest();
  expect(told.lives).toEqual([0]);
  const lost = FORMAT.frameRate * 1.6;
  for (const id of ['a', 'b', null]) {
    const [first, second] = filesOf(told, id);
    if (!first || !second) throw new Error(`no two files of ${id}`);
    expect([first.reason, second.reason]).toEqual(['crashed', 'stopped']);
    const { pictures } = await read(first);
    const frames = (first.endFrame ?? 0) - first.startFrame;
    expect(Math.round((pictures.at(-1)?.seconds ?? 0) * FORMAT.frameRate)).toBe(frames - 1);
    const killed = killedAt * FORMAT.partSeconds * FORMAT.frameRate;
    expect(first.endFrame).toBeGreaterThan(killed - lost);
    expect(second.startFrame).toBeGreaterThanOrEqual(first.endFrame ?? 0);
  }
  // What is on air is still what the contributor's file holds at that frame.
  const [program, iso] = [filesOf(told, null)[1], filesOf(told, 'a')[1]];
  if (!program || !iso) throw new Error('no second files');
  const held = await read(iso);
  const shown = (await read(program)).pictures.map(
    ({ seconds, value }) => [program.startFrame + Math.round(seconds * FORMAT.frameRate), value] as const,
  );
  // Its file begins with its sound; its first picture comes with the next key frame.
  const [firstPicture] = held.pictures;
  if (!firstPicture) throw new Error('no pictures');
  const from = iso.startFrame + Math.ceil(firstPicture.seconds * FORMAT.frameRate);
  const both = shown.filter(([frame]) => frame > from);
  expect(both.length).toBeGreaterThan(15);
  for (const [frame, value] of both) expect([frame, at(iso, held, frame)]).toEqual([frame, value]);
});

test.runIf(mayMount())('a disk that is full ends the recording and is told; the programme goes on', async () => {
  const unmount = mountSmallDisk(dirname(folder), 16);
  try {
    const own = start();
    await vi.waitFor(() => expect(status(own)).toMatchObject({ program: true, isos: ['a', 'b'] }), PATIENCE);
    await passes(own, 2);
    const { bavail, bsize } = await statfs(dirname(folder));
    const filler = join(dirname(folder), 'filler');
    await writeFile(filler, Buffer.alloc((bavail - 4) * bsize));
    const told = { problem: 'diskFull', since: null, program: false, isos: [] };
    await vi.waitFor(() => expect(status(own)).toMatchObject(told), PATIENCE);
    await passes(own, 1);
    expect(status(own)).toMatchObject(told);
    expect(own.health.at(-1)).toEqual(['running', 0]);
    const served: number[] = [];
    const pieces = [...own.outputs('init'), ...own.outputs('part')].map(({ data }) => data);
    decodeMp4Pictures(pieces, (picture) => served.push(picture.seconds));
    const waits = served.map((at, index) => at - (served[index - 1] ?? 0));
    // Where a machine does not keep up, a part has one picture at least.
    expect(Math.max(...waits)).toBeLessThan(2 * FORMAT.partSeconds);
    expect(served.at(-1)).toBeGreaterThan(seconds(own) - FORMAT.partSeconds);

    await rm(filler);
    await own.close();
    const { files } = await manifest();
    expect(files.map(({ reason }) => reason)).toEqual(['diskFull', 'diskFull', 'diskFull']);
    for (const file of files) {
      const frames = (file.endFrame ?? 0) - file.startFrame;
      expect(frames).toBeGreaterThan(1.5 * FORMAT.frameRate);
      const last = Math.round(((await read(file)).pictures.at(-1)?.seconds ?? 0) * FORMAT.frameRate);
      // A contributor's file ends with its sound, which may reach beyond the last picture.
      expect(frames - 1 - last).toBeLessThanOrEqual(file.contributorId ? 3 : 0);
    }
  } finally {
    await rig?.close();
    unmount();
  }
});

test('sound and picture of a contributor stay together in their file, and it can be searched', async () => {
  const own = start();
  await vi.waitFor(() => expect(status(own)?.isos).toEqual(['a', 'b']), PATIENCE);
  await passes(own, 4);
  await own.close();
  const told = await manifest();
  for (const id of ['a', 'b']) {
    const [file] = filesOf(told, id);
    if (!file) throw new Error(`nothing of ${id}`);
    const { pictures, sound, duration, tags } = await read(file);
    expect(duration).toBeCloseTo(Math.max(...pictures.map((each) => each.seconds)), 0);
    expect(tags.TIMECODE).toBe(file.timecode);
    const flash = pictures.find(({ value, seconds }) => value % 100 === 0 && seconds > 1);
    const beep = sound.find((each) => each.seconds > (flash?.seconds ?? 0) - 0.2 && each.peak > 0.2);
    expect(Math.abs((flash?.seconds ?? 0) - (beep?.seconds ?? 9))).toBeLessThan(0.045);
  }
});

test('who leaves and returns, and a programme process that is killed, begin new files', async () => {
  const own = start();
  await vi.waitFor(() => expect(status(own)?.isos).toEqual(['a', 'b']), PATIENCE);
  await passes(own, 1);
  own.connect('b', false);
  await vi.waitFor(() => expect(status(own)?.isos).toEqual(['a']), PATIENCE);
  own.connect('b', true);
  await vi.waitFor(() => expect(status(own)?.isos).toEqual(['a', 'b']), PATIENCE);
  await passes(own, 1);
  const before = own.of('recording').length;
  process.kill(own.supervisor.pid ?? 0, 'SIGKILL');
  await vi.waitFor(() => {
    expect(own.of('recording').length).toBeGreaterThan(before);
    expect(status(own)).toMatchObject({ program: true, isos: ['a', 'b'] });
  }, PATIENCE);
  await passes(own, 1);
  await own.close();
  const told = await manifest();
  expect((await readdir(folder)).sort()).toEqual([
    'awa-traore-01.mkv',
    'awa-traore-02.mkv',
    'ines-nandu-01.mkv',
    'ines-nandu-02.mkv',
    'ines-nandu-03.mkv',
    'journal.jsonl',
    'programme-01.mp4',
    'programme-02.mp4',
    'recording.json',
  ]);
  expect(filesOf(told, 'b').map(({ reason }) => reason)).toEqual(['left', 'failed', 'stopped']);
  // Frames go on over the restart, by the clock on the wall.
  expect(told.lives).toHaveLength(2);
  const ends = told.files.map(({ endFrame }) => endFrame ?? 0);
  expect(told.lives[1]).toBeGreaterThanOrEqual(Math.max(...ends.slice(0, 4)) - 1);
  for (const file of told.files) expect((await read(file)).pictures.length).toBeGreaterThan(5);
});

test('the edit list leads to what was on air, frame by frame: clips, their ends, and a hand at the fader', async () => {
  const clipFolder = await mkdtemp(join(tmpdir(), 'antenne-recording-clip-'));
  onTestFinished(() => rm(clipFolder, { recursive: true, force: true }));
  const pictures = 40;
  writeTestClip({ path: assetFiles(clipFolder).upload, ...FORMAT, pictures, sound: null });
  await makeClip({ kind: 'clip', folder: clipFolder, format: FORMAT }, () => undefined);
  const clip = { type: 'clip', assetId: 'clip' } as const;
  const asset: ProgramAsset = {
    ...{ id: 'clip', kind: 'clip', title: 'Le karité', folder: clipFolder, loop: false, cueMs: 0, gain: 1, duck: true },
    ...{ playOnTake: true, atEnd: 'take', endTransition: { type: 'mix', frames: 8 } },
    playout: { playing: false, positionMs: 0, at: new Date().toISOString(), serial: 0, jump: false },
  };
  const own = start({ standby: clip, assets: [asset] });
  await vi.waitFor(() => expect(status(own)).toMatchObject({ program: true, isos: ['a', 'b'] }), PATIENCE);
  await passes(own, 1);
  const playout = { ...asset.playout, playing: true, serial: 1 };
  own.want({ program: clip, standby: B, takes: 2, assets: [{ ...asset, playout }] });
  await vi.waitFor(() => expect(own.of('onAir').at(-1)?.source).toEqual(B), PATIENCE);
  own.want({ program: B, standby: A, takes: 3, transition: asset.endTransition });
  await passes(own, 1);
  const fade = (position: number) =>
    own.supervisor.send({ type: 'fade', fade: { takes: 3, to: A, type: 'mix', position } });
  fade(0.5);
  await vi.waitFor(() => expect(own.of('onAir').at(-1)?.incoming).toEqual(A), PATIENCE);
  await passes(own, 0.5);
  own.want({ program: A, standby: B, takes: 4, transition: { type: 'mix', frames: 4 } });
  await vi.waitFor(() => expect(own.of('onAir').at(-1)?.source).toEqual(A), PATIENCE);
  await passes(own, 2);
  await own.close();

  const told = await manifest();
  const [program] = filesOf(told, null);
  if (!program) throw new Error('no programme');
  const slug = basename(folder);
  const library = createRecordingLibrary({ root: dirname(folder), reserveBytes: 0 });
  const edit = JSON.parse((await library.edit(slug, 'edit.json'))?.body ?? '{}') as {
    clips: { from: number; to: number; file: string | null; firstFrame: number; label: string }[];
  };
  const labels = edit.clips.map(({ label }) => label).filter((label, index, all) => label !== all[index - 1]);
  expect(labels).toEqual([
    ...['Awa Traoré', 'clip: Le karité', 'Inés Ñandú', 'Inés Ñandú / Awa Traoré'],
    // What is left of the way when the hand lets go may be over within a picture.
    ...(labels.includes('Awa Traoré / Inés Ñandú') ? ['Awa Traoré / Inés Ñandú'] : []),
    'Awa Traoré',
  ]);
  // The recording begins a moment after the programme: until then there is no file.
  const named = edit.clips.filter(({ file }) => file !== null);
  for (const [index, each] of named.entries()) if (index > 0) expect(each.from).toBe(named[index - 1]?.to);

  const programme = await read(program);
  const frameOf = (seconds: number) => program.startFrame + Math.round(seconds * FORMAT.frameRate);
  const compared: Record<string, number> = {};
  for (const { from, to, file, label } of named) {
    if (!file || file === program.file) continue;
    const iso = told.files.find((each) => each.file === file);
    if (!iso) throw new Error(`${file} is not among the files`);
    const held = await read(iso);
    for (const { seconds, value } of programme.pictures) {
      const frame = frameOf(seconds);
      if (frame < from || frame >= to || frame <= iso.startFrame) continue;
      expect([label, frame, at(iso, held, frame)]).toEqual([label, frame, value]);
      compared[label] = (compared[label] ?? 0) + 1;
    }
  }
  expect(compared['Awa Traoré']).toBeGreaterThan(40);
  expect(compared['Inés Ñandú']).toBeGreaterThan(10);
  // The clip's own pictures stand at their frames in the file that the list names, until its transition begins.
  const shown = await readRecorded(join(folder, program.file), readClipNumber);
  const span = edit.clips.find(({ label }) => label.startsWith('clip'));
  const seen = shown.pictures
    .map(({ seconds, value }) => [frameOf(seconds) - (span?.from ?? 0), value] as const)
    .filter(([frame]) => frame >= 0 && frame < pictures - 8);
  expect(span?.file).toBe(program.file);
  expect(seen.length).toBeGreaterThan(20);
  for (const [frame, number] of seen) expect([frame, number]).toEqual([frame, frame]);
});
