import type { CodecParameters, Packet } from 'node-av';

/** One encoded stream as the encoder opened it. The parameters stay the encoder's: copy what must outlive it. */
export interface EncodedTrack {
  kind: 'video' | 'audio';
  parameters: CodecParameters;
  /** Seconds per timestamp unit. */
  timeBase: { num: number; den: number };
}

/**
 * Where encoded packets go: the packager, the WebRTC return. Packets are lent for the call; a sink that keeps one
 * clones it. They come in decoding order for each track, the two tracks interleaved to within one frame.
 */
export interface PacketSink {
  open(tracks: { video: EncodedTrack; audio: EncodedTrack }, startedAt: number): void;
  write(kind: 'video' | 'audio', packet: Packet): void;
  /** Flushes. Safe twice. */
  close(): void;
}
