/**
 * Matroska (RFC 9559) as a recorder writes it: a head, then clusters that are each whole, then an index. A file that is
 * cut anywhere plays up to its last whole cluster; one that was finished has its length and can be searched quickly.
 *
 * Coded media goes in as it came: VP8 (key frames carry their size, so that it may change), H.264 with length-prefixed
 * NAL units (parameter sets stay in the stream before each IDR picture, so that they may change as well), Opus.
 */
import { date, element, float, openElement, room, size, text, uint, wideUint } from './ebml.ts';
import { avcConfiguration } from './h264-units.ts';

/** Track numbers. */
export const TRACKS = { video: 1, audio: 2 } as const;
export type TrackKind = keyof typeof TRACKS;

export interface PictureTrack {
  codec: 'vp8' | 'h264';
  width: number;
  height: number;
  /** The first key frame: H.264's parameter sets are read from it. */
  keyFrame: Buffer;
}

export interface FileFacts {
  /** Wall clock of the file's time 0, ms since the epoch. */
  startedAt: number;
  title: string;
  /** Further facts about the whole file. */
  tags: Readonly<Record<string, string>>;
  video: PictureTrack | null;
  audio: boolean;
}

/** A head, and where in it the things stand that are known only at the end. Offsets in bytes. */
export interface Head {
  bytes: Buffer;
  /** Where the Segment's content begins: positions inside the file count from here. */
  segmentAt: number;
  segmentSizeAt: number;
  seekHeadAt: number;
  durationAt: number;
}

/** Bytes that a SeekHead with one entry, and a Duration, take. */
const SEEK_HEAD_BYTES = 29;
const DURATION_BYTES = 11;
/** Opus decoders need 80 ms before a place to sound right there (RFC 7845). Nanoseconds. */
const OPUS_SEEK_PRE_ROLL = 80_000_000;
const CUES = 0x1c53bb6b;

export function writeHead(facts: FileFacts): Head {
  const ebml = element(
    0x1a45dfa3,
    uint(0x4286, 1),
    uint(0x42f7, 1),
    uint(0x42f2, 4),
    uint(0x42f3, 8),
    text(0x4282, 'matroska'),
    uint(0x4287, 4),
    uint(0x4285, 2),
  );
  const segment = openElement(0x18538067);
  const info = element(
    0x1549a966,
    uint(0x2ad7b1, 1_000_000),
    text(0x4d80, 'Antenne'),
    text(0x5741, 'Antenne'),
    text(0x7ba9, facts.title),
    date(0x4461, facts.startedAt),
    room(DURATION_BYTES),
  );
  const tracks = element(
    0x1654ae6b,
    ...(facts.video ? [pictureTrack(facts.video)] : []),
    ...(facts.audio ? [SOUND] : []),
  );
  const tags = Object.entries(facts.tags).map(([name, value]) =>
    element(0x67c8, text(0x45a3, name), text(0x4487, value)),
  );
  const segmentAt = ebml.length + segment.length;
  return {
    bytes: Buffer.concat([
      ebml,
      segment,
      room(SEEK_HEAD_BYTES),
      info,
      tracks,
      element(0x1254c367, element(0x7373, element(0x63c0), ...tags)),
    ]),
    segmentAt,
    segmentSizeAt: segmentAt - 8,
    seekHeadAt: segmentAt,
    durationAt: segmentAt + SEEK_HEAD_BYTES + info.length - DURATION_BYTES,
  };
}

function pictureTrack({ codec, width, height, keyFrame }: PictureTrack): Buffer {
  const own =
    codec === 'vp8'
      ? [text(0x86, 'V_VP8')]
      : [text(0x86, 'V_MPEG4/ISO/AVC'), element(0x63a2, avcConfiguration(keyFrame))];
  return element(
    0xae,
    uint(0xd7, TRACKS.video),
    uint(0x73c5, TRACKS.video),
    uint(0x83, 1),
    uint(0x9c, 0),
    ...own,
    element(0xe0, uint(0xb0, width), uint(0xba, height)),
  );
}

/** 48 kHz stereo, the only kind that WebRTC declares (RFC 7587); a mono packet in it decodes all the same. */
const OPUS_HEAD = Buffer.from([...Buffer.from('OpusHead'), 1, 2, 0, 0, 0x80, 0xbb, 0, 0, 0, 0, 0]);
const SOUND = element(
  0xae,
  uint(0xd7, TRACKS.audio),
  uint(0x73c5, TRACKS.audio),
  uint(0x83, 2),
  uint(0x9c, 0),
  text(0x86, 'A_OPUS'),
  uint(0x56aa, 0),
  uint(0x56bb, OPUS_SEEK_PRE_ROLL),
  element(0x63a2, OPUS_HEAD),
  element(0xe1, float(0xb5, 48_000), uint(0x9f, 2)),
);

export interface Block {
  kind: TrackKind;
  /** Milliseconds from the file's time 0. */
  ms: number;
  key: boolean;
  /** As Matroska wants it: H.264 with length-prefixed NAL units. */
  data: Buffer;
}

/** Blocks lie within 32 s of their cluster's first. */
export function writeCluster(blocks: readonly Block[]): Buffer {
  const start = Math.min(...blocks.map(({ ms }) => ms));
  const simple = blocks.flatMap(({ kind, ms, key, data }) => {
    const head = Buffer.alloc(4);
    head.writeUInt8(0x80 | TRACKS[kind], 0);
    head.writeInt16BE(ms - start, 1);
    head.writeUInt8(key ? 0x80 : 0, 3);
    return [Buffer.from([0xa3]), size(head.length + data.length), head, data];
  });
  return element(0x1f43b675, uint(0xe7, start), ...simple);
}

/** Where a player may begin. `position`: of the cluster, in bytes from `segmentAt`. */
export interface CuePoint {
  ms: number;
  kind: TrackKind;
  position: number;
}

/** The index, and what to write where once the file is complete. `at`: bytes from the file's begin. */
export function writeEnd(
  head: Head,
  length: number,
  cues: readonly CuePoint[],
  durationMs: number,
): { cues: Buffer; patches: { at: number; bytes: Buffer }[] } {
  const index = element(
    CUES,
    ...cues.map(({ ms, kind, position }) =>
      element(0xbb, uint(0xb3, ms), element(0xb7, uint(0xf7, TRACKS[kind]), uint(0xf1, position))),
    ),
  );
  const id = Buffer.alloc(4);
  id.writeUInt32BE(CUES);
  const seekHead = element(0x114d9b74, element(0x4dbb, element(0x53ab, id), wideUint(0x53ac, length - head.segmentAt)));
  const segmentSize = Buffer.alloc(8);
  segmentSize.writeBigUInt64BE(BigInt(length + index.length - head.segmentAt) | (1n << 56n));
  return {
    cues: index,
    patches: [
      { at: head.seekHeadAt, bytes: Buffer.concat([seekHead, room(SEEK_HEAD_BYTES - seekHead.length)]) },
      { at: head.durationAt, bytes: float(0x4489, durationMs) },
      { at: head.segmentSizeAt, bytes: segmentSize },
    ],
  };
}
