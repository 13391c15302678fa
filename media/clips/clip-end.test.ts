/**
 * What follows a clip at its end, picture by picture: mixed, coded as H.264, packaged, decoded again. Pictures of the clip
 * say their number; what follows is white.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AV_LOG_QUIET } from 'node-av/constants';
import { Log } from 'node-av/lib';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { makeClip } from '../assets/make-clip.ts';
import { assetFiles } from '../core/asset-files.ts';
import type { ProgramAsset, ProgramClipPosition, ProgramDesired, ProgramSource } from '../core/program-link.ts';
import type { ProgramOutput } from '../core/program-output.ts';
import { ProgramEncoder } from '../encoder/program-encoder.ts';
import { type MixedPicture, Mixer } from '../mixer/mixer.ts';
import { ARTIST } from '../mixer/testing/artist.ts';
import { createFragmenter } from '../packager/fragmenter.ts';
import { readNumber, writeTestClip } from '../testing/clip-file.ts';
import { decodeMp4Pictures } from '../testing/decode.ts';
import { NO_GRAPHICS } from '../testing/no-graphics.ts';
import { meanColour } from '../testing/observe.ts';
import { ClipPlayer } from './clip-player.ts';

const SIZE = { width: 320, height: 180, frameRate: 25 };
const FORMAT = {
  ...SIZE,
  ...{ videoBitrate: 2_000_000, preset: 'superfast', segmentSeconds: 2, partSeconds: 0.2, audioBitrate: 96_000 },
};
const AT = '2026-05-09T18:00:00.000Z';
const PICTURES = 40;
/** All bars are lit in it, as in no picture of the clip. */
const WHITE: ProgramSource = { type: 'colour', colour: '#ffffff' };
const WHITES = 1_023;
const GREEN: ProgramSource = { type: 'colour', colour: '#00ff00' };
const CLIP: ProgramSource = { type: 'clip', assetId: 'clip' };
const OTHER: ProgramSource = { type: 'clip', assetId: 'other' };

const folders: Record<string, string> = {};
beforeAll(async () => {
  Log.setLevel(AV_LOG_QUIET);
  for (const id of ['clip', 'other']) {
    const folder = mkdtempSync(join(tmpdir(), 'antenne-clip-end-'));
    folders[id] = folder;
    writeTestClip({ path: assetFiles(folder).upload, ...SIZE, pictures: PICTURES, sound: null });
    await makeClip({ kind: 'clip', folder, format: SIZE }, () => undefined);
  }
});
afterAll(() => {
  for (const folder of Object.values(folders)) rmSync(folder, { recursive: true, force: true });
});

const mixers: Mixer[] = [];
afterEach(() => {
  for (const mixer of mixers.splice(0)) mixer.close();
});

const clipOf = (id: string, changes: Partial<ProgramAsset> = {}): ProgramAsset => ({
  ...{ id, kind: 'clip', folder: folders[id] ?? '', loop: false, cueMs: 0, gain: 1, duck: true, playOnTake: true },
  ...{ atEnd: 'take', endTransition: { type: 'cut' } },
  playout: { playing: false, positionMs: 0, at: AT, serial: 0, jump: false },
  ...changes,
});

