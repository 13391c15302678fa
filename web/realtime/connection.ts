import {
  type CommandInput,
  type CommandMap,
  type CommandOutput,
  ErrorCode,
  Failure,
  type Reply,
} from '@antenne/server/contract';
import { io } from 'socket.io-client';
import { z } from 'zod';

/** One Socket.IO namespace as a page speaks it: its commands, and the messages that come unasked. */
export type Protocol = {
  namespace: `/${string}`;
  commands: CommandMap;
  messages: Record<string, z.ZodType>;
};

/**
 * `connecting`: for the first time. `reconnecting`: it was there and comes back by itself; what is on the page stays.
 * `refused`: the server will not have us (`refusal` says why); trying again is pointless until something changes.
 */
export type Link = 'connecting' | 'online' | 'reconnecting' | 'refused';

export type Connection<P extends Protocol> = {
  /**
   * Sends a command and waits for its acknowledgement. Never rejects: no connection, no answer in time (default 8 s) and
   * an answer that makes no sense all come back as failures (`unavailable`, `badRequest`).
   */
  call: <K extends keyof P['commands'] & string>(
    name: K,
    input: CommandInput<P['commands'], K>,
    options?: { timeoutMs?: number },
  ) => Promise<Reply<CommandOutput<P['commands'], K>>>;
  /** Listens to a message, parsed. Returns what stops it. */
  on: <K extends keyof P['messages'] & string>(
    name: K,
    listener: (data: z.output<P['messages'][K]>) => void,
  ) => () => void;
  /** Runs at each connect, the first one included (at once when connected already). Returns what stops it. */
  onConnect: (listener: () => void) => () => void;
  /** Called with each change of the link. Returns what stops it. */
  onLink: (listener: (link: Link, refusal: Failure | null) => void) => () => void;
  link: () => Link;
  /** Safe twice. */
  close: () => void;
};

const Acknowledgement = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), data: z.unknown() }),
  z.object({ ok: z.literal(false), error: Failure }),
]);

/** How the server says no to a handshake: `Error.data` carries a `Failure`, or the message is its code. */
const HandshakeError = z.object({ message: z.string(), data: z.unknown() });

function readRefusal(error: unknown): Failure {
  const said = HandshakeError.safeParse(error);
  const failure = Failure.safeParse(said.data?.data);
  if (failure.success) return failure.data;
  const code = ErrorCode.safeParse(said.data?.message);
  return { code: code.data ?? 'unavailable', message: said.data?.message ?? 'the handshake failed' };
}

/** Keeps the schema's own type through the generic parts. */
function parse<S extends z.ZodType>(schema: S, data: unknown): z.ZodSafeParseResult<z.output<S>> {
  return schema.safeParse(data);
}

function outputOf<M extends CommandMap, K extends keyof M>(commands: M, name: K): M[K]['output'] {
  const command = commands[name];
  if (!command) throw new Error(`no command ${String(name)}`);
  return command.output;
}

function schemaOf<M extends Record<string, z.ZodType>, K extends keyof M>(messages: M, name: K): NonNullable<M[K]> {
  const schema = messages[name];
  if (!schema) throw new Error(`no message ${String(name)}`);
  return schema;
}

const PASSING: readonly string[] = ['unavailable', 'tooMany', 'mediaUnavailable'] satisfies ErrorCode[];

/** Whether waiting may help. */
export function isPassing(failure: Failure): boolean {
  return PASSING.includes(failure.code);
}

/**
 * How fast a lost connection is tried again. `crowd`: thousands of viewers who come back after a server's restart spread
 * themselves over 0.5–8 s. `staff`: the few on whom the show waits try within 0.5 s, then every 2 s at most.
 */
const PACES = {
  crowd: { reconnectionDelay: 1_000, reconnectionDelayMax: 8_000, timeout: 20_000, hungUpMs: 2_000, refusedMs: 3_000 },
  staff: { reconnectionDelay: 330, reconnectionDelayMax: 2_000, timeout: 5_000, hungUpMs: 500, refusedMs: 1_000 },
} as const;

export type ConnectOptions = {
  /** Default: crowd. */
  pace?: keyof typeof PACES;
  /** Asked at each connect: what is sent with the handshake. */
  auth?: () => Record<string, unknown>;
  /** Default: where the page came from. */
  origin?: string;
  /** Reads 0–1, to spread reconnects. Default `Math.random`. */
  random?: () => number;
};

