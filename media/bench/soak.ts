/**
 * A programme process over a long time: memory, punctuality, and the distance of picture and sound, as they develop. Six
 * feeds, one of them with a clock that is off by 100 millionths, which flashes and beeps once a second; what goes out
 * is decoded and looked at. `node media/bench/soak.ts --minutes 60 [--json] [--plot file.svg]`.
 */
import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { AV_LOG_QUIET } from 'node-av/constants';
import { Log } from 'node-av/lib';
import { CHANNELS, planesOf, SAMPLE_RATE } from '../core/av.ts';
import type { ProgramMessage } from '../core/program-link.ts';
import type { ProgramOutput } from '../core/program-output.ts';
import type { TickSummary } from '../core/tick-stats.ts';
import { decodeMp4Pictures, decodeMp4Sound } from '../testing/decode.ts';
import { startProgramRig } from '../testing/program-rig.ts';
import { fillPicture, makeRtpMedia } from '../testing/rtp-media.ts';
import { people } from '../testing/slots.ts';
import { startBareClock } from './bare-clock.ts';
import { plot } from './plot.ts';
import { desiredOf, FORMAT, paintCamera } from './program.ts';
import { type BenchRow, printRow, row } from './row.ts';

const FEED = { frameRate: 25, seconds: 2, keyFrameEvery: 50 };
const HD = { width: 1280, height: 720 };
const CLOCK_PPM = 100;
/** The flash and the beep begin this far into each second, so that both are whole in every segment. */
const MARK_MS = 400;
/** Marks this close to a segment's border are left out, ms: their other half may be beyond it. */
const EDGE_MS = 300;
/** Seconds from one look at the output to the next. */
const LOOK_EVERY_S = 10;
/** Looks that show the whole picture of the flashing feed; as many that follow show the grid. */
const TURN = 3;

const DARK = [40, 128, 128] as const;
const BRIGHT = [220, 128, 128] as const;

type Ticks = Extract<ProgramMessage, { type: 'ticks' }>;

/** Some windows of five seconds together. */
type Punctuality = Omit<TickSummary, 'lateP50'>;

/** What was seen at one time. */
export interface SoakSample {
  /** Seconds from the beginning. */
  at: number;
  rssMb: number;
  /** What of it is JavaScript's heap: it grows until it is collected whole, every few minutes. */
  heapMb: number;
  /** The programme's ticks since the sample before. */
  ticks: Punctuality;
  /** The same of a clock beside it that does nothing else: what the machine itself is late. */
  bare: Punctuality;
  /** Milliseconds that the picture comes after its sound; null where the grid was on air. */
  avOffset: number | null;
}

