import { expect, test } from 'vitest';
import { editOf } from './edit-list.ts';
import { edlOf } from './edl.ts';
import { type JournalEntry, type Manifest, manifestOf, timecode } from './journal.ts';
import { otioOf } from './otio.ts';

type Transition = { type: 'cut' } | { type: 'mix' | 'wipe' | 'dip'; frames: number };
const START = Date.UTC(2026, 4, 9, 18, 0, 0);
const feed = (contributorId: string) => ({ type: 'feed', contributorId });
const file = (name: string, contributorId: string | null, startFrame: number): JournalEntry => ({
  type: 'file',
  file: name,
  contributorId,
  name: contributorId === 'a' ? 'Awa' : contributorId === 'b' ? 'Inés' : 'Tour',
  startFrame,
  video: 'vp8',
  audio: true,
  width: 1280,
  height: 720,
  pid: 1,
});
const end = (name: string, endFrame: number): JournalEntry => ({
  type: 'end',
  file: name,
  endFrame,
  bytes: 1,
  reason: 'stopped',
});
const taken = (
  frame: number,
  source: Record<string, unknown> & { type: string },
  transition: Transition = { type: 'cut' },
) => ({ type: 'take', frame, source, transition }) as const;
const take = (
  frame: number,
  source: { type: string },
  transition: { type: 'cut' } | { type: 'mix' | 'wipe' | 'dip'; frames: number } = { type: 'cut' },
): JournalEntry => ({ type: 'take', frame, source, transition });

/** 40 s: Awa, a mix to Inés who is away for two seconds meanwhile, a scene of both, a dip to the slate, a wipe to Awa. */
const MANIFEST = manifestOf([
  { type: 'programme', version: 1, title: 'Le Tour', startedAt: START, frameRate: 25, width: 1280, height: 720 },
  { type: 'life', frame: 0, startedAt: START },
  file('programme-01.mp4', null, 0),
  file('awa-01.mkv', 'a', 12),
  file('ines-01.mkv', 'b', 20),
  take(0, feed('a')),
  take(250, feed('b'), { type: 'mix', frames: 25 }),
  end('ines-01.mkv', 350),
  file('ines-02.mkv', 'b', 400),
  take(500, { type: 'twoUp', contributorIds: ['a', 'b'] } as { type: string }),
  take(750, { type: 'slate' }, { type: 'dip', frames: 10 }),
  take(875, feed('a'), { type: 'wipe', frames: 12 }),
  end('awa-01.mkv', 1000),
  end('ines-02.mkv', 1000),
  end('programme-01.mp4', 1000),
  { type: 'over', frame: 1000 },
]) as Manifest;

test('each stretch on air is in the file of who was alone there, or in the programme’s; a hole stays a hole', () => {
  expect(editOf(MANIFEST).map((clip) => [clip.from, clip.to, clip.file?.file ?? null, clip.transition.type])).toEqual([
    [0, 12, null, 'cut'],
    [12, 250, 'awa-01.mkv', 'cut'],
    [250, 350, 'ines-01.mkv', 'mix'],
    [350, 400, null, 'cut'],
    [400, 500, 'ines-02.mkv', 'cut'],
    [500, 750, 'programme-01.mp4', 'cut'],
    // The programme's recording holds the transitions into what is only there, and out of it.
    [750, 875, 'programme-01.mp4', 'cut'],
    [875, 887, 'programme-01.mp4', 'cut'],
    [887, 1000, 'awa-01.mkv', 'cut'],
  ]);
  expect(editOf(MANIFEST).map(({ label }) => label)).toContain('twoUp: Awa, Inés');
});

