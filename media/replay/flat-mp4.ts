/**
 * The head of a plain MP4 (`ftyp`, `moov`, the beginning of `mdat`) whose media are the segments' files as they are, one
 * after the other: every player reads it, it can be begun at once, and it costs no second copy on the disk. The fragments'
 * own heads lie between the samples, where nothing refers to them (ISO/IEC 14496-12, 8.1.1). Nothing is coded anew.
 *
 * Both tracks keep the times that they have in their segments. Where something was cut out or is missing, the next picture
 * follows at once and its sound with it; a sound frame that would overlap the next by more than half is left out.
 */
import { box } from '../core/iso-boxes.ts';
import { type InitTrack, readFragment, readInit } from './fragments.ts';
import { SampleTable, words } from './sample-table.ts';

/** Units of a second in the film's own times: a file may last 49 days. */
const FILM_TIMESCALE = 1000;
/** Of an AAC frame that stays in front of a join, the least share. */
const LEAST_SOUND = 0.5;
/** 1.0 as 16.16 and as 2.30 fixed point. */
const ONE = 0x10000;
const ONE_2_30 = 0x40000000;

interface Track {
  about: InitTrack;
  samples: SampleTable;
  /** Of the init section in force. */
  description: number;
}

export class FlatMp4 {
  #tracks: InitTrack[] = [];
  #video: Track | null = null;
  #audio: Track | null = null;
  /** Bytes of all segments so far. */
  #length = 0;
  /** What is added to the times of the segments, seconds; null: the next picture decides. */
  #shift: number | null = null;
  /** The next sound is the first after a join. */
  #joinsSound = false;

  /** Another init section: what follows is of it. @throws Error where its tracks count in other units than before */
  begin(init: Buffer): void {
    this.#tracks = readInit(init);
    this.#video = this.#continued(this.#video, 'video');
    this.#audio = this.#continued(this.#audio, 'audio');
    this.#shift = null;
  }

  /** What follows does not continue what was before. */
  join(): void {
    this.#shift = null;
  }

  /** A fragment of the next segment: the content of its `moof`, and where that box begins in the segment's file. */
  fragment(moof: Buffer, at: number): void {
    const runs = readFragment(moof, this.#tracks);
    const [video, audio] = [this.#video, this.#audio];
    const first = runs.find(({ trackId }) => trackId === video?.about.id);
    // Sound before the first picture has nothing to stand beside.
    if (!video || (this.#shift === null && !first)) return;
    if (this.#shift === null) {
      this.#shift = (video.samples.end - (first?.time ?? 0)) / video.about.timescale;
      this.#joinsSound = true;
    }
    for (const run of runs) {
      const track = run.trackId === video.about.id ? video : audio;
      if (!track) continue;
      let time = run.time + Math.round(this.#shift * track.about.timescale);
      let offset = this.#length + at + run.offset;
      const samples = [...run.samples];
      if (track === audio && this.#joinsSound) {
        this.#joinsSound = false;
        makeRoom(audio.samples, time, samples[0]?.duration ?? 0);
        // Sound that would begin before the film does.
        while (samples[0] && time < 0) {
          time += samples[0].duration;
          offset += samples[0].bytes;
          samples.shift();
        }
      }
      track.samples.add(samples, time, offset, track.description);
    }
  }

  /** The segment of the fragments since the last one is over. `bytes`: its file's. */
  segment(bytes: number): void {
    this.#length += bytes;
  }

  /** @throws Error without a picture */
  head(): Buffer {
    const tracks = [this.#video, this.#audio].flatMap((track) => (track?.samples.begin == null ? [] : [track]));
    if (!this.#video || tracks.length === 0) throw new Error('no pictures');
    const ftyp = box('ftyp', Buffer.from('isom'), words(0x200), Buffer.from('isomiso2avc1mp41'));
    const mdat = Buffer.alloc(16);
    mdat.writeUInt32BE(1);
    mdat.write('mdat', 4, 'latin1');
    mdat.writeBigUInt64BE(BigInt(16 + this.#length), 8);
    // Its length does not depend on the places that it tells.
    const film = (base: number) => moov(tracks, base);
    const base = ftyp.length + film(0).length + mdat.length;
    return Buffer.concat([ftyp, film(base), mdat]);
  }

  #continued(before: Track | null, kind: InitTrack['kind']): Track | null {
    const about = this.#tracks.find((one) => one.kind === kind);
    if (!about) return null;
    if (before && before.about.timescale !== about.timescale) {
      throw new Error(`a track that counts by ${about.timescale} after one by ${before.about.timescale}`);
    }
    const samples = before?.samples ?? new SampleTable();
    return { about, samples, description: samples.describe(about.description) };
  }
}

/** Leaves out the last of the sound before a join where what comes at `begin` would overlap it. `usual`: a frame's length. */
function makeRoom(before: SampleTable, begin: number, usual: number): void {
  while (before.last !== null && begin - before.last < LEAST_SOUND * usual) before.dropLast();
}

function moov(tracks: readonly Track[], base: number): Buffer {
  const filmTime = ({ about, samples }: Track) => Math.round((samples.end / about.timescale) * FILM_TIMESCALE);
  const duration = Math.max(...tracks.map(filmTime));
  const matrix = words(ONE, 0, 0, 0, ONE, 0, 0, 0, ONE_2_30);
  const nextId = Math.max(...tracks.map(({ about }) => about.id)) + 1;
  // Version, two dates, units and length, speed, volume, what is reserved, matrix, what is reserved, the next track's number.
  const mvhd = [words(0, 0, 0, FILM_TIMESCALE, duration, ONE), Buffer.from([1, 0]), Buffer.alloc(10), matrix];
  return box(
    'moov',
    box('mvhd', ...mvhd, Buffer.alloc(24), words(nextId)),
    ...tracks.map((track) => trak(track, filmTime(track), base)),
  );
}

function trak({ about, samples }: Track, filmTime: number, base: number): Buffer {
  const begin = samples.begin ?? 0;
  const head = Buffer.from(about.head);
  // After the box's head: version and flags, two dates, number, reserved; 64-bit dates in version 1.
  if (head.readUInt8(8) === 1) head.writeBigUInt64BE(BigInt(filmTime), 8 + 28);
  else head.writeUInt32BE(filmTime, 8 + 20);
  const length = samples.end - begin;
  const delay = Math.round((begin / about.timescale) * FILM_TIMESCALE);
  const spoken = Math.round((length / about.timescale) * FILM_TIMESCALE);
  // An empty edit holds a track back that begins later.
  const edits = box('edts', box('elst', words(0, 2, delay, 0xffffffff, ONE, spoken, 0, ONE)));
  const media = Buffer.alloc(36);
  media.writeUInt8(1);
  media.writeUInt32BE(about.timescale, 20);
  media.writeBigUInt64BE(BigInt(length), 24);
  // The language `und`, as three letters of five bits.
  media.writeUInt16BE(0x55c4, 32);
  return box(
    'trak',
    head,
    ...(delay > 0 ? [edits] : []),
    box('mdia', box('mdhd', media), about.handler, box('minf', ...about.media, samples.stbl(base))),
  );
}
