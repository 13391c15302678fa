/**
 * The edit as an OpenTimelineIO timeline (opentimelineio.org, file format of 0.15 and later: Clip.2). From below:
 *
 * - `Programme`: the cut. Whoever was on air alone comes from their own file, scenes from the programme's recording; a
 *   marker at each take says what was on air.
 * - `Programme sound`: the programme's recording.
 * - One track a person, switched off: everything that was recorded of them at its place, to build scenes again.
 */
import { cover, type EditClip, endOf } from './edit-list.ts';
import { type Manifest, type ManifestFile, timecode } from './journal.ts';

type Json = { [key: string]: unknown };

export function otioOf(manifest: Manifest, clips: readonly EditClip[]): Json {
  const { frameRate, title, files } = manifest;
  const first = clips[0]?.from ?? 0;
  const end = Math.max(manifest.endFrame, first);
  const time = (frames: number): Json => ({ OTIO_SCHEMA: 'RationalTime.1', rate: frameRate, value: frames });
  const range = (start: number, duration: number): Json => ({
    OTIO_SCHEMA: 'TimeRange.1',
    start_time: time(start),
    duration: time(duration),
  });
  const item = (name: string, length: number, start: number): Json => ({
    metadata: {},
    name,
    source_range: range(start, length),
    effects: [],
    markers: [],
    enabled: true,
  });
  const reference = (file: ManifestFile): Json => ({
    OTIO_SCHEMA: 'ExternalReference.1',
    metadata: { antenne: { timecode: file.timecode, programmeFrame: file.startFrame } },
    name: file.file,
    available_range: range(0, endOf(file, manifest) - file.startFrame),
    available_image_bounds: null,
    target_url: file.file,
  });
  const place = ({ from, to, file }: { from: number; to: number; file: ManifestFile | null }, name: string): Json => {
    if (!file) return { OTIO_SCHEMA: 'Gap.1', ...item('', to - from, 0) };
    return {
      OTIO_SCHEMA: 'Clip.2',
      // Places in a file count from its first frame.
      ...item(name, to - from, from - file.startFrame),
      media_references: { DEFAULT_MEDIA: reference(file) },
      active_media_reference_key: 'DEFAULT_MEDIA',
    };
  };
  const track = (name: string, kind: 'Video' | 'Audio', children: Json[], enabled = true): Json => ({
    OTIO_SCHEMA: 'Track.1',
    metadata: {},
    name,
    source_range: null,
    effects: [],
    markers: [],
    enabled,
    kind,
    children,
  });

  const cut = clips.flatMap((clip, index): Json[] => {
    const child = place(clip, clip.label);
    const start = clip.file ? clip.from - clip.file.startFrame : 0;
    child.markers = [
      {
        OTIO_SCHEMA: 'Marker.2',
        metadata: { antenne: { source: clip.source } },
        name: clip.label,
        color: 'GREEN',
        marked_range: range(start, 0),
        comment: '',
      },
    ];
    const { transition } = clip;
    const before = clips[index - 1];
    // OpenTimelineIO has transitions between clips only, and none longer than what is beside them.
    if (transition.type === 'cut' || !before?.file || !clip.file) return [child];
    const frames = Math.min(transition.frames, clip.to - clip.from, endOf(before.file, manifest) - before.to);
    if (frames <= 0) return [child];
    const fade = {
      OTIO_SCHEMA: 'Transition.1',
      metadata: { antenne: { type: transition.type } },
      name: transition.type,
      transition_type: transition.type === 'mix' ? 'SMPTE_Dissolve' : 'Custom_Transition',
      in_offset: time(0),
      out_offset: time(frames),
    };
    return [fade, child];
  });
  const all = (own: (file: ManifestFile) => boolean): Json[] =>
    cover(first, end, files.filter(own), manifest).map((piece) => place(piece, piece.file?.name ?? ''));
  const people = new Map(files.flatMap(({ contributorId, name }) => (contributorId ? [[contributorId, name]] : [])));
  const children = [
    track('Programme', 'Video', cut),
    ...[...people].map(([id, name]) =>
      track(
        name,
        'Video',
        all((file) => file.contributorId === id && file.video !== null),
        false,
      ),
    ),
    track(
      'Programme sound',
      'Audio',
      all((file) => file.contributorId === null),
    ),
    ...[...people].map(([id, name]) =>
      track(
        name,
        'Audio',
        all((file) => file.contributorId === id && file.audio),
        false,
      ),
    ),
  ];
  return {
    OTIO_SCHEMA: 'Timeline.1',
    metadata: {
      antenne: { startedAt: manifest.startedAt, timecode: timecode(Date.parse(manifest.startedAt), first, frameRate) },
    },
    name: title,
    // Time of day, in frames since midnight (UTC).
    global_start_time: time(framesSinceMidnight(manifest, first)),
    tracks: {
      OTIO_SCHEMA: 'Stack.1',
      metadata: {},
      name: 'tracks',
      source_range: null,
      effects: [],
      markers: [],
      enabled: true,
      children,
    },
  };
}

function framesSinceMidnight({ startedAt, frameRate }: Manifest, frame: number): number {
  const ms = Date.parse(startedAt);
  return Math.round(((ms % 86_400_000) * frameRate) / 1000) + frame;
}