/** Runs for `minutes` with feeds of `size`, and hands each sample out as it is taken. */
export async function soak(
  minutes: number,
  size: { width: number; height: number },
  onSample: (sample: SoakSample) => void,
): Promise<SoakSample[]> {
  Log.setLevel(AV_LOG_QUIET);
  const isMark = (ms: number): boolean => ms % 1_000 >= MARK_MS && ms % 1_000 < MARK_MS + 80;
  const marked = makeRtpMedia({
    ...FEED,
    ...size,
    paint: (frame, index) => fillPicture(frame, isMark((index * 1_000) / FEED.frameRate) ? BRIGHT : DARK),
    toneHz: 1_000,
    amplitude: (ms) => (isMark(ms) ? 0.5 : 0),
  });
  const camera = makeRtpMedia({ ...FEED, ...size, paint: paintCamera(1), amplitude: 0 });
  const ids = Array.from({ length: 6 }, (_, index) => `feed-${index}`);
  let init: Uint8Array | null = null;
  let segment: Uint8Array[] = [];
  let last: Uint8Array[] = [];
  let windows: Ticks[] = [];
  const take = (output: ProgramOutput): void => {
    if (output.type === 'init') init = output.data;
    if (output.type !== 'part') return;
    if (output.startsSegment) {
      last = segment;
      segment = [];
    }
    segment.push(output.data);
  };
  const rig = startProgramRig({
    format: FORMAT,
    desired: desiredOf(ids, { type: 'feed', contributorId: 'feed-0' }, false),
    media: Object.fromEntries(ids.map((id, index) => [id, index === 0 ? marked : camera])),
    clockPpm: { 'feed-0': CLOCK_PPM },
    keep: false,
    onMessage(message) {
      if (message.type === 'ticks') windows.push(message);
      if (message.type === 'output') take(message.output);
    },
  });
  const bare = startBareClock();
  let bareSeen = 0;
  const samples: SoakSample[] = [];
  try {
    for (let look = 1; look <= (minutes * 60) / LOOK_EVERY_S; look += 1) {
      await delay(LOOK_EVERY_S * 1_000);
      const seen = windows;
      windows = [];
      const health = seen.at(-1);
      const own = bare.windows.slice(bareSeen);
      bareSeen += own.length;
      if (!health || !init) continue;
      const whole = Math.floor((look - 1) / TURN) % 2 === 0;
      const sample = {
        at: look * LOOK_EVERY_S,
        rssMb: health.rssBytes / 2 ** 20,
        heapMb: health.heapBytes / 2 ** 20,
        ticks: punctuality(seen),
        bare: punctuality(own),
        avOffset: whole && last.length > 0 ? offsetIn([init, ...last]) : null,
      };
      samples.push(sample);
      onSample(sample);
      if (look % TURN === 0) {
        rig.want({
          program: whole ? { type: 'grid', slots: people(...ids) } : { type: 'feed', contributorId: 'feed-0' },
          takes: look,
        });
      }
    }
  } finally {
    bare.close();
    await rig.close();
  }
  return samples;
}

function punctuality(windows: readonly TickSummary[]): Punctuality {
  const sum = (of: (window: TickSummary) => number) => windows.reduce((all, window) => all + of(window), 0);
  const most = (of: (window: TickSummary) => number) => Math.max(0, ...windows.map(of));
  return {
    count: sum(({ count }) => count),
    late: sum(({ late }) => late),
    skipped: sum(({ skipped }) => skipped),
    lateP99: most(({ lateP99 }) => lateP99),
    lateMax: most(({ lateMax }) => lateMax),
  };
}

/** Milliseconds that the first flash comes after the beep next to it; null where the segment shows neither. */
function offsetIn(pieces: readonly Uint8Array[]): number | null {
  const flashes: number[] = [];
  let wasBright = true;
  decodeMp4Pictures(pieces, ({ frame, seconds }) => {
    const luma = planesOf(frame)[0];
    const stride = frame.linesize[0] ?? frame.width;
    const isBright = (luma?.[(frame.height / 2) * stride + frame.width / 2] ?? 0) > 130;
    if (isBright && !wasBright) flashes.push(seconds * 1_000);
    wasBright = isBright;
  });
  const { samples, startSeconds } = decodeMp4Sound(pieces);
  // One whose beep may lie in the segment before or after tells nothing.
  const end = startSeconds * 1_000 + (samples.length / CHANNELS / SAMPLE_RATE) * 1_000;
  const flash = flashes.find((at) => at - startSeconds * 1_000 > EDGE_MS && end - at > EDGE_MS);
  if (flash === undefined) return null;
  let silentFor = 0;
  let nearest: number | null = null;
  for (let i = 0; i < samples.length / CHANNELS; i += 1) {
    const loud = Math.abs(samples[i * CHANNELS] ?? 0) > 0.05;
    // A beep begins after silence; the zero crossings inside of it are shorter.
    if (loud && silentFor > SAMPLE_RATE / 10) {
      const at = startSeconds * 1_000 + (i * 1_000) / SAMPLE_RATE;
      if (nearest === null || Math.abs(flash - at) < Math.abs(flash - nearest)) nearest = at;
    }
    silentFor = loud ? 0 : silentFor + 1;
  }
  return nearest === null ? null : flash - nearest;
}

