/** The programme as viewers are sent it: segments fetched and decoded whole, with no browser that plays late. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { decodeMark, MARKER_AREA, MARKER_CELLS, type Mark } from '../cameras/marker.ts';
import { fetchLive, fetchText, type ListedSegment, type MediaPlaylist, parseMediaPlaylist } from './playlist.ts';

/** Hz of the sound that is handed out. */
export const RATE = 48_000;

/** Mono, 48 kHz. */
export type Samples = Float32Array;

/** Segments that follow each other without a discontinuity, as one file. */
export interface Served {
  mp4: Buffer;
  /** Where it begins in the programme (`PROGRAM-DATE-TIME`), ms since the epoch. */
  begin: number;
}

/** A picture of the programme. */
export interface ServedPicture {
  /** `PROGRAM-DATE-TIME`, ms since the epoch. */
  at: number;
  mark: Mark | null;
  /** The picture in small, grey, 0–255, row by row: to see whether anything is in it and whether it moves. */
  small: Uint8Array;
}

/**
 * The segments that lie wholly between two times of the programme, which must be less than ten minutes ago. Waits until
 * they are complete.
 * @throws when there are none, or a discontinuity is among them
 */
export async function served(hlsUrl: string, from: number, until: number): Promise<Served> {
  const deadline = Date.now() + 30_000;
  let found: { playlist: MediaPlaylist; url: string };
  do {
    const { media } = await fetchLive(hlsUrl);
    found = { playlist: parseMediaPlaylist(media.text), url: media.url };
    if (Date.now() > deadline) throw new Error(`the programme does not reach ${new Date(until).toISOString()}`);
    // As long as a part: nobody is served by asking more often.
    if (endOf(found.playlist) < until) await new Promise((resolve) => setTimeout(resolve, 200));
  } while (endOf(found.playlist) < until);
  const wanted = found.playlist.segments.filter((segment) => {
    const begin = segment.programDateTime ?? Number.NaN;
    return begin >= from && begin + (segment.duration ?? Number.NaN) * 1000 <= until;
  });
  const [first] = wanted;
  if (!first?.map || first.programDateTime === null) throw new Error(`no segment between ${from} and ${until}`);
  if (wanted.slice(1).some(({ discontinuity }) => discontinuity)) throw new Error('a discontinuity in what was served');
  const bytes: Uint8Array[] = [];
  for (const uri of [first.map, ...wanted.map(({ uri }) => uri ?? '')]) {
    bytes.push(await fetchBytes(new URL(uri, found.url)));
  }
  return { mp4: Buffer.concat(bytes), begin: first.programDateTime };
}

/** The newest complete segment: what viewers see about now. Null: there is none yet. */
export async function servedNow(hlsUrl: string): Promise<Served | null> {
  if ((await fetchText(hlsUrl)).status === 404) return null;
  const { media } = await fetchLive(hlsUrl);
  const playlist = parseMediaPlaylist(media.text);
  const last = playlist.segments.findLast(({ uri }) => uri !== null);
  if (!last?.uri || !last.map || last.programDateTime === null) return null;
  const bytes = [await fetchBytes(new URL(last.map, media.url)), await fetchBytes(new URL(last.uri, media.url))];
  return { mp4: Buffer.concat(bytes), begin: last.programDateTime };
}

export async function soundOf({ mp4 }: Served): Promise<Samples> {
  const raw = await decode(mp4, ['-vn', '-ac', '1', '-ar', String(RATE), '-f', 'f32le']);
  const samples = new Float32Array(Math.floor(raw.length / 4));
  for (let at = 0; at < samples.length; at += 1) samples[at] = raw.readFloatLE(at * 4);
  return samples;
}

/** Pixels that a marker's cell is scaled to, each way. */
const CELL = 4;
/** Rows of a picture in small; it is as wide as a marker. */
const SMALL_ROWS = 36;
/** Frames a second that are looked at. */
const LOOKS = 25;

/** Its pictures, 25 a second. */
export async function picturesOf(served: Served | null): Promise<ServedPicture[]> {
  if (!served) return [];
  const { mp4, begin } = served;
  const { left, top, width, height } = MARKER_AREA;
  const columns = MARKER_CELLS * CELL;
  // The marker's strip, and below it the whole picture in small.
  const filter =
    `fps=${LOOKS},split[a][b];[a]crop=iw*${width}:ih*${height}:iw*${left}:ih*${top},scale=${columns}:${CELL}[strip];` +
    `[b]scale=${columns}:${SMALL_ROWS}:flags=area[small];[strip][small]vstack,format=gray`;
  const raw = await decode(mp4, ['-an', '-filter_complex', filter, '-f', 'rawvideo']);
  const size = columns * (CELL + SMALL_ROWS);
  return Array.from({ length: Math.floor(raw.length / size) }, (_, index) => {
    const picture = raw.subarray(index * size, (index + 1) * size);
    const lumas = Array.from({ length: MARKER_CELLS }, (_, cell) => {
      let sum = 0;
      for (let y = CELL / 4; y < (CELL * 3) / 4; y += 1) {
        for (let x = CELL / 4; x < (CELL * 3) / 4; x += 1) sum += picture[y * columns + cell * CELL + x] ?? 0;
      }
      return sum / (CELL / 2) ** 2;
    });
    const small = Uint8Array.from(picture.subarray(columns * CELL));
    return { at: begin + (index * 1000) / LOOKS, mark: decodeMark(lumas), small };
  });
}

/** The longest time in ms for which one and the same picture of a camera stood. */
export function longestStill(pictures: readonly ServedPicture[]): number {
  let longest = 0;
  let first: ServedPicture | undefined;
  for (const picture of pictures) {
    const { mark } = picture;
    if (!mark) first = undefined;
    else if (first?.mark?.frame !== mark.frame || first.mark.camera !== mark.camera) first = picture;
    if (first) longest = Math.max(longest, picture.at - first.at);
  }
  return longest;
}

/** Where the last complete segment ends, ms since the epoch. */
function endOf({ segments }: MediaPlaylist): number {
  const last: ListedSegment | undefined = segments.findLast(({ uri }) => uri !== null);
  return (last?.programDateTime ?? 0) + (last?.duration ?? 0) * 1000;
}

async function fetchBytes(url: URL): Promise<Uint8Array> {
  const response = await fetch(url, { signal: AbortSignal.timeout(15_000) });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.bytes();
}

/** @throws when FFmpeg has anything to complain of */
async function decode(mp4: Buffer, output: string[]): Promise<Buffer> {
  const ffmpeg = spawn('ffmpeg', ['-v', 'error', '-i', 'pipe:0', ...output, 'pipe:1'], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = once(ffmpeg, 'close');
  ffmpeg.stdin.end(mp4);
  const [decoded, complaint] = await Promise.all([buffer(ffmpeg.stdout), buffer(ffmpeg.stderr)]);
  const [code] = await ended;
  if (code !== 0 || complaint.length > 0) throw new Error(`ffmpeg ended with ${code}: ${complaint.toString()}`);
  return decoded;
}
