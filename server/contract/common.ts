import { z } from 'zod';

/** The languages of every page. French first: it is the channel's own. */
export const Locale = z.enum(['fr', 'en', 'es']);
export type Locale = z.infer<typeof Locale>;

/** A text that may exist in several languages; French is always there and stands in for a missing one. */
export const LocalizedText = z.object({
  fr: z.string(),
  en: z.string().optional(),
  es: z.string().optional(),
});
export type LocalizedText = z.infer<typeof LocalizedText>;

/** The text in `locale`, or in French where it was not translated. */
export function localized(text: LocalizedText, locale: Locale): string {
  return text[locale] || text.fr;
}

export const Id = z.uuid();
/** What a broadcast is called in an address: 1–80 characters of a–z, 0–9 and single hyphens. */
export const Slug = z
  .string()
  .max(80)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
/** An instant in UTC, ISO 8601 with milliseconds. */
export const Instant = z.iso.datetime();
/** An IANA zone such as `America/Guayaquil`. */
export const TimeZone = z
  .string()
  .max(64)
  .refine((zone) => isTimeZone(zone), 'not an IANA time zone');

/** Those that were looked up: a look takes as long as reading a page of questions. */
const zones = new Set<string>();

function isTimeZone(zone: string): boolean {
  if (zones.has(zone)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    zones.add(zone);
    return true;
  } catch {
    return false;
  }
}

export const Role = z.enum(['owner', 'producer', 'moderator', 'presenter', 'captioner', 'contributor']);
export type Role = z.infer<typeof Role>;
/** The roles that work a broadcast from a control page. Contributors and viewers do not. */
export const StaffRole = Role.exclude(['contributor']);
export type StaffRole = z.infer<typeof StaffRole>;

/** Why a command was refused. A page turns the code into a sentence in its reader's language. */
export const ErrorCode = z.enum([
  'badRequest',
  'notSignedIn',
  'forbidden',
  /** A broadcast that needs its link or its password. */
  'locked',
  'notFound',
  'conflict',
  'invalidState',
  'closed',
  'tooMany',
  'mediaUnavailable',
  'unavailable',
]);
export type ErrorCode = z.infer<typeof ErrorCode>;

export const Failure = z.object({
  code: ErrorCode,
  /** One sentence for logs and developers, in English. */
  message: z.string(),
  /** Milliseconds after which a retry can succeed (`tooMany`, `unavailable`). */
  retryAfterMs: z.number().optional(),
  /** What the thing looks like now, when the command saw an older version (`conflict`). */
  current: z.unknown().optional(),
});
export type Failure = z.infer<typeof Failure>;

/** The acknowledgement of every socket command. */
export type Reply<T> = { ok: true; data: T } | { ok: false; error: Failure };

/** One command: what it takes and what its acknowledgement carries. */
export type CommandSchema = { input: z.ZodType; output: z.ZodType };
export type CommandMap = Record<string, CommandSchema>;
export type CommandInput<M extends CommandMap, K extends keyof M> = z.input<M[K]['input']>;
export type CommandData<M extends CommandMap, K extends keyof M> = z.output<M[K]['input']>;
export type CommandOutput<M extends CommandMap, K extends keyof M> = z.output<M[K]['output']>;

/** Client → server half of a Socket.IO namespace made of commands: each takes its input and acknowledges with a `Reply`. */
export type CommandEvents<M extends CommandMap> = {
  [K in keyof M & string]: (
    input: z.input<M[K]['input']>,
    ack: (reply: Reply<z.output<M[K]['output']>>) => void,
  ) => void;
};

/** The last `seq` that a page saw; absent on its first join. */
export const Since = z.number().int().nonnegative().optional();

export const Nothing = z.object({});

/** `GET /api/time`: the server's clock when it answered. */
export const ServerTime = z.object({ now: Instant });
