/** The /media namespace: media nodes connect, are told what should be, and report what is. */
import type { Database } from '@antenne/prisma';
import type { Namespace, Socket } from 'socket.io';
import { z } from 'zod';
import { sameSecret } from '../accounts/tokens.ts';
import { listBroadcastIds } from '../broadcasts/store.ts';
import type { CaptionBatch } from '../captions/delivery.ts';
import {
  type DesiredBroadcast,
  Failure,
  Id,
  MediaReport,
  mediaCommands,
  mediaNodeCommands,
  type ProgramFade,
  type Reply,
  type RtcNotice,
  RtcNoticeMessage,
  type RtcPeer,
  RtcReply,
  type RtcRequest,
  StorageUse,
  type Talk,
} from '../contract/index.ts';
import type { RtcPort } from '../contributors/duplex.ts';
import type { MediaTouch } from '../platform/changes.ts';
import { Coalescer } from '../platform/coalesce.ts';
import { type CommandCall, type Commands, command, commandServer } from '../platform/commands.ts';
import type { Log } from '../platform/logging.ts';
import { desiredBroadcast } from './desired-store.ts';

/** Milliseconds within which media acknowledges. */
const DESIRED_WITHIN = 5_000;
const RTC_WITHIN = 10_000;
const TALKBACK_WITHIN = 2_000;
const DELETED_WITHIN = 10_000;
/** Hours of segments are tens of thousands of files. */
const STORAGE_WITHIN = 120_000;
const CAPTIONS_WITHIN = 5_000;

const Handshake = z.object({ secret: z.string(), nodeId: Id });
const Acknowledged = z.object({ ok: z.literal(true) });
const Measured = z.object({ ok: z.literal(true), data: StorageUse });
const CaptionsAnswer = z.object({ ok: z.literal(true), data: mediaCommands['captions:put'].output });
const RtcAnswer = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), data: RtcReply }),
  z.object({ ok: z.literal(false), error: Failure }),
]);

const NO_MEDIA: Reply<RtcReply> = {
  ok: false,
  error: { code: 'mediaUnavailable', message: 'the media plane is not connected', retryAfterMs: 1_000 },
};

export interface MediaEvents {
  connected(broadcastIds: readonly string[]): void;
  lost(broadcastIds: readonly string[]): void;
  /** Media has got all that should be, and knows of nobody who speaks. */
  greeted(): void;
  report(report: MediaReport): void;
  notice(message: { broadcastId: string; peerId: string; notice: RtcNotice }): void;
}

interface Node {
  id: string;
  socket: Socket;
}

/** The link to the media plane. One node carries every broadcast; further ones that connect stand by. */
export class MediaLink implements RtcPort {
  readonly #database: Database;
  readonly #secret: string;
  readonly #events: MediaEvents;
  readonly #log: Log;
  readonly #sending: Coalescer;
  /** In the order of their arrival: the first one works. */
  #nodes: Node[] = [];
  /** What media was sent last of each broadcast. */
  readonly #sent = new Map<string, DesiredBroadcast>();

  constructor(database: Database, secret: string, events: MediaEvents, log: Log) {
    this.#database = database;
    this.#secret = secret;
    this.#events = events;
    this.#log = log;
    this.#sending = new Coalescer((broadcastId) => this.#send(broadcastId), log);
  }

  get connected(): boolean {
    return this.#nodes.length > 0;
  }

