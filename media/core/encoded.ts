import type { CodecParameters, Packet } from 'node-av';
import { MediaError } from './errors.ts';

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

/** A sink that takes every rendition of a picture at once. */
export interface LadderSink {
  /**
   * @param videos the programme's own, then the lower renditions
   * @param lean the sound once more in fewer bits, for those who get sound alone
   */
  open(
    tracks: { videos: readonly EncodedTrack[]; audio: EncodedTrack; lean?: EncodedTrack | undefined },
    startedAt: number,
  ): void;
  /** One picture, as many packets as there are renditions, in their order. */
  writePicture(packets: readonly Packet[]): void;
  writeSound(packet: Packet): void;
  /** Packets of the lean sound come before those of `writeSound` that they share their time with. */
  writeLeanSound?(packet: Packet): void;
  /** Flushes. Safe twice. */
  close(): void;
}

/** The same packet once more, sharing its bytes; the caller frees it. */
export function copyOf(packet: Packet): Packet {
  const copy = packet.clone();
  if (!copy) throw new MediaError('ffmpeg', 'packet not cloned');
  return copy;
}
