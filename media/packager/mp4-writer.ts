/**
 * FFmpeg's mp4 muxer as a maker of fragments: packets in, `moof` + `mdat` out, cut exactly where the caller says.
 * The muxer's files end here: nobody else knows of FFmpeg's mp4 options or of its custom I/O.
 */
import { FormatContext, IOContext, type Packet, Rational, type Stream } from 'node-av/lib';
import { check, createPacket } from '../core/av.ts';
import type { EncodedTrack } from '../core/encoded.ts';
import { MediaError } from '../core/errors.ts';

/** Units of a second in the file's video track: exact for every usual frame rate. */
const VIDEO_TIMESCALE = '90000';
const IO_BUFFER_BYTES = 64 * 1024;
const MOVFLAGS = [
  'frag_custom',
  'empty_moov',
  'default_base_moof',
  'cmaf',
  // Timestamps of the first fragment stay what they are, instead of both tracks being moved to 0.
  'frag_discont',
  'skip_trailer',
].join('+');

export interface Mp4Writer {
  /** `ftyp` + `moov`. */
  readonly init: Uint8Array;
  /** Adds a packet to the fragment in the making. Its timestamps are in the track's time base; it stays the caller's. */
  write(kind: 'video' | 'audio', packet: Packet, durationUnits: bigint): void;
  /** Ends the fragment and returns its bytes. */
  cut(): Uint8Array;
  /** Frees the muxer. What is not cut is lost. Safe twice. */
  close(): void;
}

/** Without a `video` it makes fragments of sound alone. @throws MediaError when FFmpeg refuses the tracks. */
export function createMp4Writer(tracks: { video?: EncodedTrack; audio: EncodedTrack }): Mp4Writer {
  let pieces: Buffer[] = [];
  const io = new IOContext();
  // The buffer is FFmpeg's and is used again: copy it.
  const keep = (bytes: Buffer): void => void pieces.push(Buffer.from(bytes));
  io.allocContextWithCallbacks(IO_BUFFER_BYTES, 1, null, keep, null);
  const muxer = new FormatContext();
  const scratch = createPacket();
  let open = true;
  const close = (): void => {
    if (!open) return;
    open = false;
    scratch.free();
    // In this order: freeing the context with its I/O still attached crashes, and the callbacks hold the process.
    muxer.pb = null;
    muxer.freeContext();
    io.freeContext();
  };
  const take = (): Uint8Array => {
    muxer.flushSync();
    const bytes = Buffer.concat(pieces);
    pieces = [];
    return bytes;
  };

  try {
    check(muxer.allocOutputContext2(null, 'mp4', null), 'mp4 muxer');
    muxer.pb = io;
    const lane = (track: EncodedTrack) => ({ track, stream: addStream(muxer, track) });
    const lanes = { video: tracks.video && lane(tracks.video), audio: lane(tracks.audio) };
    check(muxer.setOption('movflags', MOVFLAGS), 'movflags');
    check(muxer.setOption('video_track_timescale', VIDEO_TIMESCALE), 'video_track_timescale');
    check(muxer.setOption('use_editlist', '0'), 'use_editlist');
    check(muxer.writeHeaderSync(null), 'mp4 header');
    return {
      init: take(),
      write(kind, packet, durationUnits) {
        const lane = lanes[kind];
        if (!lane) throw new MediaError('badFormat', `no ${kind} track`);
        check(scratch.ref(packet), 'packet');
        scratch.streamIndex = lane.stream.index;
        scratch.duration = durationUnits;
        scratch.rescaleTs(lane.track.timeBase, lane.stream.timeBase);
        const result = muxer.writeFrameSync(scratch);
        scratch.unref();
        check(result, `mp4 ${kind} packet`);
      },
      cut() {
        check(muxer.writeFrameSync(null), 'mp4 fragment');
        return take();
      },
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

function addStream(muxer: FormatContext, track: EncodedTrack): Stream {
  const stream = muxer.newStream(null);
  const target = stream.codecpar;
  check(track.parameters.copy(target), `${track.kind} parameters`);
  target.codecTag = 0;
  stream.timeBase = new Rational(track.timeBase.num, track.timeBase.den);
  return stream;
}