/** A clip on air that has just begun, with white on preview. */
async function setUp(asset: Partial<ProgramAsset> = {}, changes: Partial<ProgramDesired> = {}) {
  const playing = { playing: true, positionMs: 0, at: AT, serial: 1, jump: false };
  let desired: ProgramDesired = {
    ...{ title: 'Le Tour du Monde', accent: '#e4572e', contributors: [], plannedStart: AT, zone: 'Europe/Paris' },
    ...{ program: CLIP, standby: WHITE, transition: { type: 'cut' }, question: null, graphics: NO_GRAPHICS },
    ...{ takes: 7, held: [] },
    assets: [clipOf('clip', { playout: playing, ...asset }), clipOf('other')],
    ...changes,
  };
  const positions: ProgramClipPosition[] = [];
  const mixer = new Mixer({
    ...SIZE,
    desired,
    feeds: new Map(),
    artist: ARTIST,
    openClip: (wanted, resuming) =>
      new ClipPlayer({
        ...{ asset: wanted, resuming, frameRate: SIZE.frameRate },
        later: (work) => work(),
        wallClock: () => Date.parse(AT),
        onPosition: (position) => positions.push(position),
        onFailure: (error) => expect.unreachable(String(error)),
      }),
  });
  mixers.push(mixer);
  await mixer.prepare();
  const outputs: ProgramOutput[] = [];
  const emit = (output: ProgramOutput): void => void outputs.push(output);
  const stream = createFragmenter({ format: FORMAT, emit, log: pino({ level: 'silent' }) });
  const monitor = { isHeard: false, open() {}, write() {}, writeMixMinus() {}, close() {} };
  const encoder = new ProgramEncoder({ format: FORMAT, stream, monitor });
  encoder.open(0);
  const told: MixedPicture[] = [];
  return {
    positions,
    told,
    want(next: Partial<ProgramDesired>) {
      desired = { ...desired, ...next };
      mixer.desired = desired;
    },
    /** As the server says it once it has heard of the take that the programme made by itself. */
    confirm(next: Partial<ProgramDesired> = {}) {
      const own = told.at(-1)?.own;
      if (!own) throw new Error('nothing was taken at an end');
      this.want({ program: own.program, standby: CLIP, transition: own.transition, takes: own.after + 1, ...next });
    },
    set fade(position: number) {
      mixer.fade = { takes: desired.takes, to: desired.standby ?? WHITE, type: 'mix', position };
    },
    run(count: number): MixedPicture[] {
      const ticks = Array.from({ length: count }, () => {
        const n = told.length;
        const { sound, samples } = mixer.mixSound(n, n * 40);
        const picture = mixer.mixPicture();
        encoder.encodePicture(picture.frame, n);
        encoder.encodeSound(sound, samples, new Map());
        told.push(picture);
        return picture;
      });
      return ticks;
    },
    /** What a viewer gets. */
    async decoded(): Promise<Seen[]> {
      await encoder.close();
      const seen: Seen[] = [];
      const pieces = outputs.map(({ data }) => data);
      decodeMp4Pictures(pieces, ({ frame, seconds }) =>
        seen.push({ number: readNumber(frame), luma: meanColour(frame)[0], dark: meanColour(frame, DARK)[0], seconds }),
      );
      return seen;
    },
  };
}

interface Seen {
  number: number;
  luma: number;
  /** Of what is dark in every picture of the clip. */
  dark: number;
  seconds: number;
}

const DARK = { x: 4, y: 60, width: 20, height: 60 };
const from = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + index);

test('the picture after the clip’s last one is the preview’s first: none is shown twice, none is left out', async () => {
  const stage = await setUp();
  stage.run(PICTURES + 3);
  expect(stage.told.map(({ source }) => source)).toEqual([...Array(PICTURES).fill(CLIP), ...Array(3).fill(WHITE)]);
  // The server hears of it a little later, and nothing more happens.
  stage.confirm();
  stage.run(7);
  expect(stage.told.at(-1)).toMatchObject({ source: WHITE, own: null, takes: 8 });
  const seen = await stage.decoded();
  expect(seen.map(({ number }) => number)).toEqual([...from(0, PICTURES), ...Array(10).fill(WHITES)]);
  for (const [index, { seconds }] of seen.entries()) expect(seconds).toBeCloseTo(index / 25, 6);
  expect(stage.positions.some(({ ended }) => ended)).toBe(false);
});

test('a mix at the end is over with the clip’s last picture, and moves on in every picture', async () => {
  const frames = 9;
  const stage = await setUp({ endTransition: { type: 'mix', frames } });
  stage.run(PICTURES + 5);
  const taken = stage.told.filter(({ own }) => own);
  expect(taken[0]?.own).toEqual({ after: 7, program: WHITE, transition: { type: 'mix', frames } });
  expect(stage.told.findIndex(({ own }) => own)).toBe(PICTURES - frames);
  const seen = await stage.decoded();
  const clip = from(0, PICTURES - frames);
  expect(seen.slice(0, PICTURES - frames).map(({ number }) => number)).toEqual(clip);
  for (const [step, { number, dark }] of seen.slice(PICTURES - frames, PICTURES).entries()) {
    expect(Math.abs(dark - (40 + (195 * (step + 1)) / (frames + 1))), `step ${step}: ${dark}`).toBeLessThan(6);
    // The clip goes on meanwhile; in later steps its dark bars are too light to tell.
    if (step < 4) expect(number).toBe(PICTURES - frames + step);
  }
  for (const { luma } of seen.slice(PICTURES)) expect(luma).toBeGreaterThan(230);
});

test('another clip on preview begins with its first picture, and goes on through the server’s own word for it', async () => {
  const stage = await setUp({}, { standby: OTHER });
  stage.run(PICTURES + 3);
  const playing = { playing: true, positionMs: 0, at: AT, serial: 1, jump: false };
  stage.confirm({ assets: [clipOf('clip'), clipOf('other', { playout: playing })] });
  stage.run(PICTURES - 3);
  expect((await stage.decoded()).map(({ number }) => number)).toEqual([...from(0, PICTURES), ...from(0, PICTURES)]);
});

