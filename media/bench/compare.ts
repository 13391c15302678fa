/**
 * The same composition by three mixers, in one run: ours with six and with two 720p feeds, an ffmpeg command that scales,
 * stacks, mixes and encodes six (once with all that ours does to them, once plainly), and voctocore (Debian's `voctomix-core`) between ffmpeg's decoders and encoder with two.
 * Processor seconds for one second of programme; run it alone (`node media/bench/compare.ts [--quick] [--json]`).
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AV_LOG_QUIET } from 'node-av/constants';
import { Log } from 'node-av/lib';
import { SAMPLE_RATE } from '../core/av.ts';
import type { ProgramMessage, ProgramSource } from '../core/program-link.ts';
import { startProgramRig } from '../testing/program-rig.ts';
import { makeRtpMedia, type RtpMedia } from '../testing/rtp-media.ts';
import { people } from '../testing/slots.ts';
import { cpuSeconds, ended } from './child.ts';
import { COMPARED, ENCODE, fileInput, plainGrid, sameWork } from './ffmpeg-grid.ts';
import { desiredOf, paintCamera, talk } from './program.ts';
import { type BenchRow, printRow, row } from './row.ts';

const CAMERA = { width: 1280, height: 720, frameRate: 25, seconds: 2, keyFrameEvery: 50 };
/** Seconds that one `ticks` message tells of. */
const WINDOW_S = 5;
const TURNS = 2;
/** By so much pictures and sound that end together may differ where ffmpeg is killed: a fragment that it had not written. */
const UNEVEN_S = 3;
/** Of one coded block. */
const AAC_SAMPLES = 1_024;
/** ffmpeg opens one camera after the other, and each waits for a key frame. */
const RTP_SETTLING_S = 20;
const VOCTOCORE = '/usr/bin/voctocore';

/** The pictures of a test contributor as IVF, the plain file format of VP8. */
function ivf({ packets }: RtpMedia): Buffer {
  const head = Buffer.alloc(32);
  head.write('DKIF');
  head.writeUInt16LE(32, 6);
  head.write('VP80', 8);
  head.writeUInt16LE(CAMERA.width, 12);
  head.writeUInt16LE(CAMERA.height, 14);
  head.writeUInt32LE(CAMERA.frameRate, 16);
  head.writeUInt32LE(1, 20);
  const chunks = [head];
  let parts: Buffer[] = [];
  let index = 0;
  for (const { kind, payload, marker } of packets) {
    if (kind !== 'video') continue;
    // Without RTP's payload descriptor, which is one byte here.
    parts.push(payload.subarray(1));
    if (!marker) continue;
    const picture = Buffer.concat(parts);
    const frameHead = Buffer.alloc(12);
    frameHead.writeUInt32LE(picture.length, 0);
    frameHead.writeUInt32LE(index, 4);
    chunks.push(frameHead, picture);
    parts = [];
    index += 1;
  }
  head.writeUInt32LE(index, 24);
  return Buffer.concat(chunks);
}

async function ours(media: RtpMedia[], program: ProgramSource, feeds: number, seconds: number): Promise<number> {
  const ids = Array.from({ length: feeds }, (_, index) => `feed-${index}`);
  const rig = startProgramRig({
    format: COMPARED,
    desired: desiredOf(ids, program, false),
    media: Object.fromEntries(ids.flatMap((id, index) => (media[index] ? [[id, media[index]]] : []))),
  });
  try {
    const windows = (): Extract<ProgramMessage, { type: 'ticks' }>[] => rig.of('ticks').slice(1);
    const until = performance.now() + 4_000 * seconds + 60_000;
    while (windows().length < seconds / WINDOW_S) {
      if (performance.now() > until) throw new Error('the programme process does not tell its ticks');
      await delay(200);
    }
    const cpu = windows().reduce((sum, { cpuSeconds: own }) => sum + own, 0);
    return cpu / (windows().length * WINDOW_S);
  } finally {
    await rig.close();
  }
}

