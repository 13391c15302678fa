/** Reads a media playlist back as a player would, strictly: what it does not know is an error. */

export interface ProbedPart {
  uri: string;
  duration: number;
  independent: boolean;
  gap: boolean;
}

export interface ProbedSegment {
  msn: number;
  uri: string;
  duration: number;
  parts: ProbedPart[];
  discontinuity: boolean;
  /** Discontinuities before it since the broadcast began. */
  cc: number;
  /** Null when it was skipped before the first listed one. */
  map: string | null;
  programDateTime: number | null;
  gap: boolean;
}

export interface ProbedPlaylist {
  version: number;
  targetDuration: number;
  partTarget: number | null;
  control: Map<string, string> | null;
  mediaSequence: number;
  discontinuitySequence: number;
  skipped: number;
  segments: ProbedSegment[];
  /** The segment in the making: its parts, and what stands before them. */
  open: Omit<ProbedSegment, 'uri' | 'duration'> | null;
  hint: string | null;
  /** Date ranges by their ids: the attributes as they were given. */
  dateRanges: Map<string, Map<string, string>>;
  /** Ids of date ranges that left the list shortly before; null where that is not said. */
  removedRanges: string[] | null;
  /** How far other renditions are, by their addresses. */
  reports: { uri: string; msn: number; part: number }[];
  ended: boolean;
  /** `VOD` or `EVENT`; null: it slides. */
  type: string | null;
  lines: string[];
}

