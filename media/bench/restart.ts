/**
 * How long viewers miss the picture when the programme process is killed: from one part to the next, and until the person
 * on air is seen and not their slate. Run it alone (`node media/bench/restart.ts [--quick] [--json]`).
 */
import { setTimeout as delay } from 'node:timers/promises';
import { AV_LOG_QUIET } from 'node-av/constants';
import { Log } from 'node-av/lib';
import { startProgramRig } from '../testing/program-rig.ts';
import { makeRtpMedia } from '../testing/rtp-media.ts';
import { people } from '../testing/slots.ts';
import { desiredOf, FORMAT, paintCamera } from './program.ts';
import { type BenchRow, printRow, row } from './row.ts';

/** Key frames as often as a browser sends them when it is asked. */
const CAMERA = { width: 640, height: 360, frameRate: 25, seconds: 2, keyFrameEvery: 10 };
const FEEDS = 6;
/** A process that dies sooner is started again more slowly, ms. */
const SETTLED_MS = 12_000;
/** The next one is loaded well before that, ms. */
const SPARE_AFTER_MS = 3_000;
const PATIENCE_MS = 30_000;

/** Kills it `times`, and hands each row out at the end. */
export async function benchRestart(times: number): Promise<BenchRow[]> {
  Log.setLevel(AV_LOG_QUIET);
  const media = makeRtpMedia({ ...CAMERA, paint: paintCamera(1) });
  const ids = Array.from({ length: FEEDS }, (_, index) => `feed-${index}`);
  /** Of the process that lives, and of the one before it: when its last part came. */
  let epoch = '';
  let lastPartAt = 0;
  let gapMs: number | null = null;
  let livesAt: number | null = null;
  const live = new Set<string>();
  const rig = startProgramRig({
    format: FORMAT,
    desired: desiredOf(ids, { type: 'grid', slots: people(...ids) }, false),
    media: Object.fromEntries(ids.map((id) => [id, media])),
    keep: false,
    spareAfterMs: SPARE_AFTER_MS,
    onMessage(message) {
      if (message.type === 'output' && message.output.type === 'part') {
        const now = performance.now();
        if (epoch && message.output.epoch !== epoch) gapMs = now - lastPartAt - FORMAT.partSeconds * 1_000;
        epoch = message.output.epoch;
        lastPartAt = now;
      }
      if (message.type === 'feed' && message.state === 'live') {
        live.add(message.contributorId);
        if (live.size === FEEDS) livesAt ??= performance.now();
      }
    },
  });
  const waitFor = async (isThere: () => boolean): Promise<void> => {
    const until = performance.now() + PATIENCE_MS;
    while (!isThere()) {
      if (performance.now() > until) throw new Error('the programme does not come back');
      await delay(5);
    }
  };
  const gaps: number[] = [];
  const back: number[] = [];
  try {
    for (let time = 0; time < times; time += 1) {
      await waitFor(() => live.size === FEEDS && lastPartAt > 0);
      await delay(SETTLED_MS);
      live.clear();
      gapMs = null;
      livesAt = null;
      const killedAt = performance.now();
      process.kill(rig.supervisor.pid ?? 0, 'SIGKILL');
      await waitFor(() => livesAt !== null && gapMs !== null);
      gaps.push(gapMs ?? 0);
      back.push((livesAt ?? 0) - killedAt);
    }
  } finally {
    await rig.close();
  }
  const conditions = `${times} × SIGKILL, six 640×360 feeds in the grid, 1280×720p25 ${FORMAT.preset}`;
  const middle = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  return [
    row('restart.gap.p50', middle(gaps), 'ms', `without a picture: ${conditions}`),
    row('restart.gap.max', Math.max(...gaps), 'ms', `without a picture: ${conditions}`),
    row('restart.people.p50', middle(back), 'ms', `until everybody is seen again: ${conditions}`),
    row('restart.people.max', Math.max(...back), 'ms', `until everybody is seen again: ${conditions}`),
  ];
}

if (import.meta.main) for (const one of await benchRestart(process.argv.includes('--quick') ? 3 : 10)) printRow(one);
