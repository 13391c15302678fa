import { readFileSync } from 'node:fs';

/** What Linux counts of all processors since the machine began, in its ticks. */
export interface ProcessorTimes {
  /** Time in which something ran here. */
  used: number;
  /** Time in which something wanted to run here, and the host ran another machine. */
  stolen: number;
}

/** proc_stat(5). */
const BOOK = '/proc/stat';

/**
 * Reads the first line of `/proc/stat` (proc_stat(5): user, nice, system, idle, iowait, irq, softirq, steal).
 * @returns Zeros where there is no such book: nothing is known to be stolen there.
 */
export function processorTimes(book = read()): ProcessorTimes {
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, stolen = 0] = (/^cpu +(.*)$/m.exec(book)?.[1] ?? '')
    .split(' ')
    .map(Number);
  return { used: user + nice + system + irq + softirq, stolen };
}

/** The part, 0–1, of the time wanted between two readings that the host gave to others. */
export function stolenShare(before: ProcessorTimes, after: ProcessorTimes): number {
  const stolen = after.stolen - before.stolen;
  const wanted = after.used - before.used + stolen;
  return wanted > 0 ? stolen / wanted : 0;
}

function read(): string {
  try {
    return readFileSync(BOOK, 'utf8');
  } catch {
    return '';
  }
}