/** Lets children run until they have settled, then over `seconds`; ends them. @returns processor seconds a second. */
async function costOf(start: () => Promise<ChildProcess[]>, seconds: number, settling = WINDOW_S): Promise<number> {
  const children = await start();
  try {
    await delay(settling * 1_000);
    const before = children.map(cpuSeconds);
    const from = performance.now();
    await delay(seconds * 1_000);
    const spent = children.reduce((sum, child, index) => sum + cpuSeconds(child) - (before[index] ?? 0), 0);
    return spent / ((performance.now() - from) / 1_000);
  } finally {
    await Promise.all(children.toReversed().map(ended));
  }
}

/**
 * Of one ffmpeg command, as `costOf`. @throws Error where it lost packets, or did not write as much sound as pictures: that
 * would be cheaper.
 */
async function ffmpegCost(args: string[], folder: string, seconds: number, settling?: number): Promise<number> {
  const output = join(folder, 'programme.mp4');
  let complaints = '';
  const start = (): ChildProcess => {
    const child = spawn('ffmpeg', [...args, output], { stdio: ['ignore', 'ignore', 'pipe'] });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      complaints += text;
    });
    return child;
  };
  const cost = await costOf(async () => [start()], seconds, settling);
  const missed = /.*missed.*/.exec(complaints);
  if (missed) throw new Error(`ffmpeg lost packets: ${missed[0]}`);
  const [pictures, sound] = [secondsOf(output, 'v'), secondsOf(output, 'a')];
  if (pictures < seconds || Math.abs(pictures - sound) > UNEVEN_S) {
    throw new Error(`ffmpeg wrote ${pictures} s of pictures and ${sound} s of sound in more than ${seconds} s`);
  }
  return cost;
}

/** How long a stream of a file is, by its packets. */
function secondsOf(path: string, stream: 'v' | 'a'): number {
  const entries = ['-count_packets', '-show_entries', 'stream=nb_read_packets', '-of', 'csv=p=0'];
  const { stdout } = spawnSync('ffprobe', ['-v', 'error', '-select_streams', stream, ...entries, path], {
    encoding: 'utf8',
  });
  return Number.parseInt(stdout, 10) / (stream === 'v' ? CAMERA.frameRate : SAMPLE_RATE / AAC_SAMPLES);
}

const run = (command: string, args: string[]): ChildProcess => spawn(command, args, { stdio: 'ignore' });

const VOCTO_CONFIG = `[mix]
videocaps = video/x-raw,format=I420,width=1280,height=720,framerate=25/1,pixel-aspect-ratio=1/1,interlace-mode=progressive
sources = cam1,cam2
[previews]
enabled = false
[stream-blanker]
enabled = false
[mirrors]
enabled = false
`;

/** Until the port answers; voctocore opens its ports one after the other. */
async function listening(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (open) return;
    await delay(100);
  }
  throw new Error(`voctocore does not listen on port ${port}`);
}

async function voctomix(folder: string, files: readonly (readonly [string, string])[]): Promise<ChildProcess[]> {
  const config = join(folder, 'voctocore.ini');
  writeFileSync(config, VOCTO_CONFIG);
  const core = run(VOCTOCORE, ['-i', config]);
  await listening(9999);
  const sources = files.slice(0, 2).map(([video, sound], index) => {
    const raw = [
      '-map',
      '0:v',
      '-map',
      '1:a',
      '-c:v',
      'rawvideo',
      '-pix_fmt',
      'yuv420p',
      '-c:a',
      'pcm_s16le',
      '-ar',
      '48000',
      '-ac',
      '2',
    ];
    return run('ffmpeg', [
      '-v',
      'error',
      '-nostdin',
      ...fileInput(video, sound),
      ...raw,
      '-f',
      'matroska',
      `tcp://127.0.0.1:${10_000 + index}`,
    ]);
  });
  const control = connect(9999, '127.0.0.1');
  control.write('set_videos_and_composite cam1 cam2 side_by_side_equal\n');
  await delay(1_000);
  control.destroy();
  const encoder = run('ffmpeg', ['-v', 'error', '-nostdin', '-i', 'tcp://127.0.0.1:11000', ...ENCODE, '/dev/null']);
  return [core, ...sources, encoder];
}