test('a clip that is not to play by itself stands at its cue when another one’s end takes it', async () => {
  const assets = [clipOf('clip', { playout: { playing: true, positionMs: 0, at: AT, serial: 1, jump: false } })];
  const still = clipOf('other', {
    playOnTake: false,
    cueMs: 400,
    playout: { ...clipOf('other').playout, positionMs: 400 },
  });
  const stage = await setUp({}, { standby: OTHER, assets: [...assets, still] });
  stage.run(PICTURES + 5);
  expect((await stage.decoded()).slice(PICTURES).map(({ number }) => number)).toEqual(Array(5).fill(10));
});

test('black at the end needs no preview; a held clip, or an empty preview, keeps the last picture for good', async () => {
  const black = await setUp({ atEnd: 'black' }, { standby: null });
  black.run(PICTURES + 2);
  expect(black.told.at(-1)).toMatchObject({ source: { type: 'black' }, own: { after: 7 } });
  for (const [asset, changes] of [
    [{ atEnd: 'hold' }, {}],
    [{}, { standby: null }],
    [{ loop: true }, {}],
  ] as const) {
    const stage = await setUp(asset, changes);
    stage.run(PICTURES + 3);
    // What comes on preview once it is over is not taken.
    stage.want({ standby: WHITE });
    stage.run(10);
    expect(stage.told.at(-1)).toMatchObject({ source: CLIP, own: null });
  }
});

test('a pause, and a way back to an earlier picture, put the end off', async () => {
  const stage = await setUp();
  const command = (serial: number, playout: Partial<ProgramAsset['playout']>) =>
    stage.want({
      assets: [clipOf('clip', { playout: { playing: true, positionMs: 0, at: AT, jump: false, ...playout, serial } })],
    });
  stage.run(PICTURES - 5);
  command(2, { playing: false });
  stage.run(20);
  expect(stage.told.at(-1)?.source).toEqual(CLIP);
  command(3, { jump: true, positionMs: 1_400 });
  stage.run(5);
  expect(stage.told.at(-1)?.source).toEqual(CLIP);
  stage.run(1);
  expect(stage.told.at(-1)?.source).toEqual(WHITE);
});

test('a producer who took meanwhile wins, and their take is not undone by what the programme did', async () => {
  const stage = await setUp();
  stage.run(PICTURES + 2);
  expect(stage.told.at(-1)?.source).toEqual(WHITE);
  // The server has not heard of it: preview and levels change, the take stands.
  stage.want({ standby: GREEN });
  stage.run(2);
  expect(stage.told.at(-1)).toMatchObject({ source: WHITE, own: { after: 7 } });
  stage.want({ program: GREEN, standby: CLIP, takes: 8 });
  stage.run(2);
  expect(stage.told.at(-1)).toMatchObject({ source: GREEN, own: null, takes: 8 });
  // Also the clip again, from where the server lets it begin.
  const again = { playing: true, positionMs: 0, at: AT, serial: 2, jump: true };
  stage.want({ program: CLIP, standby: WHITE, takes: 9, assets: [clipOf('clip', { playout: again })] });
  stage.run(PICTURES);
  expect(stage.told.at(-1)?.source).toEqual(CLIP);
  stage.run(1);
  expect(stage.told.at(-1)).toMatchObject({ source: WHITE, own: { after: 9 } });
});

test('who has a hand at the fader decides: the clip keeps its last picture', async () => {
  const stage = await setUp();
  stage.run(10);
  stage.fade = 0.5;
  stage.run(PICTURES);
  expect(stage.told.at(-1)).toMatchObject({ source: CLIP, incoming: WHITE, own: null });
  // Once the programme has taken by itself, what a hand does from the state before is void.
  const late = await setUp();
  late.run(PICTURES + 1);
  late.fade = 0.5;
  late.run(2);
  expect(late.told.at(-1)).toMatchObject({ source: WHITE, incoming: null });
});

test('a programme process that begins anew after the end takes what is on preview at once', async () => {
  const over = new Date(Date.parse(AT) - 60_000).toISOString();
  const stage = await setUp({ playout: { playing: true, positionMs: 0, at: over, serial: 1, jump: false } });
  stage.run(3);
  expect(stage.told.map(({ source }) => source)).toEqual([CLIP, WHITE, WHITE]);
});
