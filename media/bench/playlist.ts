/**
 * What a playlist costs after ten minutes and after four hours, with two renditions: its size, plain, compressed and as an
 * update, the time to write it and to take it up again from its index. `node media/bench/playlist.ts [--json]`.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { DEFAULT_TIMELINE } from '../packager/channels.ts';
import { renderMedia } from '../packager/playlist.ts';
import { Timeline } from '../packager/timeline.ts';
import { type BenchRow, printRow, row } from './row.ts';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

const HOURS = [1 / 6, 4];
const ROUNDS = 50;
const LOWER = { rendition: '270p', codecs: 'avc1.4d401f,mp4a.40.2', width: 480, height: 270 };
const INIT = {
  epoch: 'one',
  codecs: 'avc1.4d401f,mp4a.40.2',
  width: 1280,
  height: 720,
  frameRate: 25,
  bandwidth: 3_942_000,
  averageBandwidth: 2_759_400,
  lower: [{ ...LOWER, bandwidth: 717_000, averageBandwidth: 501_900 }],
};

function feed(timeline: Timeline, from: number, count: number): void {
  const perSegment = Math.round(DEFAULT_TIMELINE.segmentSeconds / DEFAULT_TIMELINE.partSeconds);
  for (let index = from; index < from + count; index += 1) {
    const startsSegment = index % perSegment === 0;
    const planned = timeline.planPart({
      ...{ epoch: INIT.epoch, duration: DEFAULT_TIMELINE.partSeconds, independent: startsSegment, startsSegment },
      programDateTime: 1_750_000_000_000 + index * 1_000 * DEFAULT_TIMELINE.partSeconds,
      lengths: [65_000, 12_000],
    });
    for (const event of planned) timeline.apply(event);
  }
}

/** Milliseconds, the median of several rounds, each on a playlist that is one part further. */
function timeOf(timeline: Timeline, from: number, work: () => void): number {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    feed(timeline, from + round, 1);
    const before = performance.now();
    work();
    times.push(performance.now() - before);
  }
  return times.sort((a, b) => a - b)[ROUNDS / 2] ?? 0;
}

/** Bytes. */
function heapAfterCollection(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

function measure(hours: number): BenchRow[] {
  const timeline = new Timeline(DEFAULT_TIMELINE, 'aaaaaa');
  for (const event of timeline.planInit(INIT)) timeline.apply(event);
  const parts = Math.round((hours * 3_600) / DEFAULT_TIMELINE.partSeconds);
  const before = heapAfterCollection();
  feed(timeline, 0, parts);
  const heap = heapAfterCollection() - before;
  const full = () => renderMedia(timeline, 'main', false) ?? '';
  const delta = () => renderMedia(timeline, 'main', 'all') ?? '';
  full();
  const fullMs = timeOf(timeline, parts, full);
  const deltaMs = timeOf(timeline, parts + ROUNDS, delta);
  const gzipMs = timeOf(timeline, parts + 2 * ROUNDS, () => gzipSync(full(), { level: 6 }));
  const index = timeline.snapshot();
  const started = performance.now();
  const again = new Timeline(DEFAULT_TIMELINE, 'bbbbbb');
  for (const event of index) again.apply(event);
  const replayMs = performance.now() - started;
  const conditions = `${hours < 1 ? `${Math.round(hours * 60)} min` : `${hours} h`}, two renditions, 2 s segments, 0.2 s parts`;
  const rows: [string, number, string][] = [
    ['playlist.full', full().length / 1_000, 'kB'],
    ['playlist.gzipped', gzipSync(full(), { level: 6 }).length / 1_000, 'kB'],
    ['playlist.update', delta().length / 1_000, 'kB'],
    ['playlist.full.write', fullMs, 'ms'],
    ['playlist.full.writeAndCompress', gzipMs, 'ms'],
    ['playlist.update.write', deltaMs, 'ms'],
    ['playlist.index.replay', replayMs, 'ms'],
    ['playlist.heap', heap / 1e6, 'MB'],
  ];
  return rows.map(([name, value, unit]) => row(name, value, unit, conditions));
}

for (const hours of HOURS) for (const measured of measure(hours)) printRow(measured);
