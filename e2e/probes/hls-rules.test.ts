import { expect, test } from 'vitest';
import { brokenBetween, brokenInMultivariant, brokenInPlaylist } from './hls-rules.ts';
import { parseMediaPlaylist, parseMultivariant } from './playlist.ts';

/** A sound playlist: seven segments of 2 s, the last three and the one that is growing with parts of 0.5 s. */
function playlist(first = 5, change: (line: string) => string | string[] = (line) => line): string {
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:9',
    '#EXT-X-TARGETDURATION:2',
    '#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=1.5,HOLD-BACK=6',
    '#EXT-X-PART-INF:PART-TARGET=0.5',
    `#EXT-X-MEDIA-SEQUENCE:${first}`,
    '#EXT-X-DISCONTINUITY-SEQUENCE:0',
    '#EXT-X-MAP:URI="init-a.mp4"',
    '#EXT-X-PROGRAM-DATE-TIME:2026-05-09T12:00:00.000Z',
  ];
  for (let number = first; number < first + 7; number += 1) {
    if (number >= first + 4) lines.push(...parts(number, 4));
    lines.push('#EXTINF:2.00000,', `${number}.m4s`);
  }
  lines.push(...parts(first + 7, 2), `#EXT-X-PRELOAD-HINT:TYPE=PART,URI="${first + 7}.2.m4s"`, '');
  return lines.flatMap(change).join('\n');
}

function parts(number: number, count: number): string[] {
  return Array.from(
    { length: count },
    (_, part) => `#EXT-X-PART:DURATION=0.5,URI="${number}.${part}.m4s"${part === 0 ? ',INDEPENDENT=YES' : ''}`,
  );
}

const broken = (change: (line: string) => string | string[]) =>
  brokenInPlaylist(parseMediaPlaylist(playlist(5, change)), true);

test('a sound playlist breaks nothing, and is read in full', () => {
  const read = parseMediaPlaylist(playlist());
  expect(brokenInPlaylist(read, true)).toEqual([]);
  expect(read.segments.map((segment) => segment.number)).toEqual([5, 6, 7, 8, 9, 10, 11, 12]);
  expect(read.segments.at(-1)).toMatchObject({ uri: null, duration: null, map: 'init-a.mp4' });
  expect(read.segments.at(-1)?.parts.map((part) => part.independent)).toEqual([true, false]);
  expect(read.segments[0]?.programDateTime).toBe(Date.UTC(2026, 4, 9, 12));
});

test.each<[string, string | RegExp, string, RegExp]>([
  ['a tag twice', '#EXT-X-VERSION:9', '#EXT-X-VERSION:9\n#EXT-X-VERSION:9', /VERSION stands 2 times/],
  ['a target duration too short', '#EXT-X-TARGETDURATION:2', '#EXT-X-TARGETDURATION:1', /lasts 2 s/],
  ['no discontinuity sequence', '#EXT-X-DISCONTINUITY-SEQUENCE:0', '#', /DISCONTINUITY-SEQUENCE is missing/],
  ['a part too long', /^(#EXT-X-PART:DURATION=)0\.5(,URI="9\.1.*)/, '$10.6$2', /part 1 of segment 9 lasts 0.6/],
  ['a part too short', /^(#EXT-X-PART:DURATION=)0\.5(,URI="9\.1.*)/, '$10.4$2', /part 1 of segment 9 lasts only 0.4/],
  ['no key frame at a segment', /^(#EXT-X-PART:.*"10\.0\.m4s"),INDEPENDENT=YES/, '$1', /segment 10 does not start/],
  ['a new init section in silence', '7.m4s', '7.m4s\n#EXT-X-MAP:URI="init-b.mp4"', /segment 8 changes MAP/],
  ['no hint', /^#EXT-X-PRELOAD-HINT.*/, '#', /PRELOAD-HINT of a part is missing/],
  ['a hold back too short', 'PART-HOLD-BACK=1.5', 'PART-HOLD-BACK=1.2', /PART-HOLD-BACK/],
])('%s is found', (_name, from, to, sentence) => {
  const found = broken((line) => line.replace(from, to).split('\n'));
  expect(found.join('; ')).toMatch(sentence);
});

test('parts that stay too long are found', () => {
  const read = parseMediaPlaylist(
    playlist(5, (line) => (line === '#EXTINF:2.00000,' ? [...parts(99, 4), line] : line)),
  );
  expect(brokenInPlaylist(read, true).join('; ')).toMatch(/segment 5 still lists parts/);
});

test('what may not change between two reloads is watched', () => {
  const [earlier, later] = [parseMediaPlaylist(playlist(5)), parseMediaPlaylist(playlist(7))];
  expect(brokenBetween(earlier, later)).toEqual([]);
  expect(brokenBetween(later, earlier).join('; ')).toMatch(/MEDIA-SEQUENCE fell from 7 to 5/);
  const renamed = parseMediaPlaylist(playlist(7, (line) => line.replace(/^9\.m4s$/, 'other.m4s')));
  expect(brokenBetween(earlier, renamed).join('; ')).toMatch(/segment 9 was 9.m4s and is other.m4s now/);
  const jumped = parseMediaPlaylist(
    playlist(7, (line) => line.replace('DISCONTINUITY-SEQUENCE:0', 'DISCONTINUITY-SEQUENCE:1')),
  );
  expect(brokenBetween(earlier, jumped).join('; ')).toMatch(/DISCONTINUITY-SEQUENCE grew by 1, 0/);
});

test('a multivariant playlist needs its attributes', () => {
  const stream =
    '#EXT-X-STREAM-INF:BANDWIDTH=2800000,AVERAGE-BANDWIDTH=2600000,CODECS="avc1.4d401f,mp4a.40.2",RESOLUTION=1280x720,FRAME-RATE=25';
  const text = `#EXTM3U\n#EXT-X-INDEPENDENT-SEGMENTS\n${stream}\nprogram/index.m3u8\n`;
  expect(brokenInMultivariant(text)).toEqual([]);
  expect(brokenInMultivariant(text.replace('CODECS', 'OTHER'))).toEqual(['STREAM-INF lacks CODECS']);
  const [variant] = parseMultivariant(text, 'http://127.0.0.1:1/hls/a/index.m3u8');
  expect(variant?.url).toBe('http://127.0.0.1:1/hls/a/program/index.m3u8');
  expect(variant?.attributes.CODECS).toBe('avc1.4d401f,mp4a.40.2');
});