/** The last quarter against the second one: what is left when code and caches are warm. */
function growth(samples: readonly SoakSample[], megabytes: (quarter: readonly SoakSample[]) => number): number {
  const quarter = Math.floor(samples.length / 4);
  return megabytes(samples.slice(-quarter)) - megabytes(samples.slice(quarter, 2 * quarter));
}

const meanMb = (quarter: readonly SoakSample[]) => quarter.reduce((sum, { rssMb }) => sum + rssMb, 0) / quarter.length;
/** As it is when garbage has just been collected. */
const leastMb = (quarter: readonly SoakSample[]) => Math.min(...quarter.map(({ rssMb }) => rssMb));

function rowsOf(samples: readonly SoakSample[], minutes: number): BenchRow[] {
  const conditions = `${minutes} min, six 1280×720 feeds, one 100 ppm fast, full and grid by turns, 1280×720p25 ${FORMAT.preset}`;
  const offsets = samples.flatMap(({ avOffset }) => (avOffset === null ? [] : [avOffset]));
  // The first windows hold the start.
  const steady = samples.slice(2);
  const rows: [string, number, string][] = [
    ['soak.rss.end', samples.at(-1)?.rssMb ?? 0, 'MB'],
    ['soak.rss.most', Math.max(...samples.map(({ rssMb }) => rssMb)), 'MB'],
    ['soak.rss.growth', growth(samples, meanMb), 'MB'],
    ['soak.rss.least.growth', growth(samples, leastMb), 'MB'],
    ...clockRows(
      'soak.tick',
      steady.map(({ ticks }) => ticks),
    ),
    ...clockRows(
      'soak.bareClock',
      steady.map(({ bare }) => bare),
    ),
    ['soak.avOffset.least', Math.min(...offsets), 'ms'],
    ['soak.avOffset.most', Math.max(...offsets), 'ms'],
  ];
  return rows.map(([name, value, unit]) => row(name, value, unit, conditions));
}

/** A clock over the whole time. */
function clockRows(name: string, parts: readonly Punctuality[]): [string, number, string][] {
  const sum = (of: (part: Punctuality) => number) => parts.reduce((all, part) => all + of(part), 0);
  return [
    [`${name}.count`, sum(({ count }) => count), 'ticks'],
    [`${name}.lateBy5ms`, sum(({ late }) => late), 'ticks'],
    [`${name}.skipped`, sum(({ skipped }) => skipped), 'ticks'],
    [`${name}.lateP99.median`, median(parts.map(({ lateP99 }) => lateP99)), 'ms'],
    [`${name}.lateMax`, Math.max(...parts.map(({ lateMax }) => lateMax)), 'ms'],
  ];
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '60' },
      plot: { type: 'string' },
      json: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
    },
  });
  const minutes = values.quick ? 2 : Number(values.minutes);
  const samples = await soak(minutes, HD, (sample) => {
    if (!values.json) console.error(JSON.stringify(sample));
  });
  for (const measured of rowsOf(samples, minutes)) printRow(measured);
  if (values.plot) {
    const series = [
      { title: 'Programme process, resident memory, MB', points: samples.map(({ at, rssMb }) => [at, rssMb] as const) },
      { title: 'Of it JavaScript’s heap, MB', points: samples.map(({ at, heapMb }) => [at, heapMb] as const) },
      {
        title: 'Ticks late, p99 of five seconds, ms',
        points: samples.map(({ at, ticks }) => [at, ticks.lateP99] as const),
      },
      {
        title: 'A clock beside it that does nothing else, late, p99 of five seconds, ms',
        points: samples.map(({ at, bare }) => [at, bare.lateP99] as const),
      },
      {
        title: 'Picture after sound, ms (one picture is 40 ms)',
        points: samples.flatMap(({ at, avOffset }) => (avOffset === null ? [] : [[at, avOffset] as const])),
      },
    ];
    writeFileSync(values.plot, plot(series));
  }
}
