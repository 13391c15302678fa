/** Reads HLS playlists as a player would, without believing that they are right. */

export interface ListedPart {
  uri: string;
  /** Seconds. */
  duration: number;
  independent: boolean;
  gap: boolean;
}

export interface ListedSegment {
  /** Its media sequence number. */
  number: number;
  /** Null: it is not complete yet, only its parts are listed. */
  uri: string | null;
  /** Seconds; null while it is not complete. */
  duration: number | null;
  /** The init section in force. */
  map: string | null;
  /** A DISCONTINUITY tag stands before it. */
  discontinuity: boolean;
  /** Milliseconds since the epoch, where a tag says so. */
  programDateTime: number | null;
  gap: boolean;
  parts: ListedPart[];
}

export interface MediaPlaylist {
  text: string;
  version: number | null;
  targetDuration: number | null;
  mediaSequence: number | null;
  discontinuitySequence: number | null;
  /** Seconds; null: the playlist lists no parts. */
  partTarget: number | null;
  serverControl: Record<string, string>;
  playlistType: string | null;
  ended: boolean;
  segments: ListedSegment[];
  preloadHints: Record<string, string>[];
  /** Segments that a SKIP tag stands for. */
  skipped: number;
  /** Every tag in order, without its value. */
  tags: string[];
}

/** An attribute list (`A=1,B="x,y"`) without the quotes. */
export function attributes(list: string): Record<string, string> {
  return Object.fromEntries(
    [...list.matchAll(/([A-Z0-9-]+)=("[^"]*"|[^,]*)/g)].map((match) => [
      match[1] ?? '',
      (match[2] ?? '').replace(/^"|"$/g, ''),
    ]),
  );
}

export function parseMediaPlaylist(text: string): MediaPlaylist {
  const playlist: MediaPlaylist = {
    text,
    version: null,
    targetDuration: null,
    mediaSequence: null,
    discontinuitySequence: null,
    partTarget: null,
    serverControl: {},
    playlistType: null,
    ended: false,
    segments: [],
    preloadHints: [],
    skipped: 0,
    tags: [],
  };
  const fresh = () => ({
    discontinuity: false,
    programDateTime: null as number | null,
    gap: false,
    parts: [] as ListedPart[],
  });
  let map: string | null = null;
  let duration: number | null = null;
  let coming = fresh();
  const close = (uri: string | null) => {
    const number = (playlist.mediaSequence ?? 0) + playlist.skipped + playlist.segments.length;
    playlist.segments.push({ number, uri, duration: uri === null ? null : duration, map, ...coming });
    coming = fresh();
    duration = null;
  };
  for (const line of text.split(/\r?\n/)) {
    if (line === '') continue;
    if (!line.startsWith('#')) {
      close(line);
      continue;
    }
    if (!line.startsWith('#EXT')) continue;
    const colon = line.indexOf(':');
    const tag = line.slice(1, colon < 0 ? undefined : colon);
    const value = colon < 0 ? '' : line.slice(colon + 1);
    playlist.tags.push(tag);
    switch (tag) {
      case 'EXT-X-VERSION':
        playlist.version = Number(value);
        break;
      case 'EXT-X-TARGETDURATION':
        playlist.targetDuration = Number(value);
        break;
      case 'EXT-X-MEDIA-SEQUENCE':
        playlist.mediaSequence = Number(value);
        break;
      case 'EXT-X-DISCONTINUITY-SEQUENCE':
        playlist.discontinuitySequence = Number(value);
        break;
      case 'EXT-X-PART-INF':
        playlist.partTarget = Number(attributes(value)['PART-TARGET']);
        break;
      case 'EXT-X-SERVER-CONTROL':
        playlist.serverControl = attributes(value);
        break;
      case 'EXT-X-PLAYLIST-TYPE':
        playlist.playlistType = value;
        break;
      case 'EXT-X-ENDLIST':
        playlist.ended = true;
        break;
      case 'EXT-X-SKIP':
        playlist.skipped = Number(attributes(value)['SKIPPED-SEGMENTS']);
        break;
      case 'EXT-X-PRELOAD-HINT':
        playlist.preloadHints.push(attributes(value));
        break;
      case 'EXT-X-MAP':
        map = attributes(value).URI ?? null;
        break;
      case 'EXT-X-DISCONTINUITY':
        coming.discontinuity = true;
        break;
      case 'EXT-X-PROGRAM-DATE-TIME':
        coming.programDateTime = Date.parse(value);
        break;
      case 'EXT-X-GAP':
        coming.gap = true;
        break;
      case 'EXT-X-PART': {
        const part = attributes(value);
        coming.parts.push({
          uri: part.URI ?? '',
          duration: Number(part.DURATION),
          independent: part.INDEPENDENT === 'YES',
          gap: part.GAP === 'YES',
        });
        break;
      }
      case 'EXTINF':
        duration = Number.parseFloat(value);
        break;
      default:
    }
  }
  if (coming.parts.length > 0) close(null);
  return playlist;
}

export interface Variant {
  url: string;
  attributes: Record<string, string>;
}

/** The variants of a multivariant playlist with absolute addresses. */
export function parseMultivariant(text: string, url: string): Variant[] {
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  return lines.flatMap((line, index) => {
    const uri = lines[index + 1];
    if (!line.startsWith('#EXT-X-STREAM-INF:') || uri === undefined) return [];
    return [{ url: new URL(uri, url).href, attributes: attributes(line.slice(line.indexOf(':') + 1)) }];
  });
}

/** One answer of the origin. */
export interface Fetched {
  status: number;
  headers: Headers;
  text: string;
  url: string;
}

export async function fetchText(url: string): Promise<Fetched> {
  const response = await fetch(url, { signal: AbortSignal.timeout(15_000) });
  return { status: response.status, headers: response.headers, text: await response.text(), url };
}

/** The first variant's playlist behind a broadcast's `hlsUrl`. */
export async function fetchLive(hlsUrl: string): Promise<{ multivariant: Fetched; variant: Variant; media: Fetched }> {
  const multivariant = await fetchText(hlsUrl);
  const variant = parseMultivariant(multivariant.text, hlsUrl)[0];
  if (!variant) throw new Error(`${hlsUrl} answered ${multivariant.status} and lists no variant: ${multivariant.text}`);
  return { multivariant, variant, media: await fetchText(variant.url) };
}