test('the CMX 3600 list has the columns of the format, and the same time of day on both sides', () => {
  const edl = edlOf(MANIFEST, editOf(MANIFEST));
  const lines = edl.split('\r\n');
  expect(lines.slice(0, 2)).toEqual(['TITLE: Le Tour', 'FCM: NON-DROP FRAME']);
  const events = lines.filter((line) => /^\d{3}/.test(line));
  const CODE = String.raw`\d\d:[0-5]\d:[0-5]\d:[0-2]\d`;
  for (const event of events) {
    expect(event).toMatch(
      new RegExp(`^\\d{3}  [A-Z0-9 ]{8} V     (C   |D   |W001) (\\d{3}|   ) ${CODE} ${CODE} ${CODE} ${CODE}$`),
    );
  }
  expect(events.slice(1, 4)).toEqual([
    '002  AWA01    V     C        18:00:00:12 18:00:10:00 18:00:00:12 18:00:10:00',
    '003  AWA01    V     C        18:00:10:00 18:00:10:00 18:00:10:00 18:00:10:00',
    '003  INES01   V     D    025 18:00:10:00 18:00:14:00 18:00:10:00 18:00:14:00',
  ]);
  expect(events.at(-1)).toBe('009  AWA01    V     C        18:00:35:12 18:00:40:00 18:00:35:12 18:00:40:00');
  expect(lines).toContain('* TO CLIP NAME: ines-01.mkv');
  expect(lines).toContain('* FROM CLIP NAME: programme-01.mp4');
});

type Json = Record<string, unknown>;

/** What OpenTimelineIO's core data model says that each schema has. */
const FIELDS: Record<string, readonly string[]> = {
  'Timeline.1': ['metadata', 'name', 'global_start_time', 'tracks'],
  'Stack.1': ['metadata', 'name', 'source_range', 'effects', 'markers', 'enabled', 'children'],
  'Track.1': ['metadata', 'name', 'source_range', 'effects', 'markers', 'enabled', 'children', 'kind'],
  'Clip.2': [
    'metadata',
    'name',
    'source_range',
    'effects',
    'markers',
    'enabled',
    'media_references',
    'active_media_reference_key',
  ],
  'Gap.1': ['metadata', 'name', 'source_range', 'effects', 'markers', 'enabled'],
  'Transition.1': ['metadata', 'name', 'in_offset', 'out_offset', 'transition_type'],
  'ExternalReference.1': ['metadata', 'name', 'available_range', 'available_image_bounds', 'target_url'],
  'Marker.2': ['metadata', 'name', 'color', 'marked_range', 'comment'],
  'TimeRange.1': ['duration', 'start_time'],
  'RationalTime.1': ['rate', 'value'],
};

function objects(value: unknown): Json[] {
  if (Array.isArray(value)) return value.flatMap(objects);
  if (typeof value !== 'object' || value === null) return [];
  const own = value as Json;
  return [...('OTIO_SCHEMA' in own ? [own] : []), ...Object.values(own).flatMap(objects)];
}

interface Child {
  OTIO_SCHEMA: string;
  name: string;
  source_range: { start_time: { value: number }; duration: { value: number } };
  media_references?: { DEFAULT_MEDIA: { available_range: Child['source_range']; target_url: string } };
  out_offset?: { value: number };
}

test('the OpenTimelineIO timeline is whole by its data model, and every track lasts as long as the show', () => {
  const otio = otioOf(MANIFEST, editOf(MANIFEST)) as {
    tracks: { children: { name: string; kind: string; enabled: boolean; children: Child[] }[] };
  };
  for (const each of objects(otio)) {
    const { OTIO_SCHEMA: schema, ...fields } = each;
    expect([schema, Object.keys(fields).sort()]).toEqual([
      schema,
      [...(FIELDS[String(schema)] ?? ['unknown schema'])].sort(),
    ]);
  }
  const { children: tracks } = otio.tracks;
  expect(tracks.map(({ name, kind, enabled }) => [name, kind, enabled])).toEqual([
    ['Programme', 'Video', true],
    ['Awa', 'Video', false],
    ['Inés', 'Video', false],
    ['Programme sound', 'Audio', true],
    ['Awa', 'Audio', false],
    ['Inés', 'Audio', false],
  ]);
  for (const { children } of tracks) {
    const items = children.filter(({ OTIO_SCHEMA }) => OTIO_SCHEMA !== 'Transition.1');
    expect(items.reduce((sum, child) => sum + child.source_range.duration.value, 0)).toBe(1000);
    for (const { media_references, source_range } of items) {
      if (!media_references) continue;
      const available = media_references.DEFAULT_MEDIA.available_range.duration.value;
      expect(source_range.start_time.value + source_range.duration.value).toBeLessThanOrEqual(available);
    }
  }
  const cut = tracks[0]?.children ?? [];
  const mix = cut.findIndex(({ name }) => name === 'mix');
  expect([cut[mix - 1]?.name, cut[mix]?.out_offset?.value, cut[mix + 1]?.name]).toEqual(['Awa', 25, 'Inés']);
});

