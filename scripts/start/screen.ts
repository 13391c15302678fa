import { z } from 'zod';

/** pino's numbers. */
const LEVELS = {
  trace: 10,
  debug: 20,
  info: 30,
  warn: 40,
  error: 50,
  fatal: 60,
  silent: Number.POSITIVE_INFINITY,
} as const;
export type Level = keyof typeof LEVELS;

const Entry = z.looseObject({
  level: z.number(),
  time: z.number(),
  msg: z.string().default(''),
  err: z.looseObject({ message: z.string() }).optional().catch(undefined),
});

/** What of a log line is not repeated on the screen. */
const KNOWN = new Set(['level', 'time', 'msg', 'err', 'pid', 'hostname', 'name', 'process', 'v']);

/**
 * A child's log line as the terminal shows it, or null when it is not important enough: time, who, message, details.
 * Lines that are no log entries (a stack, a library's own words) count as debug: {@link lastWords} picks what matters.
 * @param least Entries below this level stay in the log file.
 */
export function screenLine(line: string, who: string, least: Level): string | null {
  if (line.trim() === '') return null;
  const entry = parse(line);
  if (entry === null) return LEVELS[least] <= LEVELS.debug ? `${who}: ${line}` : null;
  if (entry.level < LEVELS[least]) return null;
  const details = Object.entries(entry)
    .filter(([key]) => !KNOWN.has(key))
    .map(([key, value]) => `${key}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`);
  const mark = entry.level >= LEVELS.error ? 'ERROR' : entry.level >= LEVELS.warn ? 'warning' : '';
  const cause = entry.err && entry.err.message !== entry.msg ? `(${entry.err.message})` : '';
  const time = new Date(entry.time).toTimeString().slice(0, 8);
  return [time, who, mark, entry.msg, cause, ...details].filter((word) => word !== '').join(' ');
}

/**
 * Why a process ended, out of the last lines that it wrote: an error that it logged, or else the message of the
 * exception that ended it. Null when it ended without a word.
 */
export function lastWords(lines: readonly string[]): string | null {
  const newestFirst = lines.filter((line) => line.trim() !== '').reverse();
  const logged = newestFirst.map(parse).find((entry) => entry !== null && entry.level >= LEVELS.error);
  if (logged) return [logged.msg, logged.err?.message].filter(Boolean).join(': ');
  return (
    newestFirst.find((line) => /^\s*(Uncaught )?\w*(Error|Exception)\b.*: ./.test(line))?.trim() ??
    newestFirst[0] ??
    null
  );
}

function parse(line: string): z.infer<typeof Entry> | null {
  if (!line.startsWith('{')) return null;
  try {
    return Entry.parse(JSON.parse(line));
  } catch {
    return null;
  }
}