/** Measures each for `seconds`, and hands each row out as soon as it is known. */
export async function benchCompare(seconds: number, onRow: (row: BenchRow) => void): Promise<void> {
  Log.setLevel(AV_LOG_QUIET);
  const tell = (...facts: Parameters<typeof row>): void => onRow(row(...facts));
  const folder = mkdtempSync(join(tmpdir(), 'antenne-compare-'));
  try {
    // Three cameras twice: painting them takes longer than measuring.
    const cameras = [0, 1, 2].map((seed) => makeRtpMedia({ ...CAMERA, paint: paintCamera(seed), sound: talk(seed) }));
    const media = [...cameras, ...cameras];
    const files = media.map((one, index) => {
      const video = join(folder, `${index}.ivf`);
      const sound = join(folder, `${index}.opus`);
      writeFileSync(video, ivf(one));
      writeTalk(sound, index % cameras.length);
      return [video, sound] as const;
    });
    const ids = media.map((_, index) => `feed-${index}`);
    const six = 'six noisy 1280×720p25 VP8 feeds with Opus in the grid → 1280×720p25 x264 veryfast + AAC';
    const same = sameWork(media, folder);
    const [grid, ffmpeg, bare] = await byTurns(
      () => ours(media, { type: 'grid', slots: people(...ids) }, 6, seconds),
      async () => {
        const stop = same.send();
        return ffmpegCost(same.args, folder, seconds, RTP_SETTLING_S).finally(stop);
      },
      () => ffmpegCost(plainGrid(files), folder, seconds),
    );
    tell('compare.grid.antenne', grid, 'core', `${six}, with names, BT.709, meters, limiter, loudness, parts`);
    tell(
      'compare.grid.ffmpeg',
      ffmpeg,
      'core',
      `${six}, one ffmpeg command: RTP, names, BT.709, meters, limiter, loudness`,
    );
    tell('compare.grid.ratio', grid / ffmpeg, '× ffmpeg', six);
    tell(
      'compare.grid.ffmpegPlain',
      bare,
      'core',
      `${six}, one ffmpeg command that scales, stacks, sums and encodes files`,
    );
    tell('compare.grid.ratioPlain', grid / bare, '× ffmpeg', six);
    if (!existsSync(VOCTOCORE)) return;
    const two = 'two noisy 1280×720p25 VP8 feeds with Opus side by side → 1280×720p25 x264 veryfast + AAC';
    const [pair, vocto] = await byTurns(
      () => ours(media, { type: 'twoUp', slots: people(...ids.slice(0, 2)) }, 2, seconds),
      () => costOf(() => voctomix(folder, files), seconds),
    );
    tell('compare.twoUp.antenne', pair, 'core', `${two}, with names, meters, limiter, parts`);
    tell('compare.twoUp.voctocore', vocto, 'core', `${two}, voctocore between ffmpeg’s decoders and encoder`);
    tell('compare.twoUp.ratio', pair / vocto, '× voctocore', two);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Somebody who talks as long as the pictures last, in Opus, as contributors send it. */
function writeTalk(path: string, seed: number): void {
  const sound = talk(seed);
  const samples = Float32Array.from({ length: CAMERA.seconds * SAMPLE_RATE }, (_, at) => sound(at));
  const input = ['-f', 'f32le', '-ar', `${SAMPLE_RATE}`, '-ac', '1', '-i', 'pipe:0'];
  const args = ['-v', 'error', '-y', ...input, '-ac', '2', '-c:a', 'libopus', '-b:a', '64k', path];
  const { status, stderr } = spawnSync('ffmpeg', args, { input: Buffer.from(samples.buffer), encoding: 'utf8' });
  if (status !== 0) throw new Error(`ffmpeg cannot write sound: ${stderr}`);
}

/** One after the other, twice: what else the machine does then falls on all of them. @returns the mean of each */
async function byTurns<const Runs extends readonly (() => Promise<number>)[]>(
  ...runs: Runs
): Promise<{ [Index in keyof Runs]: number }> {
  const sums = runs.map(() => 0);
  for (let turn = 0; turn < TURNS; turn += 1) {
    for (const [index, measure] of runs.entries()) sums[index] = (sums[index] ?? 0) + (await measure());
  }
  return sums.map((sum) => sum / TURNS) as { [Index in keyof Runs]: number };
}

if (import.meta.main) await benchCompare(process.argv.includes('--quick') ? 10 : 30, printRow);
