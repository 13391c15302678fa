/** A media node that takes everything over and says what a test tells it to. */
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import {
  DesiredBroadcast,
  type MediaReport,
  mediaCommands,
  mediaNodeCommands,
  type PublicCaption,
  type RtcNotice,
  RtcReply,
  type StorageUse,
} from '../contract/index.ts';
import type { TestClient } from './clients.ts';
import { type Harness, MEDIA_SECRET } from './harness.ts';

type RtcMessage = z.output<(typeof mediaCommands)['rtc:request']['input']>;
type TalkbackMessage = z.output<(typeof mediaCommands)['talkback:desired']['input']>;
type DeleteMessage = z.output<(typeof mediaCommands)['recording:delete']['input']>;
type LeaveMessage = z.output<(typeof mediaCommands)['rtc:leave']['input']>;

export class FakeMedia {
  readonly client: TestClient;
  readonly nodeId: string;
  readonly desired: DesiredBroadcast[] = [];
  readonly requests: RtcMessage[] = [];
  readonly left: LeaveMessage[] = [];
  readonly talkback: TalkbackMessage[] = [];
  readonly deleted: DeleteMessage[] = [];
  /** What it was sent, without the questions. */
  readonly captions: PublicCaption[] = [];
  captionLanguages: string[] = [];
  /** What it says of its disk. */
  storage: StorageUse = { totalBytes: null, freeBytes: null, shortBytes: 0, broadcasts: [] };
  /** Slugs of broadcasts that it was told to remove, in order. */
  readonly removed: string[] = [];
  /** Whether it opens voices when told to. */
  takesVoices = true;
  /** Whether it deletes recordings when told to. */
  deletes = true;
  /** What it answers to WebRTC requests. */
  answer: (request: RtcMessage) => unknown = () => ({
    ok: true,
    data: RtcReply.parse({ type: 'join', resumed: false, routerRtpCapabilities: {} }),
  });

  constructor(harness: Harness, nodeId: string = randomUUID()) {
    this.nodeId = nodeId;
    this.client = harness.client('/media', { auth: { secret: MEDIA_SECRET, nodeId } });
    const { socket } = this.client;
    socket.on('broadcast:desired', (raw: unknown, acknowledge: (reply: unknown) => void) => {
      this.desired.push(DesiredBroadcast.parse(raw));
      acknowledge({ ok: true, data: {} });
    });
    socket.on('rtc:request', (raw: unknown, acknowledge: (reply: unknown) => void) => {
      const message = mediaCommands['rtc:request'].input.parse(raw);
      this.requests.push(message);
      acknowledge(this.answer(message));
    });
    socket.on('talkback:desired', (raw: unknown, acknowledge: (reply: unknown) => void) => {
      this.talkback.push(mediaCommands['talkback:desired'].input.parse(raw));
      const error = { code: 'mediaUnavailable', message: 'this broadcast is not open here' };
      acknowledge(this.takesVoices ? { ok: true, data: {} } : { ok: false, error });
    });
    socket.on('recording:delete', (raw: unknown, acknowledge: (reply: unknown) => void) => {
      this.deleted.push(mediaCommands['recording:delete'].input.parse(raw));
      const error = { code: 'unavailable', message: 'it is being written' };
      acknowledge(this.deletes ? { ok: true, data: {} } : { ok: false, error });
    });
    socket.on('captions:put', (raw: unknown, acknowledge: (reply: unknown) => void) => {
      const { languages, captions } = mediaCommands['captions:put'].input.parse(raw);
      this.captionLanguages = languages;
      this.captions.push(...captions);
      acknowledge({ ok: true, data: { rev: this.captions.at(-1)?.rev ?? 0 } });
    });
    socket.on('storage:measure', (_raw: unknown, acknowledge: (reply: unknown) => void) => {
      acknowledge({ ok: true, data: this.storage });
    });
    socket.on('storage:remove', (raw: unknown, acknowledge: (reply: unknown) => void) => {
      const { slug } = mediaCommands['storage:remove'].input.parse(raw);
      this.removed.push(slug);
      const { broadcasts } = this.storage;
      this.storage = { ...this.storage, broadcasts: broadcasts.filter((one) => one.slug !== slug) };
      acknowledge({ ok: true, data: {} });
    });
    socket.on('rtc:leave', (raw: unknown, acknowledge: (reply: unknown) => void) => {
      this.left.push(mediaCommands['rtc:leave'].input.parse(raw));
      acknowledge({ ok: true, data: {} });
    });
  }

  /** Connects and says hello. @returns what should be. */
  async hello(): Promise<DesiredBroadcast[]> {
    await this.client.connected();
    const { output } = mediaNodeCommands['media:hello'];
    const { broadcasts } = await this.client.ok(
      'media:hello',
      { nodeId: this.nodeId, publicUrl: 'http://media.test' },
      output,
    );
    return broadcasts;
  }

  report(report: MediaReport): void {
    this.client.socket.emit('report', report);
  }

  notice(message: { broadcastId: string; peerId: string; notice: RtcNotice }): void {
    this.client.socket.emit('rtc:notice', message);
  }

  /** The newest state that was asked for, of one broadcast. */
  latest(broadcastId: string): DesiredBroadcast | undefined {
    return this.desired.findLast((one) => one.broadcastId === broadcastId);
  }
}
