import { existsSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import type { Log } from './logging.ts';

/** Before browsers, uploads and simulated guests on the same machine, behind the programme (−10). */
const NICENESS = -5;
const AUTOGROUP = '/proc/self/autogroup';

/**
 * Asks for this process to be served before what else runs here: a command waits for nobody's page, and a server that
 * died is back soon on a busy machine. Without the right to it, it goes on as it is.
 */
export function raisePriority(log: Log): void {
  try {
    setPriority(NICENESS);
    // Linux shares the processor among sessions first (autogroup), where niceness alone changes nothing.
    if (existsSync(AUTOGROUP)) writeFileSync(AUTOGROUP, String(NICENESS));
  } catch (err) {
    log.debug({ err }, 'no right to a higher priority');
  }
}
