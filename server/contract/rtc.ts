/**
 * WebRTC signalling between a browser and the SFU, relayed by the server, which checks who asks.
 * mediasoup's own structures pass through unread: their shape belongs to mediasoup and mediasoup-client
 * (https://mediasoup.org/documentation/v3/mediasoup-client/api/), so they are checked as JSON objects only.
 */
import { z } from 'zod';
import { Id } from './common.ts';

const Opaque = z.record(z.string(), z.unknown());

export const RtcSource = z.discriminatedUnion('type', [
  /** The programme's picture and sound, as encoded for everyone. */
  z.object({ type: z.literal('program') }),
  z.object({ type: z.literal('feed'), contributorId: Id }),
  /** A producer's voice, by the peer that sends it. Contributors receive it, and only while they are spoken to. */
  z.object({ type: z.literal('talkback'), peerId: Id }),
]);
export type RtcSource = z.infer<typeof RtcSource>;

const MediaKind = z.enum(['audio', 'video']);

/** Everything that a browser asks of the SFU; the reply of each is in `RtcReply` under the same name. */
export const RtcRequest = z.discriminatedUnion('type', [
  /** Begins or resumes this peer. A peer that was known keeps its transports. */
  z.object({ type: z.literal('join') }),
  z.object({ type: z.literal('createTransport'), direction: z.enum(['send', 'recv']) }),
  z.object({ type: z.literal('connectTransport'), transportId: z.string(), dtlsParameters: Opaque }),
  z.object({ type: z.literal('restartIce'), transportId: z.string() }),
  z.object({ type: z.literal('closeTransport'), transportId: z.string() }),
  /**
   * One producer per kind: a second replaces the first. What contributors send is their feed; what staff send is
   * talkback, sound only.
   */
  z.object({ type: z.literal('produce'), transportId: z.string(), kind: MediaKind, rtpParameters: Opaque }),
  z.object({ type: z.literal('setProducerPaused'), producerId: z.string(), paused: z.boolean() }),
  /** The consumer starts paused; `resumeConsumer` once the browser is ready. */
  z.object({
    type: z.literal('consume'),
    transportId: z.string(),
    source: RtcSource,
    kind: MediaKind,
    rtpCapabilities: Opaque,
    /** Simulcast layer wanted at most: 0 small, 2 full. */
    maxLayer: z.number().int().min(0).max(2).default(0),
  }),
  z.object({ type: z.literal('resumeConsumer'), consumerId: z.string() }),
  z.object({ type: z.literal('closeConsumer'), consumerId: z.string() }),
]);
export type RtcRequest = z.infer<typeof RtcRequest>;

export const RtcReply = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('join'),
    /** False: the SFU has nothing of this peer (first time, or the media plane restarted): make new transports. */
    resumed: z.boolean(),
    routerRtpCapabilities: Opaque,
  }),
  z.object({
    type: z.literal('createTransport'),
    id: z.string(),
    iceParameters: Opaque,
    iceCandidates: z.array(Opaque),
    dtlsParameters: Opaque,
  }),
  z.object({ type: z.literal('connectTransport') }),
  z.object({ type: z.literal('restartIce'), iceParameters: Opaque }),
  z.object({ type: z.literal('closeTransport') }),
  z.object({ type: z.literal('produce'), producerId: z.string() }),
  z.object({ type: z.literal('setProducerPaused') }),
  z.object({
    type: z.literal('consume'),
    consumerId: z.string(),
    producerId: z.string(),
    kind: MediaKind,
    rtpParameters: Opaque,
  }),
  z.object({ type: z.literal('resumeConsumer') }),
  z.object({ type: z.literal('closeConsumer') }),
]);
export type RtcReply = z.infer<typeof RtcReply>;

/** What the SFU tells a browser unasked. */
export const RtcNotice = z.discriminatedUnion('type', [
  /** A source can be consumed now, or has new producers: consume it (again). */
  z.object({ type: z.literal('sourceAvailable'), source: RtcSource, kinds: z.array(MediaKind) }),
  /** It will not come back under this name: whoever wants it may stop. */
  z.object({ type: z.literal('sourceGone'), source: RtcSource }),
  z.object({ type: z.literal('consumerClosed'), consumerId: z.string() }),
  z.object({ type: z.literal('transportClosed'), transportId: z.string() }),
  /** The media plane or this peer's worker restarted: join again and make everything anew. */
  z.object({ type: z.literal('reset') }),
]);
export type RtcNotice = z.infer<typeof RtcNotice>;
