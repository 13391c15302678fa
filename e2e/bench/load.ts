/** What each process of a running Antenne costs. */
import type { Antenne } from '../stage/antenne.ts';
import { cpuSeconds, type ProcessRole, residentBytes } from '../stage/processes.ts';
import type { Measurement } from './measurement.ts';

const ROLES: readonly ProcessRole[] = ['launcher', 'server', 'media', 'worker', 'program', 'simulated'];

/** Processor and memory per role over `seconds`; several processes of one role are added up. */
export async function measureLoad(antenne: Antenne, seconds: number, conditions: string): Promise<Measurement[]> {
  const processes = antenne.processes();
  const before = processes.map(({ pid }) => cpuSeconds(pid));
  const from = performance.now();
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const elapsed = (performance.now() - from) / 1000;
  const costs = processes.map(({ pid, role }, index) => {
    const [start, end] = [before[index], cpuSeconds(pid)];
    if (typeof start !== 'number' || end === null) throw new Error(`the ${role} (${pid}) ended while it was measured`);
    return { role, cores: (end - start) / elapsed, bytes: residentBytes(pid) ?? 0 };
  });
  return ROLES.flatMap((role) => {
    const own = costs.filter((cost) => cost.role === role);
    if (own.length === 0) return [];
    const sum = (pick: (cost: (typeof own)[number]) => number) => own.reduce((total, cost) => total + pick(cost), 0);
    return [
      { name: `load.${role}.cpu`, value: sum((cost) => cost.cores), unit: 'core', conditions },
      { name: `load.${role}.memory`, value: sum((cost) => cost.bytes) / 1e6, unit: 'MB', conditions },
    ];
  });
}