/** @throws Error at the first thing that a player would refuse. */
export function probePlaylist(text: string): ProbedPlaylist {
  const lines = text.split('\n').filter((line) => line !== '');
  if (lines[0] !== '#EXTM3U') throw new Error('no #EXTM3U first');
  const once = new Map<string, string>();
  const segments: ProbedSegment[] = [];
  const hints: string[] = [];
  const reports: ProbedPlaylist['reports'] = [];
  const dateRanges: ProbedPlaylist['dateRanges'] = new Map();
  let removedRanges: string[] | null = null;
  let skipped = 0;
  let map: string | null = null;
  let cc: number | null = null;
  let ended = false;
  const fresh = () => ({
    parts: [] as ProbedPart[],
    discontinuity: false,
    gap: false,
    programDateTime: null as number | null,
  });
  let next = fresh();
  let duration: number | null = null;
  const number = (name: string): number => {
    const value = Number(once.get(name));
    if (!Number.isFinite(value)) throw new Error(`no number for ${name}`);
    return value;
  };
  const place = () => ({ msn: number('#EXT-X-MEDIA-SEQUENCE') + skipped + segments.length, cc: cc ?? 0, map });
  for (const line of lines.slice(1)) {
    const [tag = '', value = ''] = /^(#[A-Z0-9-]+):?(.*)$/.exec(line)?.slice(1) ?? [];
    if (cc === null && once.has('#EXT-X-DISCONTINUITY-SEQUENCE')) cc = number('#EXT-X-DISCONTINUITY-SEQUENCE');
    switch (tag) {
      case '':
        if (duration === null) throw new Error(`${line} has no EXTINF`);
        segments.push({ ...next, ...place(), uri: line, duration });
        next = fresh();
        duration = null;
        break;
      case '#EXTINF':
        duration = Number.parseFloat(value);
        break;
      case '#EXT-X-DISCONTINUITY':
        if (next.parts.length > 0 || cc === null) throw new Error('DISCONTINUITY too late');
        next.discontinuity = true;
        cc += 1;
        break;
      case '#EXT-X-MAP':
        if (next.parts.length > 0) throw new Error('MAP after a part');
        map = attributes(value).get('URI') ?? null;
        break;
      case '#EXT-X-PROGRAM-DATE-TIME':
        if (next.parts.length > 0) throw new Error('PROGRAM-DATE-TIME after a part');
        if (!/\.\d{3}(Z|[+-]\d\d:?\d\d)$/.test(value)) throw new Error(`${value} lacks milliseconds or zone`);
        next.programDateTime = Date.parse(value);
        break;
      case '#EXT-X-PART': {
        const part = attributes(value);
        next.parts.push({
          uri: part.get('URI') ?? '',
          duration: Number(part.get('DURATION')),
          independent: part.get('INDEPENDENT') === 'YES',
          gap: part.get('GAP') === 'YES',
        });
        break;
      }
      case '#EXT-X-GAP':
        next.gap = true;
        break;
      case '#EXT-X-SKIP':
        if (segments.length > 0 || skipped > 0) throw new Error('a second or late SKIP');
        skipped = Number(attributes(value).get('SKIPPED-SEGMENTS'));
        removedRanges = attributes(value).get('RECENTLY-REMOVED-DATERANGES')?.split('\t').filter(Boolean) ?? null;
        break;
      case '#EXT-X-DATERANGE': {
        const range = attributes(value);
        const id = range.get('ID') ?? '';
        if (id === '' || dateRanges.has(id)) throw new Error(`DATERANGE without an ID of its own: ${value}`);
        dateRanges.set(id, range);
        break;
      }
      case '#EXT-X-PRELOAD-HINT':
        hints.push(attributes(value).get('URI') ?? '');
        break;
      case '#EXT-X-RENDITION-REPORT': {
        const report = attributes(value);
        const uri = report.get('URI') ?? '';
        reports.push({ uri, msn: Number(report.get('LAST-MSN')), part: Number(report.get('LAST-PART')) });
        break;
      }
      case '#EXT-X-ENDLIST':
        ended = true;
        break;
      case '#EXT-X-VERSION':
      case '#EXT-X-TARGETDURATION':
      case '#EXT-X-PLAYLIST-TYPE':
      case '#EXT-X-SERVER-CONTROL':
      case '#EXT-X-PART-INF':
      case '#EXT-X-MEDIA-SEQUENCE':
      case '#EXT-X-DISCONTINUITY-SEQUENCE':
        if (once.has(tag)) throw new Error(`${tag} twice`);
        if (segments.length > 0) throw new Error(`${tag} after a segment`);
        once.set(tag, value);
        break;
      default:
        throw new Error(`unknown line ${line}`);
    }
  }
  if (hints.length > 1) throw new Error('two preload hints');
  const control = once.get('#EXT-X-SERVER-CONTROL');
  const partInf = once.get('#EXT-X-PART-INF');
  return {
    version: number('#EXT-X-VERSION'),
    targetDuration: number('#EXT-X-TARGETDURATION'),
    partTarget: partInf === undefined ? null : Number(attributes(partInf).get('PART-TARGET')),
    control: control === undefined ? null : attributes(control),
    mediaSequence: number('#EXT-X-MEDIA-SEQUENCE'),
    discontinuitySequence: number('#EXT-X-DISCONTINUITY-SEQUENCE'),
    skipped,
    segments,
    open: next.parts.length > 0 || next.discontinuity ? { ...next, ...place() } : null,
    hint: hints[0] ?? null,
    dateRanges,
    removedRanges,
    reports,
    ended,
    type: once.get('#EXT-X-PLAYLIST-TYPE') ?? null,
    lines,
  };
}

/** The full playlist's lines that a client has after merging a delta update into an earlier full one. */
export function mergeDelta(earlier: ProbedPlaylist, delta: ProbedPlaylist): ProbedSegment[] {
  const kept = earlier.segments.filter(
    ({ msn }) => msn >= delta.mediaSequence && msn < delta.mediaSequence + delta.skipped,
  );
  if (kept.length !== delta.skipped) throw new Error(`${delta.skipped} skipped, ${kept.length} known`);
  let map = kept.at(-1)?.map ?? null;
  const offset = (kept.at(-1)?.cc ?? delta.discontinuitySequence) - delta.discontinuitySequence;
  const added = delta.segments.map((segment) => {
    map = segment.map ?? map;
    return { ...segment, map, cc: segment.cc + offset };
  });
  return [...kept, ...added];
}

function attributes(list: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, name = '', quoted, plain] of list.matchAll(/([A-Z0-9-]+)=(?:"([^"]*)"|([^,]*))/g)) {
    found.set(name, quoted ?? plain ?? '');
  }
  return found;
}
