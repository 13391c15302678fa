/** The product's processes as Linux sees them (`/proc`): who runs, what they cost, whether any is left behind. */
import { readdirSync, readFileSync } from 'node:fs';

export type ProcessRole = 'launcher' | 'server' | 'media' | 'program' | 'worker' | 'simulated' | 'other';

export interface ProcessInfo {
  pid: number;
  parent: number;
  role: ProcessRole;
  command: string;
}

/** Told by the entry file or the binary that the command line names. */
const ROLES: readonly [RegExp, ProcessRole][] = [
  [/scripts\/start(\.mjs|\/launch\.ts)/, 'launcher'],
  [/server\/main\.ts/, 'server'],
  [/media\/main\.ts/, 'media'],
  [/media\/program\.ts/, 'program'],
  [/mediasoup-worker/, 'worker'],
  [/media\/simulated\//, 'simulated'],
];

export function roleOf(command: string): ProcessRole {
  return ROLES.find(([pattern]) => pattern.test(command))?.[1] ?? 'other';
}

/** `root` and everything below it, parents first. Empty: `root` is gone. */
export function processTree(root: number): ProcessInfo[] {
  const all = listProcesses();
  const tree = all.filter((process) => process.pid === root);
  for (const parent of tree) tree.push(...all.filter((process) => process.parent === parent.pid));
  return tree;
}

/**
 * Every process that was started with this variable in its environment, whoever its parent is by now: orphans too.
 * Only our own processes can be read.
 */
export function processesWith(name: string, value: string): ProcessInfo[] {
  return listProcesses().filter((process) => {
    const environment = read(`/proc/${process.pid}/environ`);
    return environment?.split('\0').includes(`${name}=${value}`);
  });
}

/** Every process whose command line holds `words`. */
export function processesNaming(words: string): ProcessInfo[] {
  return listProcesses().filter(({ command }) => command.includes(words));
}

/** Seconds of processor time, user and system, since the process began; null: it is gone. */
export function cpuSeconds(pid: number): number | null {
  const stat = read(`/proc/${pid}/stat`);
  if (stat === null) return null;
  // The command may hold blanks and brackets: the fixed fields begin after its last bracket, with the state.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // Linux counts in ticks of 10 ms here (USER_HZ is 100 on every architecture that Node runs on).
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Bytes of resident memory; null: it is gone. */
export function residentBytes(pid: number): number | null {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/status`) ?? '')?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}

/** Whether the process runs. A zombie is dead: it only waits for its parent to look. */
export function isAlive(pid: number): boolean {
  const stat = read(`/proc/${pid}/stat`);
  return stat !== null && !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
}

function listProcesses(): ProcessInfo[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const pid = Number(name);
      const stat = read(`/proc/${pid}/stat`);
      const command = read(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ').trim();
      if (stat === null || !command) return [];
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      return [{ pid, parent, role: roleOf(command), command }];
    });
}

/** Null: the process ended while we looked, or it is not ours. */
function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
