/** What each process of a running Antenne costs, and how punctual its programme is. */
import { z } from 'zod';
import { type Antenne, until } from '../stage/antenne.ts';
import { cpuSeconds, type ProcessRole, residentBytes } from '../stage/processes.ts';
import { type Measurement, percentile } from './measurement.ts';

const ROLES: readonly ProcessRole[] = ['launcher', 'server', 'media', 'worker', 'program', 'simulated'];

const Ticks = z.object({
  count: z.number(),
  skipped: z.number(),
  lateP50: z.number(),
  lateP99: z.number(),
  lateMax: z.number(),
});
type Ticks = z.infer<typeof Ticks>;
const Health = z.object({ broadcasts: z.array(z.object({ program: z.object({ ticks: Ticks.nullable() }) })) });

/** What the running programme last told of its ticks (the last five seconds); null before the first time. */
async function ticksOf(antenne: Antenne): Promise<Ticks | null> {
  const { broadcasts } = Health.parse(await (await fetch(`${antenne.mediaUrl}/health`)).json());
  return broadcasts.find(({ program }) => program.ticks !== null)?.program.ticks ?? null;
}

/** Every report of ticks over `seconds`, from the next one on. */
async function watchTicks(antenne: Antenne, seconds: number): Promise<Ticks[]> {
  const reports: Ticks[] = [];
  let last = JSON.stringify(await ticksOf(antenne));
  const end = performance.now() + seconds * 1000;
  await until(
    async () => {
      const ticks = await ticksOf(antenne);
      if (ticks && JSON.stringify(ticks) !== last) reports.push(ticks);
      last = JSON.stringify(ticks);
      return performance.now() >= end;
    },
    seconds * 1000 + 5_000,
    'the programme does not tell its ticks',
  );
  return reports;
}

/** Seconds in which people have just arrived and the code is still warming up. */
const SETTLING = 12;

/** Processor and memory per role over `seconds`; several processes of one role are added up. */
export async function measureLoad(antenne: Antenne, seconds: number, conditions: string): Promise<Measurement[]> {
  await watchTicks(antenne, SETTLING);
  const processes = antenne.processes();
  const before = processes.map(({ pid }) => cpuSeconds(pid));
  const from = performance.now();
  const ticks = await watchTicks(antenne, seconds);
  if (ticks.length === 0) throw new Error('the programme told nothing of its ticks');
  const elapsed = (performance.now() - from) / 1000;
  const costs = processes.map(({ pid, role }, index) => {
    const [start, end] = [before[index], cpuSeconds(pid)];
    if (typeof start !== 'number' || end === null) throw new Error(`the ${role} (${pid}) ended while it was measured`);
    return { role, cores: (end - start) / elapsed, bytes: residentBytes(pid) ?? 0 };
  });
  const reports = (pick: (report: Ticks) => number) => ticks.map(pick);
  const sum = (pick: (report: Ticks) => number) => ticks.reduce((total, report) => total + pick(report), 0);
  const punctuality = [
    // The programme tells percentiles of five seconds each: the middle one, and the worst.
    {
      name: 'tickLate.p50',
      value: percentile(
        reports(({ lateP50 }) => lateP50),
        50,
      ),
      unit: 'ms',
      conditions,
    },
    {
      name: 'tickLate.p99',
      value: percentile(
        reports(({ lateP99 }) => lateP99),
        50,
      ),
      unit: 'ms',
      conditions,
    },
    { name: 'tickLate.p99.worst', value: Math.max(...reports(({ lateP99 }) => lateP99)), unit: 'ms', conditions },
    { name: 'tickLate.max', value: Math.max(...reports(({ lateMax }) => lateMax)), unit: 'ms', conditions },
    { name: 'ticksSkipped', value: sum(({ skipped }) => skipped), unit: 'ticks', conditions },
  ];
  const load = ROLES.flatMap((role) => {
    const own = costs.filter((cost) => cost.role === role);
    if (own.length === 0) return [];
    const sum = (pick: (cost: (typeof own)[number]) => number) => own.reduce((total, cost) => total + pick(cost), 0);
    return [
      { name: `load.${role}.cpu`, value: sum((cost) => cost.cores), unit: 'core', conditions },
      { name: `load.${role}.memory`, value: sum((cost) => cost.bytes) / 1e6, unit: 'MB', conditions },
    ];
  });
  return [...load, ...punctuality];
}