  serve(namespace: Namespace): void {
    namespace.use((socket, next) => {
      const handshake = Handshake.safeParse(socket.handshake.auth);
      if (handshake.success && sameSecret(handshake.data.secret, this.#secret)) {
        next();
        return;
      }
      this.#log.warn({ socket: socket.id }, 'media node refused: wrong secret');
      next(new Error('forbidden'));
    });
    namespace.on('connection', (socket) => {
      const { nodeId } = Handshake.parse(socket.handshake.auth);
      // The same node again: its old connection is dead, only not noticed yet.
      for (const old of this.#nodes.filter((node) => node.id === nodeId)) old.socket.disconnect(true);
      const node = { id: nodeId, socket };
      const serve = commandServer({
        commands: this.#handlers(node),
        contextOf: () => ({}),
        notices: { report: (raw) => this.#onReport(node, raw), 'rtc:notice': (raw) => this.#onNotice(raw) },
        log: this.#log,
      });
      serve(socket);
      socket.on('disconnect', (reason) => void this.#onDisconnect(node, reason));
    });
  }

  /** Sends what should be now. @returns when media has taken it over, or when there is no media. */
  settled(broadcastId: string): Promise<void> {
    return this.#sending.mark(broadcastId);
  }

  /**
   * Sends what should be after a change. Where it follows on what media was sent last and says all that differs, it goes
   * out as it is: a take does not wait for the database twice.
   * @returns when media has taken it over, or when there is no media.
   */
  changed(broadcastId: string, { rev, part }: MediaTouch): Promise<void> {
    const sent = this.#sent.get(broadcastId);
    if (!part || sent?.rev !== rev - 1) return this.#sending.mark(broadcastId);
    return this.#emit({ ...sent, ...part, rev }).catch((error: unknown) => {
      this.#log.error({ err: error, broadcastId, rev }, 'media did not take over what should be');
    });
  }

  /** Where the manual fader is held. What comes while there is no media is lost: the next position says more. */
  fade(broadcastId: string, fade: ProgramFade): void {
    const name = 'program:fade' satisfies keyof typeof mediaCommands;
    this.#nodes[0]?.socket.emit(name, { broadcastId, fade });
  }

  async rtc(broadcastId: string, peer: RtcPeer, request: RtcRequest): Promise<Reply<RtcReply>> {
    const node = this.#nodes[0];
    if (!node) return NO_MEDIA;
    const name = 'rtc:request' satisfies keyof typeof mediaCommands;
    try {
      const answer: unknown = await node.socket.timeout(RTC_WITHIN).emitWithAck(name, { broadcastId, peer, request });
      return RtcAnswer.parse(answer);
    } catch (error) {
      this.#log.warn({ err: error, broadcastId, peerId: peer.peerId, request: request.type }, 'media did not answer');
      return NO_MEDIA;
    }
  }

  /** Says who hears whose voice, whole. @returns whether media has taken it over. */
  async talkback(broadcastId: string, talks: readonly Talk[]): Promise<boolean> {
    const node = this.#nodes[0];
    if (!node) return false;
    const name = 'talkback:desired' satisfies keyof typeof mediaCommands;
    const message = { broadcastId, talks: talks.map(({ peerId, to }) => ({ peerId, to })) };
    try {
      const answer: unknown = await node.socket.timeout(TALKBACK_WITHIN).emitWithAck(name, message);
      return Acknowledged.safeParse(answer).success;
    } catch (error) {
      this.#log.warn({ err: error, broadcastId }, 'media did not take the talkback over');
      return false;
    }
  }

  /** Deletes recordings, which may take a while. @returns whether they are gone. */
  async deleteRecordings(broadcastId: string, slug: string, file: string | null): Promise<boolean> {
    const name = 'recording:delete' satisfies keyof typeof mediaCommands;
    try {
      const answer: unknown = await this.#nodes[0]?.socket
        .timeout(DELETED_WITHIN)
        .emitWithAck(name, { broadcastId, slug, file });
      return Acknowledged.safeParse(answer).success;
    } catch (error) {
      this.#log.warn({ err: error, broadcastId, file }, 'media did not delete recordings');
      return false;
    }
  }

  /** Hands captions over. @returns as `PutCaptions` says. */
  async putCaptions(batch: CaptionBatch): Promise<number | null | undefined> {
    const name = 'captions:put' satisfies keyof typeof mediaCommands;
    const node = this.#nodes[0];
    if (!node) return undefined;
    try {
      const answer: unknown = await node.socket.timeout(CAPTIONS_WITHIN).emitWithAck(name, batch);
      return CaptionsAnswer.parse(answer).data.rev;
    } catch (error) {
      this.#log.warn({ err: error, broadcastId: batch.broadcastId }, 'media did not take captions over');
      return undefined;
    }
  }

  /** What broadcasts take on media's disk; null where it does not say. */
  async measureStorage(): Promise<StorageUse | null> {
    const name = 'storage:measure' satisfies keyof typeof mediaCommands;
    try {
      const answer: unknown = await this.#nodes[0]?.socket.timeout(STORAGE_WITHIN).emitWithAck(name, {});
      return Measured.safeParse(answer).data?.data ?? null;
    } catch (error) {
      this.#log.warn({ err: error }, 'media did not measure its disk');
      return null;
    }
  }

  /** Removes a broadcast's replay and recordings. @returns whether they are gone. */
  async removeStored(slug: string): Promise<boolean> {
    const name = 'storage:remove' satisfies keyof typeof mediaCommands;
    try {
      const answer: unknown = await this.#nodes[0]?.socket.timeout(STORAGE_WITHIN).emitWithAck(name, { slug });
      return Acknowledged.safeParse(answer).success;
    } catch (error) {
      this.#log.warn({ err: error, slug }, 'media did not remove a broadcast');
      return false;
    }
  }

  /** The browser tab is gone for good. */
  leave(broadcastId: string, peerId: string): void {
    const name = 'rtc:leave' satisfies keyof typeof mediaCommands;
    this.#nodes[0]?.socket
      .timeout(DESIRED_WITHIN)
      .emitWithAck(name, { broadcastId, peerId })
      .catch((error: unknown) => this.#log.debug({ err: error, broadcastId, peerId }, 'leave was not acknowledged'));
  }

  /** Safe twice. */
  async close(): Promise<void> {
    for (const { socket } of this.#nodes) socket.disconnect(true);
    await this.#sending.close();
  }

  #handlers(node: Node): Commands<typeof mediaNodeCommands, object> {
    return {
      'media:hello': command(mediaNodeCommands['media:hello'], async ({ publicUrl }, call: CommandCall) => {
        const ids = await listBroadcastIds(this.#database.client);
        if (!this.#nodes.includes(node) && node.socket.connected) this.#nodes.push(node);
        const works = this.#nodes[0] === node;
        this.#log.info({ nodeId: node.id, publicUrl, works }, 'media node connected');
        if (!works) return { broadcasts: [] };
        this.#events.connected(ids);
        call.afterReply(() => this.#events.greeted());
        const broadcasts = [];
        this.#sent.clear();
        for (const id of ids) broadcasts.push(await desiredBroadcast(this.#database.client, id));
        for (const desired of broadcasts) this.#keepSent(desired);
        return { broadcasts };
      }),
    };
  }

  async #onDisconnect(node: Node, reason: string): Promise<void> {
    const worked = this.#nodes[0] === node;
    this.#nodes = this.#nodes.filter((other) => other !== node);
    this.#log.info({ nodeId: node.id, reason }, 'media node disconnected');
    if (!worked) return;
    try {
      const ids = await listBroadcastIds(this.#database.client);
      this.#events.lost(ids);
      if (!this.connected) return;
      // The next in line takes over.
      await Promise.all(ids.map((id) => this.#sending.mark(id)));
      this.#events.greeted();
    } catch (error) {
      this.#log.error({ err: error }, 'could not tell that media is lost');
    }
  }

  #onReport(node: Node, raw: unknown): void {
    const report = MediaReport.safeParse(raw);
    if (!report.success) {
      this.#log.warn({ issue: report.error.issues[0]?.message }, 'media sent what is no report');
      return;
    }
    if (this.#nodes[0] === node) this.#events.report(report.data);
  }

  #onNotice(raw: unknown): void {
    const message = RtcNoticeMessage.safeParse(raw);
    if (message.success) this.#events.notice(message.data);
    else this.#log.warn({ issue: message.error.issues[0]?.message }, 'media sent what is no notice');
  }

  async #send(broadcastId: string): Promise<void> {
    if (!this.connected) return;
    await this.#emit(await desiredBroadcast(this.#database.client, broadcastId));
  }

  async #emit(desired: DesiredBroadcast): Promise<void> {
    const node = this.#nodes[0];
    if (!node) return;
    const { broadcastId, rev } = desired;
    this.#keepSent(desired);
    const name = 'broadcast:desired' satisfies keyof typeof mediaCommands;
    const answer: unknown = await node.socket.timeout(DESIRED_WITHIN).emitWithAck(name, desired);
    if (!Acknowledged.safeParse(answer).success)
      this.#log.error({ broadcastId, rev, answer }, 'media refused what should be');
  }

  #keepSent(desired: DesiredBroadcast): void {
    const before = this.#sent.get(desired.broadcastId);
    if (!before || before.rev < desired.rev) this.#sent.set(desired.broadcastId, desired);
  }
}