test('timecode goes over midnight and counts every frame', () => {
  const late = Date.UTC(2026, 4, 9, 23, 59, 59, 960);
  expect([0, 1, 2].map((frame) => timecode(late, frame, 25))).toEqual(['23:59:59:24', '00:00:00:00', '00:00:00:01']);
  expect(timecode(Date.UTC(2026, 0, 1), 30 * 60 * 30, 30)).toBe('00:30:00:00');
});

/** 20 s: Awa, a mix to a clip, the clip's end, a scene with a still, a hand at the fader from the scene to Inés. */
const HOUSE = manifestOf([
  { type: 'programme', version: 1, title: 'Le Tour', startedAt: START, frameRate: 25, width: 1280, height: 720 },
  { type: 'life', frame: 0, startedAt: START },
  file('programme-01.mp4', null, 0),
  file('awa-01.mkv', 'a', 0),
  file('ines-01.mkv', 'b', 0),
  take(0, feed('a')),
  { ...taken(100, { type: 'clip', assetId: 'c' }, { type: 'mix', frames: 12 }), titles: { c: 'Le karité' } },
  // At the clip's end, by itself, with its own transition.
  taken(192, feed('b'), { type: 'mix', frames: 8 }),
  {
    ...taken(250, { type: 'pip', slots: [feed('a'), { type: 'still', assetId: 's' }] }),
    titles: { s: 'Carte' },
  },
  taken(300, feed('a')),
  { ...taken(350, feed('a')), beside: feed('b') },
  { ...taken(380, feed('b')), beside: feed('a') },
  taken(384, feed('b')),
  taken(450, { type: 'everybody', slots: [feed('a')] }),
  taken(475, { type: 'everybody', slots: [feed('a'), feed('b')] }),
  end('awa-01.mkv', 500),
  end('ines-01.mkv', 500),
  end('programme-01.mp4', 500),
  { type: 'over', frame: 500 },
]) as Manifest;

test('clips, stills, scenes and a hand at the fader come from the programme’s recording, by name, each frame once', () => {
  const clips = editOf(HOUSE);
  expect(clips.map(({ from, to, file: own, label }) => [from, to, own?.file, label])).toEqual([
    [0, 100, 'awa-01.mkv', 'Awa'],
    [100, 192, 'programme-01.mp4', 'clip: Le karité'],
    [192, 200, 'programme-01.mp4', 'Inés'],
    [200, 250, 'ines-01.mkv', 'Inés'],
    [250, 300, 'programme-01.mp4', 'pip: Awa, still: Carte'],
    [300, 350, 'awa-01.mkv', 'Awa'],
    [350, 380, 'programme-01.mp4', 'Awa / Inés'],
    [380, 384, 'programme-01.mp4', 'Inés / Awa'],
    [384, 450, 'ines-01.mkv', 'Inés'],
    [450, 475, 'programme-01.mp4', 'everybody: Awa'],
    [475, 500, 'programme-01.mp4', 'everybody: Awa, Inés'],
  ]);
  expect(clips.every(({ transition }) => transition.type === 'cut')).toBe(true);
  const edl = edlOf(HOUSE, clips).split('\r\n');
  const events = edl.filter((line) => /^\d{3}/.test(line)).map((line) => line.split(/\s+/));
  expect(events.map(([, reel]) => reel)).toEqual([
    'AWA01',
    'PROGR01',
    'PROGR01',
    'INES01',
    'PROGR01',
    'AWA01',
    'PROGR01',
    'PROGR01',
    'INES01',
    'PROGR01',
    'PROGR01',
  ]);
  // One after the other, without a hole or an overlap.
  for (const [index, event] of events.entries()) if (index > 0) expect(event[4]).toBe(events[index - 1]?.[5]);
  expect(edl).toContain('* COMMENT: clip: Le karité');
  const otio = otioOf(HOUSE, clips) as { tracks: { children: { children: Child[] }[] } };
  const cut = otio.tracks.children[0]?.children ?? [];
  expect(cut.map(({ OTIO_SCHEMA }) => OTIO_SCHEMA)).toEqual(Array(clips.length).fill('Clip.2'));
  expect(cut.map(({ source_range }) => source_range.start_time.value)).toEqual(clips.map(({ from }) => from));
});
