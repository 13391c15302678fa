/** Serves the acknowledged commands of a namespace: parsed at the door, refused with a reason, answered always. */
import { z } from 'zod';
import type { CommandMap, Failure, Reply } from '../contract/index.ts';
import { Refusal } from './failure.ts';
import type { Log } from './logging.ts';
import { type Bucket, type Rate, take } from './rate-limit.ts';

/** What every handler can ask for besides its input. */
export interface CommandCall {
  /**
   * Runs right after the acknowledgement went out, before anything else is sent: a page that joins gets its snapshot
   * first and then every event from there on.
   */
  afterReply(run: () => void): void;
}

/** A command with its handler: takes what arrived, unread, and gives the acknowledgement's data. */
export interface Command<Context> {
  run(raw: unknown, context: Context & CommandCall): Promise<unknown>;
}

/** An answer whose parts were parsed by the contract's schemas already, because thousands get the same ones. */
export class Parsed<Data> {
  readonly data: Data;

  constructor(data: Data) {
    this.data = data;
  }
}

/** Couples a command's schema with what does it. The output is parsed too: nothing leaves that the contract does not name. */
export function command<Input extends z.ZodType, Output extends z.ZodType, Context>(
  schema: { input: Input; output: Output },
  handle: (
    input: z.output<Input>,
    context: Context & CommandCall,
  ) => Promise<z.input<Output> | Parsed<z.output<Output>>>,
): Command<Context> {
  return {
    async run(raw, context) {
      const input = z.safeParse(schema.input, raw);
      if (!input.success) {
        const issue = input.error.issues[0];
        throw new Refusal('badRequest', `${issue?.path.join('.') || 'input'}: ${issue?.message ?? 'wrong'}`);
      }
      const answer = await handle(input.data, context);
      return answer instanceof Parsed ? answer.data : z.parse(schema.output, answer);
    },
  };
}

/** Exactly one handler for each command of a namespace. */
export type Commands<Map extends CommandMap, Context> = { [Name in keyof Map]: Command<Context> };

/** Events without acknowledgement that a namespace's clients may send. */
export type Notices = Record<string, (raw: unknown) => void>;

/** What is asked of a socket here. */
interface CommandSocket {
  readonly id: string;
  readonly nsp: { readonly name: string };
  onAny(listener: (...values: unknown[]) => void): unknown;
  disconnect(close: boolean): unknown;
}

export interface Serving<Map extends CommandMap, Context, On extends CommandSocket> {
  commands: Commands<Map, Context>;
  /** What handlers get of the socket. Made for each command, so that thousands of sockets that only listen hold none of it. */
  contextOf(socket: On): Context;
  notices?: Notices;
  /** How fast one socket may command; absent: as fast as it likes. */
  rate?: Rate;
  /** Hears of every answer: `ok`, or the code of its refusal, and the seconds that it took. */
  onAnswer?: ((name: string, outcome: string, seconds: number) => void) | undefined;
  log: Log;
}

/**
 * Makes what listens to everything that a socket sends. What is no command of the namespace, carries binary or wants no
 * acknowledgement comes from no page of ours: that socket is dropped.
 */
export function commandServer<Map extends CommandMap, Context extends object, On extends CommandSocket>({
  commands,
  contextOf,
  notices = {},
  rate,
  onAnswer,
  log,
}: Serving<Map, Context, On>): (socket: On) => void {
  const table = new globalThis.Map<string, Command<Context>>(Object.entries(commands));
  const noticeTable = new globalThis.Map(Object.entries(notices));
  const buckets = new WeakMap<On, Bucket>();
  // One function for all sockets: Socket.IO calls it as the socket's own.
  function heard(this: On, name: unknown, ...values: unknown[]): void {
    const [raw, acknowledge] = values;
    const notice = typeof name === 'string' ? noticeTable.get(name) : undefined;
    if (notice && values.length === 1) {
      notice(raw);
      return;
    }
    const found = typeof name === 'string' ? table.get(name) : undefined;
    if (!found || typeof acknowledge !== 'function' || values.length !== 2 || hasBinary(raw)) {
      log.info({ socket: this.id, namespace: this.nsp.name }, 'socket dropped: it sent what is no command');
      this.disconnect(true);
      return;
    }
    const arrived = performance.now();
    const reply = (message: Reply<unknown>) => {
      acknowledge(message);
      onAnswer?.(String(name), message.ok ? 'ok' : message.error.code, (performance.now() - arrived) / 1000);
    };
    if (rate) {
      const taken = take(buckets.get(this), rate, performance.now());
      buckets.set(this, taken.bucket);
      if (!taken.ok) {
        reply({ ok: false, error: tooMany(taken.retryAfterMs) });
        return;
      }
    }
    void answer(found, raw, contextOf(this), reply, () => log.child({ command: name, socket: this.id }));
  }
  return (socket) => void socket.onAny(heard);
}

async function answer<Context extends object>(
  found: Command<Context>,
  raw: unknown,
  context: Context,
  reply: (message: Reply<unknown>) => void,
  log: () => Log,
): Promise<void> {
  const after: (() => void)[] = [];
  try {
    reply({ ok: true, data: await found.run(raw, { ...context, afterReply: (run) => void after.push(run) }) });
    for (const run of after) run();
  } catch (error) {
    reply({ ok: false, error: toFailure(error, log()) });
  }
}

export function tooMany(retryAfterMs: number): Failure {
  return { code: 'tooMany', message: 'too many at once', retryAfterMs };
}

/** What a client is told of an error; an unexpected one is logged and named only as that. */
export function toFailure(error: unknown, log: Log): Failure {
  if (error instanceof Refusal) {
    // Reaching for what is not theirs is worth a line; a stale version or a typing error is not.
    const level = error.failure.code === 'forbidden' || error.failure.code === 'notFound' ? 'info' : 'debug';
    log[level]({ code: error.failure.code, reason: error.message }, 'refused');
    return error.failure;
  }
  log.error({ err: error }, 'failed');
  return { code: 'unavailable', message: 'this failed on our side', retryAfterMs: 1_000 };
}

function hasBinary(value: unknown): boolean {
  if (value instanceof Uint8Array || value instanceof ArrayBuffer) return true;
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some(hasBinary);
}
