/**
 * The link to the server: a Socket.IO client in the namespace `/media`. It says hello on every connect and takes the
 * whole desired state from the reply; when the server is away, nothing here changes.
 */
import {
  type DesiredBroadcast,
  type ErrorCode,
  Failure,
  type MediaReport,
  mediaCommands,
  mediaNodeCommands,
  type ProgramFade,
  type PublicCaption,
  type Reply,
  type RtcNotice,
  type StorageUse,
} from '@antenne/server/contract';
import type { Logger } from 'pino';
import { io } from 'socket.io-client';
import { z } from 'zod';
import { SfuFailure } from '../sfu/failure.ts';
import type { PeerIdentity, Signal, SignalReply } from '../sfu/signals.ts';
import type { Voice } from '../sfu/talkback.ts';

/** What the link needs of this node. */
export interface ServerLinkNode {
  /** Resolves once it is kept. */
  take(desired: DesiredBroadcast): Promise<void>;
  takeAll(all: readonly DesiredBroadcast[]): Promise<void>;
  /** Nobody speaks any more. */
  silence(): void;
  stage(broadcastId: string): {
    fade(fade: ProgramFade): void;
    room: {
      handle(identity: PeerIdentity, signal: Signal): Promise<SignalReply>;
      leave(peerId: string): void;
    } | null;
    /** Says who hears whose voice: whole. */
    talk(voices: readonly Voice[]): void;
  } | null;
}

/** What is said in a broadcast: every language, and captions that may be new. */
interface CaptionUpdate {
  languages: readonly string[];
  /** `start` and `end`: ms since 1970 UTC. */
  captions: readonly (Omit<PublicCaption, 'start' | 'end'> & { start: number; end: number })[];
}

export interface ServerLinkOptions {
  /** Without a trailing slash. */
  serverUrl: string;
  secret: string;
  nodeId: string;
  publicUrl: string;
  node: ServerLinkNode;
  recordings: {
    /** Null: everything of it. @throws where one of them is being written */
    remove(slug: string, file: string | null): Promise<void>;
  };
  /** Takes captions over. @returns the newest revision that is kept; null where nothing of this broadcast is */
  putCaptions(broadcastId: string, slug: string, update: CaptionUpdate): Promise<number | null>;
  storage: {
    measure(): Promise<StorageUse>;
    /** Replay and recordings. @throws where the broadcast is live */
    remove(slug: string): Promise<void>;
  };
  /** What to tell the server after each connect. */
  current(): MediaReport[];
  log: Logger;
}

export interface ServerLink {
  readonly connected: boolean;
  /** Resolves when the server's desired state has been taken for the first time. */
  readonly greeted: Promise<void>;
  /** Drops it while there is no server: after the next connect everything current is told anyway. */
  report(report: MediaReport): void;
  notice(broadcastId: string, peerId: string, notice: RtcNotice): void;
  /** Safe twice. */
  close(): void;
}

const HELLO_TIMEOUT_MS = 10_000;
const HelloReply = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), data: mediaNodeCommands['media:hello'].output }),
  z.object({ ok: z.literal(false), error: Failure }),
]);