/** Opens a connection that keeps itself alive until `close()`. The caller closes. */
export function connect<P extends Protocol>(protocol: P, options: ConnectOptions = {}): Connection<P> {
  const commands: P['commands'] = protocol.commands;
  const messages: P['messages'] = protocol.messages;
  const random = options.random ?? Math.random;
  const { auth } = options;
  const { hungUpMs, refusedMs, ...waits } = PACES[options.pace ?? 'crowd'];
  const socket = io(`${options.origin ?? ''}${protocol.namespace}`, {
    ...(auth ? { auth: (send: (data: Record<string, unknown>) => void) => send(auth()) } : {}),
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    ...waits,
    // Each wait is 0.5–1.5 of its delay, which doubles until the longest.
    randomizationFactor: 0.5,
    // Each connection has its own closer; a shared manager would outlive it.
    forceNew: true,
  });
  let link: Link = 'connecting';
  let refusal: Failure | null = null;
  let closed = false;
  let retry: ReturnType<typeof setTimeout> | undefined;
  const linkListeners = new Set<(link: Link, refusal: Failure | null) => void>();

  const setLink = (next: Link, because: Failure | null = null) => {
    if (link === next && refusal === because) return;
    link = next;
    refusal = because;
    for (const listener of linkListeners) listener(link, refusal);
  };
  const retryIn = (ms: number) => {
    clearTimeout(retry);
    retry = setTimeout(() => socket.connect(), ms * (0.5 + random()));
  };

  const receivers = new Map<string, Set<(payload: unknown) => void>>();
  socket.onAny((name: string, payload: unknown) => {
    for (const receive of receivers.get(name) ?? []) receive(payload);
  });
  socket.on('connect', () => setLink('online'));
  socket.on('disconnect', (reason) => {
    if (closed) return;
    setLink('reconnecting');
    // The server hung up on purpose: Socket.IO leaves coming back to us.
    if (reason === 'io server disconnect') retryIn(hungUpMs);
  });
  socket.on('connect_error', (error) => {
    // Still trying by itself: the network, not a refusal.
    if (socket.active) {
      if (link === 'online') setLink('reconnecting');
      return;
    }
    const failure = readRefusal(error);
    if (isPassing(failure)) retryIn(failure.retryAfterMs ?? refusedMs);
    else setLink('refused', failure);
  });

  return {
    call: async (name, input, { timeoutMs = 8_000 } = {}) => {
      if (!socket.connected) {
        return { ok: false, error: { code: 'unavailable', message: `${name}: not connected` } };
      }
      let answer: unknown;
      try {
        answer = await socket.timeout(timeoutMs).emitWithAck(name, input);
      } catch {
        return { ok: false, error: { code: 'unavailable', message: `${name}: no answer in ${timeoutMs} ms` } };
      }
      const acknowledgement = Acknowledgement.safeParse(answer);
      if (!acknowledgement.success) {
        return { ok: false, error: { code: 'badRequest', message: `${name}: ${acknowledgement.error.message}` } };
      }
      if (!acknowledgement.data.ok) return acknowledgement.data;
      const data = parse(outputOf(commands, name), acknowledgement.data.data);
      return data.success
        ? { ok: true, data: data.data }
        : { ok: false, error: { code: 'badRequest', message: `${name}: ${data.error.message}` } };
    },
    on: (name, listener) => {
      const schema = schemaOf(messages, name);
      const receive = (payload: unknown) => {
        const data = parse(schema, payload);
        if (data.success) listener(data.data);
        else console.warn(`${protocol.namespace} ${name}: not as agreed`, data.error.message);
      };
      const listeners = receivers.get(name) ?? new Set();
      receivers.set(name, listeners.add(receive));
      return () => listeners.delete(receive);
    },
    onConnect: (listener) => {
      socket.on('connect', listener);
      if (socket.connected) listener();
      return () => socket.off('connect', listener);
    },
    onLink: (listener) => {
      linkListeners.add(listener);
      return () => linkListeners.delete(listener);
    },
    link: () => link,
    close: () => {
      closed = true;
      clearTimeout(retry);
      linkListeners.clear();
      receivers.clear();
      socket.offAny().removeAllListeners();
      socket.disconnect();
    },
  };
}
