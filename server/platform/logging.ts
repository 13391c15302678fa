import { type Logger, pino } from 'pino';
import pretty from 'pino-pretty';

export type Log = Logger;

/**
 * The process's log: JSON lines, or readable ones on a terminal. Ids and codes only: no names, no texts, no tokens, no
 * addresses of people.
 */
export function createLog(level: string): Log {
  const options = {
    level,
    base: { process: 'server' },
    redact: ['token', 'secret', 'cookie', '*.token', '*.secret', '*.cookie'],
  };
  return process.stdout.isTTY ? pino(options, pretty({ sync: true, ignore: 'pid,hostname,process' })) : pino(options);
}
