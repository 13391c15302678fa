/**
 * Reads the programme's fragmented MP4 (ISO/IEC 14496-12): what its init section says of the tracks, and which samples a
 * segment's fragments hold. Sizes, times and places only; no media byte is looked at.
 */
import { boxes, find } from '../core/iso-boxes.ts';

export interface InitTrack {
  id: number;
  kind: 'video' | 'audio';
  /** Units of a second. */
  timescale: number;
  /** The one entry of its sample description (`stsd`), whole. */
  description: Buffer;
  /** `tkhd`, `hdlr` and all of `minf` but its sample table, whole. */
  head: Buffer;
  handler: Buffer;
  media: Buffer[];
  /** Where a fragment says nothing (`trex`). */
  defaults: SampleDefaults;
}

interface SampleDefaults {
  duration: number;
  size: number;
  flags: number;
}

export interface Sample {
  bytes: number;
  /** In its track's units. */
  duration: number;
  key: boolean;
}

/** Samples that lie side by side. */
export interface SampleRun {
  trackId: number;
  /** Of the first sample, in the track's units. */
  time: number;
  /** Of the first sample, from the beginning of the fragment's `moof`. */
  offset: number;
  samples: Sample[];
}

/** `sample_is_non_sync_sample`. */
const NOT_KEY = 0x10000;

/** @throws Error where a box that must be there is not */
export function readInit(init: Buffer): InitTrack[] {
  const moov = need(find(init, 'moov'), 'moov');
  const defaults = new Map<number, SampleDefaults>();
  for (const { type, content } of boxes(find(moov, 'mvex') ?? Buffer.alloc(0))) {
    if (type !== 'trex') continue;
    const [id, duration, size, flags] = [4, 12, 16, 20].map((at) => content.readUInt32BE(at));
    defaults.set(id ?? 0, { duration: duration ?? 0, size: size ?? 0, flags: flags ?? 0 });
  }
  return [...boxes(moov)].flatMap(({ type, content: trak }): InitTrack[] => {
    if (type !== 'trak') return [];
    const header = need(find(trak, 'tkhd'), 'tkhd');
    const mdia = need(find(trak, 'mdia'), 'mdia');
    const mdhd = need(find(mdia, 'mdhd'), 'mdhd');
    const handler = need(find(mdia, 'hdlr'), 'hdlr').toString('latin1', 8, 12);
    if (handler !== 'vide' && handler !== 'soun') return [];
    const id = header.readUInt32BE(header.readUInt8(0) === 1 ? 20 : 12);
    return [
      {
        id,
        kind: handler === 'vide' ? 'video' : 'audio',
        // Version 1 has its two times in 64 bits each.
        timescale: mdhd.readUInt32BE(mdhd.readUInt8(0) === 1 ? 20 : 12),
        description: need(find(mdia, 'minf', 'stbl', 'stsd'), 'stsd').subarray(8),
        head: whole(trak, 'tkhd'),
        handler: whole(mdia, 'hdlr'),
        media: [...boxes(need(find(mdia, 'minf'), 'minf'))]
          .filter((one) => one.type !== 'stbl')
          .map((one) => one.whole),
        defaults: defaults.get(id) ?? { duration: 0, size: 0, flags: 0 },
      },
    ];
  });
}

/** The samples of a fragment (the content of its `moof`). @throws Error where it is none of ours */
export function readFragment(moof: Buffer, tracks: readonly InitTrack[]): SampleRun[] {
  return [...boxes(moof)].flatMap(({ type, content: traf }) => (type === 'traf' ? readTrack(traf, tracks) : []));
}

function readTrack(traf: Buffer, tracks: readonly InitTrack[]): SampleRun[] {
  const tfhd = need(find(traf, 'tfhd'), 'tfhd');
  const tfdt = need(find(traf, 'tfdt'), 'tfdt');
  const trackId = tfhd.readUInt32BE(4);
  const track = tracks.find(({ id }) => id === trackId);
  if (!track) throw new Error(`a fragment of track ${trackId}, which the init section lacks`);
  const flags = tfhd.readUIntBE(1, 3);
  if (flags & 1) throw new Error('a fragment that counts from the beginning of its file');
  const given = optional(tfhd, 8, flags, [0x2, 0x8, 0x10, 0x20]);
  const defaults = {
    duration: given.get(0x8) ?? track.defaults.duration,
    size: given.get(0x10) ?? track.defaults.size,
    flags: given.get(0x20) ?? track.defaults.flags,
  };
  let time = tfdt.readUInt8(0) === 1 ? Number(tfdt.readBigUInt64BE(4)) : tfdt.readUInt32BE(4);
  const runs: SampleRun[] = [];
  for (const { type, content } of boxes(traf)) {
    if (type !== 'trun') continue;
    const run = readRun(content, defaults);
    runs.push({ trackId, time, ...run });
    time += run.samples.reduce((sum, { duration }) => sum + duration, 0);
  }
  return runs;
}

function readRun(trun: Buffer, defaults: SampleDefaults): { offset: number; samples: Sample[] } {
  const flags = trun.readUIntBE(1, 3);
  const count = trun.readUInt32BE(4);
  if (!(flags & 1)) throw new Error('a run of samples without its place');
  const first = flags & 4 ? trun.readUInt32BE(12) : null;
  const perSample = [0x100, 0x200, 0x400, 0x800];
  const bytesEach = 4 * perSample.filter((flag) => flags & flag).length;
  const samples: Sample[] = [];
  for (let index = 0, at = flags & 4 ? 16 : 12; index < count; index += 1, at += bytesEach) {
    const own = optional(trun, at, flags, perSample);
    // Pictures in another order than they are decoded in: our encoder makes none.
    if (own.get(0x800)) throw new Error('a sample that is shown later than it is decoded');
    const ownFlags = own.get(0x400) ?? (index === 0 && first !== null ? first : defaults.flags);
    samples.push({
      bytes: own.get(0x200) ?? defaults.size,
      duration: own.get(0x100) ?? defaults.duration,
      key: !(ownFlags & NOT_KEY),
    });
  }
  return { offset: trun.readInt32BE(8), samples };
}

/** The 32-bit fields that are there, one after the other from `at` on, by their flags. */
function optional(bytes: Buffer, at: number, flags: number, fields: readonly number[]): Map<number, number> {
  const found = new Map<number, number>();
  let next = at;
  for (const field of fields) {
    if (!(flags & field)) continue;
    found.set(field, bytes.readUInt32BE(next));
    next += 4;
  }
  return found;
}

function whole(bytes: Buffer, type: string): Buffer {
  for (const one of boxes(bytes)) if (one.type === type) return one.whole;
  throw new Error(`no ${type}`);
}

function need(found: Buffer | null, type: string): Buffer {
  if (!found) throw new Error(`no ${type}`);
  return found;
}
