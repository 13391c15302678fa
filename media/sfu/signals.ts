/**
 * What a browser asks of the SFU and hears from it. The same shapes as the wire contract's `RtcRequest`, `RtcReply`,
 * `RtcNotice`, which this stage does not import; `media/control` parses the one and hands over the other.
 */
export type MediaKind = 'audio' | 'video';

/** A structure of mediasoup's as it came over the wire: checked here, in `structures.ts`. */
export type Opaque = Record<string, unknown>;

export type SignalSource =
  | { type: 'program' }
  | { type: 'feed'; contributorId: string }
  | { type: 'talkback'; peerId: string };

export type Signal =
  | { type: 'join' }
  | { type: 'createTransport'; direction: 'send' | 'recv' }
  | { type: 'connectTransport'; transportId: string; dtlsParameters: Opaque }
  | { type: 'restartIce'; transportId: string }
  | { type: 'closeTransport'; transportId: string }
  | { type: 'produce'; transportId: string; kind: MediaKind; rtpParameters: Opaque }
  | { type: 'setProducerPaused'; producerId: string; paused: boolean }
  | {
      type: 'consume';
      transportId: string;
      source: SignalSource;
      kind: MediaKind;
      rtpCapabilities: Opaque;
      maxLayer: number;
    }
  | { type: 'resumeConsumer'; consumerId: string }
  | { type: 'closeConsumer'; consumerId: string };

export type SignalReply =
  | { type: 'join'; resumed: boolean; routerRtpCapabilities: Opaque }
  | { type: 'createTransport'; id: string; iceParameters: Opaque; iceCandidates: Opaque[]; dtlsParameters: Opaque }
  | { type: 'connectTransport' }
  | { type: 'restartIce'; iceParameters: Opaque }
  | { type: 'closeTransport' }
  | { type: 'produce'; producerId: string }
  | { type: 'setProducerPaused' }
  | { type: 'consume'; consumerId: string; producerId: string; kind: MediaKind; rtpParameters: Opaque }
  | { type: 'resumeConsumer' }
  | { type: 'closeConsumer' };

export type SignalNotice =
  | { type: 'sourceAvailable'; source: SignalSource; kinds: MediaKind[] }
  | { type: 'sourceGone'; source: SignalSource }
  | { type: 'consumerClosed'; consumerId: string }
  | { type: 'transportClosed'; transportId: string }
  | { type: 'reset' };

/** Who speaks. `id` is the browser tab's own. */
export type PeerIdentity = { id: string; role: 'contributor'; contributorId: string } | { id: string; role: 'staff' };
