/** Small helpers around node-av's low-level API, shared by the stages. */
import {
  AV_CHANNEL_ORDER_NATIVE,
  AV_PIX_FMT_YUV420P,
  AVCOL_PRI_BT709,
  AVCOL_RANGE_MPEG,
  AVCOL_SPC_BT709,
  AVCOL_TRC_BT709,
  type AVPixelFormat,
} from 'node-av/constants';
import { type ChannelLayout, FFmpegError, Frame, Packet } from 'node-av/lib';
import { MediaError } from './errors.ts';

/** The sound of the whole programme: 48 kHz, two channels. Opus from browsers has the same clock. */
export const SAMPLE_RATE = 48_000;
export const CHANNELS = 2;
/** FFmpeg's native-order layout of left and right. */
export const STEREO: ChannelLayout = { order: AV_CHANNEL_ORDER_NATIVE, nbChannels: 2, mask: 3n };

/** Throws what FFmpeg said when `code` is negative; returns it otherwise. */
export function check(code: number, what: string): number {
  if (code < 0) throw new MediaError('ffmpeg', `${what}: ${FFmpegError.strerror(code)} (${code})`);
  return code;
}

/** A picture with buffers of its own. The caller frees it. */
export function createPicture(width: number, height: number, format: AVPixelFormat = AV_PIX_FMT_YUV420P): Frame {
  const frame = new Frame();
  frame.alloc();
  frame.width = width;
  frame.height = height;
  frame.format = format;
  try {
    check(frame.getBuffer(0), `picture of ${width}×${height}`);
  } catch (error) {
    frame.free();
    throw error;
  }
  return frame;
}

/** Marks a picture as what the programme is made of: BT.709, limited range. */
export function markProgramColour(frame: Frame): void {
  frame.colorSpace = AVCOL_SPC_BT709;
  frame.colorPrimaries = AVCOL_PRI_BT709;
  frame.colorTrc = AVCOL_TRC_BT709;
  frame.colorRange = AVCOL_RANGE_MPEG;
}

export function createFrame(): Frame {
  const frame = new Frame();
  frame.alloc();
  return frame;
}

export function createPacket(): Packet {
  const packet = new Packet();
  packet.alloc();
  return packet;
}

/** The planes of a picture or sound, never missing: an empty frame is a broken invariant. Do not keep them over a tick. */
export function planesOf(frame: Frame): Buffer[] {
  const planes = frame.data;
  if (!planes) throw new MediaError('badFormat', 'frame without data');
  return planes;
}

/**
 * Copies the planes of a YUV 4:2:0 picture, one after the other without padding, into `frame`. node-av's `fromBuffer`
 * and `fromVideoBuffer` do not: they point the frame at JavaScript's memory, which is gone once the buffer is collected.
 */
export function fillFromPlanar(frame: Frame, picture: Uint8Array): void {
  const strides = frame.linesize;
  let from = 0;
  for (const [index, plane] of planesOf(frame).entries()) {
    const shift = index === 0 ? 0 : 1;
    const width = frame.width >> shift;
    for (let row = 0; row < frame.height >> shift; row += 1) {
      plane.set(picture.subarray(from, from + width), row * (strides[index] ?? width));
      from += width;
    }
  }
}