export function openServerLink(options: ServerLinkOptions): ServerLink {
  const { node, log } = options;
  const socket = io(`${options.serverUrl}/media`, {
    transports: ['websocket'],
    auth: { secret: options.secret, nodeId: options.nodeId },
    // One node, beside the server: a show can be commanded again only once both are back together.
    reconnectionDelay: 200,
    reconnectionDelayMax: 400,
  });
  const greeted = Promise.withResolvers<void>();
  let away = false;
  /** Until the server's list has been taken: what comes behind it is about it. */
  let greeting: Promise<void> = Promise.resolve();

  socket.on('connect', () => {
    greeting = hello();
  });
  socket.on('connect_error', (error) => {
    // Said once: while the server starts, this happens several times a second.
    if (!away) log.info({ reason: error.message }, 'server is not there; media goes on with what it has');
    away = true;
    // A refusal by the namespace's door is not retried by the client itself.
    if (!socket.active) retry();
  });
  socket.on('disconnect', (reason) => {
    away = true;
    // Voices belong to the server's sockets: without it nobody could close one.
    node.silence();
    // We hung up ourselves.
    if (reason === 'io client disconnect') return;
    log.warn({ reason }, 'server link is lost; media goes on with what it has');
    if (reason === 'io server disconnect') retry();
  });

  let timer: NodeJS.Timeout | undefined;
  const retry = () => {
    clearTimeout(timer);
    timer = setTimeout(() => socket.connect(), 1000);
  };

  async function hello(): Promise<void> {
    try {
      const answer: unknown = await socket
        .timeout(HELLO_TIMEOUT_MS)
        .emitWithAck('media:hello', { nodeId: options.nodeId, publicUrl: options.publicUrl });
      const reply = HelloReply.parse(answer);
      if (!reply.ok) throw new Error(`hello refused: ${reply.error.code} ${reply.error.message}`);
      away = false;
      log.info({ broadcasts: reply.data.broadcasts.length }, 'server link is up');
      await node.takeAll(reply.data.broadcasts);
      for (const report of options.current()) socket.emit('report', report);
      greeted.resolve();
    } catch (err) {
      log.warn({ err }, 'the server did not answer the hello, connecting again');
      socket.disconnect();
      retry();
    }
  }

  const desired = mediaCommands['broadcast:desired'];
  on('broadcast:desired', desired.input, async (broadcast): Promise<z.input<typeof desired.output>> => {
    await node.take(broadcast);
    return {};
  });
  const rtc = mediaCommands['rtc:request'];
  on('rtc:request', rtc.input, async ({ broadcastId, peer, request }): Promise<z.input<typeof rtc.output>> => {
    const room = node.stage(broadcastId)?.room;
    if (!room) throw new SfuFailure('mediaUnavailable', 'this broadcast is not open here');
    const { peerId: id, ...rest } = peer;
    return room.handle({ id, ...rest }, request);
  });
  const talkback = mediaCommands['talkback:desired'];
  on('talkback:desired', talkback.input, async ({ broadcastId, talks }): Promise<z.input<typeof talkback.output>> => {
    await greeting;
    const stage = node.stage(broadcastId);
    if (!stage) throw new SfuFailure('mediaUnavailable', 'this broadcast is not open here');
    stage.talk(talks);
    return {};
  });
  const removal = mediaCommands['recording:delete'];
  on('recording:delete', removal.input, async ({ slug, file }): Promise<z.input<typeof removal.output>> => {
    await options.recordings.remove(slug, file);
    return {};
  });
  const captions = mediaCommands['captions:put'];
  on('captions:put', captions.input, async (batch): Promise<z.input<typeof captions.output>> => {
    const { broadcastId, slug, languages } = batch;
    const said = batch.captions.map(({ start, end, ...words }) => ({
      ...words,
      start: Date.parse(start),
      end: Date.parse(end),
    }));
    return { rev: await options.putCaptions(broadcastId, slug, { languages, captions: said }) };
  });
  const measured = mediaCommands['storage:measure'];
  on('storage:measure', measured.input, (): Promise<z.input<typeof measured.output>> => options.storage.measure());
  const expiry = mediaCommands['storage:remove'];
  on('storage:remove', expiry.input, async ({ slug }): Promise<z.input<typeof expiry.output>> => {
    await options.storage.remove(slug);
    return {};
  });
  const fade = mediaCommands['program:fade'];
  on('program:fade', fade.input, async ({ broadcastId, fade: where }): Promise<z.input<typeof fade.output>> => {
    node.stage(broadcastId)?.fade(where);
    return {};
  });
  const leave = mediaCommands['rtc:leave'];
  on('rtc:leave', leave.input, async ({ broadcastId, peerId }): Promise<z.input<typeof leave.output>> => {
    node.stage(broadcastId)?.room?.leave(peerId);
    return {};
  });

  /** Answers a command of the server: parsed on arrival, acknowledged always, whatever happens. */
  function on<S extends z.ZodType>(
    name: keyof typeof mediaCommands,
    schema: S,
    act: (input: z.output<S>) => Promise<unknown>,
  ): void {
    socket.on<string>(name, async (input: unknown, acknowledge: unknown) => {
      const reply = await answer(name, () => {
        const parsed = schema.safeParse(input);
        if (!parsed.success) throw new SfuFailure('badRequest', z.prettifyError(parsed.error));
        return act(parsed.data);
      });
      if (typeof acknowledge === 'function') acknowledge(reply);
    });
  }

  async function answer<T>(name: string, act: () => Promise<T>): Promise<Reply<T>> {
    try {
      return { ok: true, data: await act() };
    } catch (error) {
      const code: ErrorCode = error instanceof SfuFailure ? error.code : 'unavailable';
      const message = error instanceof Error ? error.message : String(error);
      if (error instanceof SfuFailure) log.debug({ command: name, code, reason: message }, 'command refused');
      else log.error({ command: name, err: error }, 'command failed');
      return { ok: false, error: { code, message } };
    }
  }

  return {
    get connected() {
      return socket.connected && !away;
    },
    greeted: greeted.promise,
    report(report) {
      if (!socket.connected) return;
      if (report.type === 'levels') socket.volatile.emit('report', report);
      else socket.emit('report', report);
    },
    notice(broadcastId, peerId, notice) {
      if (socket.connected) socket.emit('rtc:notice', { broadcastId, peerId, notice });
    },
    close() {
      clearTimeout(timer);
      socket.disconnect();
    },
  };
}
