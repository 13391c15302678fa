/** The second stage of `npm test`: prepares what the steps need, runs them all, and sums up. */
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { attempt } from '../command.mjs';
import { interruption } from '../interruption.ts';
import { ensurePackages } from '../prepare/debian.ts';
import { root } from '../prepare/paths.ts';
import { prepareClient } from '../prepare/prisma.ts';
import { buildWeb } from '../prepare/turbo.ts';
import { prepareWorker } from '../prepare/worker.ts';
import { explain } from '../problem.mjs';
import { step as shown } from '../progress.mjs';
import { readArguments } from './arguments.ts';
import { type Need, type Step, TEST_PACKAGES } from './steps.ts';
import { processorTimes, stolenShare } from './stolen.ts';
import { afterRepeat, failedFiles, lastLine, sum, type Totals, totalsOf } from './totals.ts';

interface Outcome {
  step: Step;
  ok: boolean;
  seconds: number;
  totals: Totals | null;
  /** How often its tests had failed before they were run once more; 0 when they were not. */
  repeated: number;
}

/**
 * From this part of the wanted time on, taken by the machine's host, what failed tells nothing: browsers, encoders and a
 * media server in real time do not fit into what was left. It is run once more, and the summary says so.
 */
const STOLEN_LIMIT = 0.08;

const stop = interruption();

process.exit(await main());

/** @returns The exit code. */
async function main(): Promise<number> {
  try {
    const { steps, rest } = readArguments(process.argv.slice(2));
    await prepareFor(new Set(steps.flatMap((step) => step.needs)));
    // None of the quiet ones keeps two cores busy: they run beside one another.
    const outcomes = await Promise.all(steps.filter(({ talks }) => !talks).map((step) => perform(step, rest)));
    for (const step of steps.filter(({ talks }) => talks)) outcomes.push(await perform(step, rest));
    return summarise(outcomes);
  } catch (error) {
    explain(error);
    return stop.aborted ? 130 : 1;
  }
}

async function prepareFor(needs: Set<Need>): Promise<void> {
  if (needs.has('debian')) await ensurePackages(TEST_PACKAGES, 'the tests', stop);
  if (needs.has('worker')) process.env.MEDIASOUP_WORKER_BIN = await prepareWorker(stop);
  if (needs.has('client')) await prepareClient(stop);
  if (needs.has('web')) await buildWeb(stop);
}

async function perform(step: Step, rest: string[]): Promise<Outcome> {
  const before = processorTimes();
  const outcome = await once(step, rest);
  const stolen = stolenShare(before, processorTimes());
  if (outcome.ok || !step.report || !outcome.totals || stolen < STOLEN_LIMIT) return outcome;
  const words = step.report.format === 'playwright' ? ['--last-failed', ...rest] : failedFiles(step.report.path);
  if (words.length === 0) return outcome;
  console.log(`\nThe host took ${Math.round(stolen * 100)} % of this machine's time: what failed is run once more.\n`);
  const second = await once(step, words);
  const totals = afterRepeat(outcome.totals, second.totals ?? { passed: 0, failed: 1 });
  const ok = second.ok && totals.failed === 0;
  return { step, ok, seconds: outcome.seconds + second.seconds, totals, repeated: outcome.totals.failed };
}

async function once(step: Step, rest: string[]): Promise<Outcome> {
  if (step.report) {
    mkdirSync(dirname(step.report.path), { recursive: true });
    rmSync(step.report.path, { force: true });
  }
  const begin = performance.now();
  const ok = step.talks ? await aloud(step, rest) : await quietly(step, rest);
  const totals = step.report ? totalsOf(step.report.path, step.report.format) : null;
  return { step, ok, seconds: (performance.now() - begin) / 1000, totals, repeated: 0 };
}

async function quietly({ title, command, args, env }: Step, rest: string[]): Promise<boolean> {
  try {
    await shown(title, async () => {
      const { code, output } = await attempt(command, [...args, ...rest], { cwd: root, env, signal: stop });
      if (code !== 0) throw new Error(output.trim());
    });
    return true;
  } catch (error) {
    stop.throwIfAborted();
    console.log(`\n${title}\n${error instanceof Error ? error.message : String(error)}\n`);
    return false;
  }
}

function aloud({ command, args, env }: Step, rest: string[]): Promise<boolean> {
  stop.throwIfAborted();
  const plain = process.stdout.isTTY ? {} : { NO_COLOR: '1' };
  const full = { ...env, ...plain, MEDIASOUP_WORKER_BIN: process.env.MEDIASOUP_WORKER_BIN };
  const child = spawn(command, [...args, ...rest], {
    cwd: root,
    env: full,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const end = () => child.kill('SIGTERM');
  stop.addEventListener('abort', end, { once: true });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      stop.removeEventListener('abort', end);
      if (stop.aborted) reject(stop.reason);
      else resolve(code === 0);
    });
  });
}

/** Prints the table and the last line. @returns The exit code. */
function summarise(outcomes: Outcome[]): number {
  const totals = sum(outcomes.flatMap((outcome) => outcome.totals ?? []));
  const expected = outcomes.some((outcome) => outcome.totals !== null);
  const nothingRan = expected && totals.passed + totals.failed === 0;
  console.log('');
  for (const { step, ok, seconds, totals: own, repeated } of outcomes) {
    const second = repeated > 0 ? `; ${repeated} run twice, the host took the machine's time` : '';
    const count = own === null ? '' : ` (${lastLine(own)}${second})`;
    console.log(`${ok ? 'ok    ' : 'FAILED'} ${`${seconds.toFixed(1)} s`.padStart(8)}  ${step.title}${count}`);
  }
  if (nothingRan) console.log('No test ran: that counts as a failure.');
  if (expected) console.log(lastLine(totals));
  return outcomes.every((outcome) => outcome.ok) && !nothingRan && totals.failed === 0 ? 0 : 1;
}
