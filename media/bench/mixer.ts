/**
 * What a programme process costs and how punctual it is: a real one, under its supervisor, with 1, 3 and 6 feeds that are
 * pushed to it over UDP as the SFU would forward them, small and noisy with a cut every second, and six of 1280×720 in
 * the grid. Run it alone (`node media/bench/mixer.ts`), with `--json` for one
 * object a line, with `--quick` for a third of the time.
 */

import { AV_LOG_QUIET } from 'node-av/constants';
import { Log } from 'node-av/lib';
import type { ProgramMessage, ProgramSource } from '../core/program-link.ts';
import type { TickSummary } from '../core/tick-stats.ts';
import { startProgramRig } from '../testing/program-rig.ts';
import { makeRtpMedia, type RtpMedia } from '../testing/rtp-media.ts';
import { people } from '../testing/slots.ts';
import { startBareClock } from './bare-clock.ts';
import { desiredOf, FORMAT, paintCamera } from './program.ts';
import { type BenchRow, printRow, row } from './row.ts';

type Ticks = Extract<ProgramMessage, { type: 'ticks' }>;

const SMALL = { width: 640, height: 360, frameRate: 25, seconds: 4, keyFrameEvery: 50 };
const HD = { ...SMALL, width: 1280, height: 720, seconds: 2 };
const FEED_COUNTS = [1, 3, 6];
/** Seconds that one `ticks` message tells of. The first one holds the start and is left out. */
const WINDOW_S = 5;

interface Load {
  media: RtpMedia[];
  feeds: number;
  /** What is on air at each second; another one is a cut. */
  program: (ids: readonly string[], second: number) => ProgramSource;
  conditions: string;
}

async function measure(load: Load, seconds: number): Promise<BenchRow[]> {
  const { media, feeds, program } = load;
  const ids = Array.from({ length: feeds }, (_, index) => `feed-${index}`);
  const rig = startProgramRig({
    format: FORMAT,
    desired: desiredOf(ids, program(ids, 0)),
    media: Object.fromEntries(ids.map((id, index) => [id, media[index % media.length] ?? noMedia()])),
  });
  const windows: Ticks[] = [];
  const bare = startBareClock();
  try {
    for (let turn = 1; windows.length < seconds / WINDOW_S; turn += 1) {
      rig.want({ program: program(ids, turn) });
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      windows.splice(0, windows.length, ...rig.of('ticks').slice(1));
      if (turn > 3 * seconds + 60) throw new Error('the programme process does not tell its ticks');
    }
  } finally {
    bare.close();
    await rig.close();
  }
  const conditions = `${load.conditions} → 1280×720@25 x264 ${FORMAT.preset}, lower third, ${seconds} s`;
  const bareWorst = (pick: (window: TickSummary) => number): number => Math.max(...bare.windows.map(pick));
  const worst = (pick: (window: Ticks) => number): number => Math.max(...windows.map(pick));
  const sum = (pick: (window: Ticks) => number): number => windows.reduce((total, window) => total + pick(window), 0);
  const rows: [string, number, string][] = [
    ['mixer.tickLate.p50', sum(({ lateP50 }) => lateP50) / windows.length, 'ms'],
    ['mixer.tickLate.p99', worst(({ lateP99 }) => lateP99), 'ms'],
    ['mixer.tickLate.max', worst(({ lateMax }) => lateMax), 'ms'],
    ['bareClock.tickLate.p99', bareWorst(({ lateP99 }) => lateP99), 'ms'],
    ['bareClock.tickLate.max', bareWorst(({ lateMax }) => lateMax), 'ms'],
    ['mixer.ticksSkipped', sum(({ skipped }) => skipped), 'ticks'],
    ['program.cpu', sum(({ cpuSeconds }) => cpuSeconds) / (windows.length * WINDOW_S), 'core'],
    ['program.rss', worst(({ rssBytes }) => rssBytes) / 2 ** 20, 'MB'],
  ];
  return rows.map(([name, value, unit]) => row(name, value, unit, conditions));
}

function noMedia(): never {
  throw new Error('no media to push');
}

/** Measures with each number of feeds, `seconds` long, and hands each row out as soon as it is known. */
export async function benchMixer(seconds: number, onRow: (row: BenchRow) => void): Promise<void> {
  Log.setLevel(AV_LOG_QUIET);
  const cameras = (size: typeof SMALL, noise: boolean) =>
    [0, 1, 2].map((seed) => makeRtpMedia({ ...size, paint: paintCamera(seed, noise), toneHz: 300 + 100 * seed }));
  const small = cameras(SMALL, true);
  const loads: Load[] = FEED_COUNTS.map((feeds) => ({
    media: small,
    feeds,
    program: (ids, second) => ({ type: 'feed', contributorId: ids[second % feeds] ?? 'feed-0' }),
    conditions: `${feeds} feed${feeds > 1 ? 's' : ''} 640×360 VP8 with noise, a cut every second`,
  }));
  for (const load of loads) for (const row of await measure(load, seconds)) onRow(row);
  // Made only now: large pictures take a while.
  const program: Load['program'] = (ids) => ({ type: 'grid', slots: people(...ids) });
  const large = { media: cameras(HD, false), feeds: 6, program, conditions: '6 feeds 1280×720 VP8 in the grid' };
  for (const row of await measure(large, seconds)) onRow(row);
}

if (import.meta.main) await benchMixer(process.argv.includes('--quick') ? 10 : 30, printRow);
