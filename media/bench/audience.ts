/**
 * What low-latency viewers cost the origin, and how soon they have each part: a real programme process, the real packager
 * and origin in one process, the viewers in another, on loopback.
 * `node media/bench/audience.ts [--json] [--quick] [--viewers 1000] [--part 0.2]`.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { FromOrigin, ViewersResult, ViewersTask } from './audience/messages.ts';
import { cpuSeconds, ended, residentBytes } from './child.ts';
import { type BenchRow, printRow, row } from './row.ts';

/** Seconds of programme before anybody comes, over which the origin's own cost is measured. */
const ALONE_S = 10;
/** Seconds in which everybody arrives, and in which code and buffers settle afterwards. */
const ARRIVAL_S = 10;
const SETTLING_S = 10;

interface Usage {
  cpu: number;
  rss: number;
}

/** Starts one of this benchmark's processes. */
function start(name: 'origin' | 'viewers', ...words: string[]): ChildProcess {
  return fork(join(import.meta.dirname, 'audience', `${name}.ts`), words, {
    serialization: 'advanced',
    // The profile of a process that is to be made faster: `--profile <folder>`.
    execArgv: values.profile ? ['--cpu-prof', `--cpu-prof-dir=${values.profile}`] : [],
  });
}

/** What both processes cost over so many seconds, a second. */
async function costOf(children: readonly ChildProcess[], seconds: number): Promise<Usage[]> {
  const before = children.map(cpuSeconds);
  const from = performance.now();
  await delay(seconds * 1_000);
  const elapsed = (performance.now() - from) / 1_000;
  return children.map((child, index) => ({
    cpu: (cpuSeconds(child) - (before[index] ?? 0)) / elapsed,
    rss: residentBytes(child),
  }));
}

/** The value below which `share` of the sorted samples lie. */
function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

async function measure(viewers: number, seconds: number, part: string): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'antenne-audience-'));
  const published = new Map<string, number>();
  const origin = start('origin', folder, 'live', part);
  const audience = start('viewers');
  try {
    const port = await new Promise<number>((resolve, reject) => {
      origin.once('exit', () => reject(new Error('the origin ended')));
      origin.on('message', (message: FromOrigin) => {
        if (message.type === 'listening') resolve(message.port);
        else published.set(message.name, message.at);
      });
    });
    while (published.size < 20) await delay(100);
    const [alone] = await costOf([origin], ALONE_S);
    const task: ViewersTask = { port, count: viewers, arriveInMs: ARRIVAL_S * 1_000 };
    audience.send(task);
    await delay((ARRIVAL_S + SETTLING_S) * 1_000);
    const settled = new Set(published.keys());
    const [serving, generating] = await costOf([origin, audience], seconds);
    const complete = [...published.keys()].filter((name) => !settled.has(name));
    // What the last parts still need is under way.
    await delay(1_000);
    const said = once(audience, 'message');
    audience.kill('SIGTERM');
    const [result]: ViewersResult[] = await said;
    if (!alone || !serving || !generating || !result) throw new Error('a process told nothing');

    const deliveries: number[] = [];
    const spreads: number[] = [];
    for (const name of complete) {
      const at = published.get(name) ?? Number.NaN;
      const arrivals = result.arrivals.get(name)?.toSorted();
      if (!arrivals) continue;
      for (const arrival of arrivals) deliveries.push(arrival - at);
      spreads.push((arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0));
    }
    for (const error of new Set(result.errors)) console.error(error);
    const [times, fan] = [deliveries, spreads].map((list) => Float64Array.from(list).sort());
    if (!times || !fan) throw new Error('nothing arrived');
    const size = result.bytes / result.requests;
    const conditions = `${viewers} viewers, parts of ${part} s, ${((size * 2 * 8) / 1e6 / Number(part)).toFixed(1)} Mbit/s each, ${seconds} s, loopback`;
    const rows: [string, number, string][] = [
      ['audience.delivery.p50', quantile(times, 0.5), 'ms'],
      ['audience.delivery.p99', quantile(times, 0.99), 'ms'],
      ['audience.delivery.max', times.at(-1) ?? Number.NaN, 'ms'],
      ['audience.spread.p50', quantile(fan, 0.5), 'ms'],
      ['audience.spread.p99', quantile(fan, 0.99), 'ms'],
      ['audience.missed', complete.length * viewers - deliveries.length, 'parts'],
      ['audience.errors', result.errors.length, ''],
      ['audience.origin.cpu', serving.cpu, 'core'],
      ['audience.origin.cpu.alone', alone.cpu, 'core'],
      ['audience.origin.cpu.viewer', ((serving.cpu - alone.cpu) * 1_000) / viewers, 'ms/s'],
      ['audience.origin.memory.viewer', (serving.rss - alone.rss) / viewers / 1_000, 'kB'],
      ['audience.generator.cpu', generating.cpu, 'core'],
    ];
    return rows.map(([name, value, unit]) => row(name, value, unit, conditions));
  } finally {
    if (values.profile) {
      origin.disconnect();
      await once(origin, 'exit');
    }
    await Promise.all([origin, audience].map(ended));
    rmSync(folder, { recursive: true, force: true });
  }
}

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    viewers: { type: 'string', default: '1000' },
    /** Seconds of a part: a divisor of a segment's two. */
    part: { type: 'string', default: '0.2' },
    profile: { type: 'string' },
  },
});
for (const measured of await measure(Number(values.viewers), values.quick ? 10 : 60, values.part)) printRow(measured);
