/**
 * A good part of what a low-latency playlist must satisfy (RFC 8216bis, Apple's authoring specification, hls.js 1.7),
 * each broken rule as one sentence. No sentence: nothing broken was found.
 */
import { attributes, type Fetched, type ListedSegment, type MediaPlaylist } from './playlist.ts';

const ONCE = [
  'EXTM3U',
  'EXT-X-VERSION',
  'EXT-X-TARGETDURATION',
  'EXT-X-MEDIA-SEQUENCE',
  'EXT-X-DISCONTINUITY-SEQUENCE',
  'EXT-X-PART-INF',
  'EXT-X-SERVER-CONTROL',
  'EXT-X-ENDLIST',
];
/** Seconds by which a duration may miss its limit: playlists round to 5 or 6 digits. */
const ROUNDING = 0.0005;

/** Rules that one live low-latency playlist shows by itself. `started`: it has run for longer than six segments. */
export function brokenInPlaylist(playlist: MediaPlaylist, started: boolean): string[] {
  const broken: string[] = [];
  const rule = (holds: boolean, sentence: string) => {
    if (!holds) broken.push(sentence);
  };
  const target = playlist.targetDuration ?? 0;
  const partTarget = playlist.partTarget ?? 0;
  const complete = playlist.segments.filter((segment) => segment.uri !== null);

  rule(playlist.text.startsWith('#EXTM3U'), 'EXTM3U is not the first line');
  for (const tag of ONCE) {
    const count = playlist.tags.filter((other) => other === tag).length;
    rule(count <= 1, `${tag} stands ${count} times`);
  }
  rule(Number.isInteger(target) && target >= 1, `TARGETDURATION is ${playlist.targetDuration}`);
  rule((playlist.version ?? 0) >= 6, `VERSION is ${playlist.version}`);
  rule((playlist.mediaSequence ?? 0) >= 1, `MEDIA-SEQUENCE is ${playlist.mediaSequence}, hls.js wants 1 or more`);
  rule(playlist.discontinuitySequence !== null, 'DISCONTINUITY-SEQUENCE is missing');
  rule(
    !playlist.tags.includes('EXT-X-DISCONTINUITY') ||
      playlist.tags.indexOf('EXT-X-DISCONTINUITY-SEQUENCE') < playlist.tags.indexOf('EXT-X-DISCONTINUITY'),
    'DISCONTINUITY-SEQUENCE comes after a DISCONTINUITY',
  );
  rule(playlist.playlistType !== 'VOD' && !playlist.ended, 'a live playlist says that it is finished');
  rule(partTarget > 0, 'PART-INF is missing');
  rule(
    playlist.segments.some((segment) => segment.programDateTime !== null),
    'PROGRAM-DATE-TIME is missing',
  );

  const { serverControl } = playlist;
  rule(serverControl['CAN-BLOCK-RELOAD'] === 'YES', 'CAN-BLOCK-RELOAD is not YES');
  rule(Number(serverControl['PART-HOLD-BACK']) >= 3 * partTarget - ROUNDING, 'PART-HOLD-BACK is under 3 part targets');
  if (serverControl['HOLD-BACK']) {
    rule(Number(serverControl['HOLD-BACK']) >= 3 * target, 'HOLD-BACK is under 3 target durations');
  }
  if (serverControl['CAN-SKIP-UNTIL']) {
    rule(Number(serverControl['CAN-SKIP-UNTIL']) >= 6 * target, 'CAN-SKIP-UNTIL is under 6 target durations');
  }

  if (started) rule(complete.length >= 6, `only ${complete.length} segments are listed`);
  for (const [index, segment] of playlist.segments.entries()) {
    const before = playlist.segments[index - 1];
    const name = `segment ${segment.number}`;
    if (segment.duration !== null) rule(Math.round(segment.duration) <= target, `${name} lasts ${segment.duration} s`);
    rule(segment.map !== null, `${name} has no MAP`);
    if (before && before.map !== segment.map) rule(segment.discontinuity, `${name} changes MAP without DISCONTINUITY`);
    if (segment.discontinuity)
      rule(segment.programDateTime !== null, `${name} has no PROGRAM-DATE-TIME after DISCONTINUITY`);
    broken.push(...brokenInParts(segment, name, partTarget));
  }
  broken.push(...brokenInPartWindow(playlist, target));

  const types = playlist.preloadHints.map((hint) => hint.TYPE);
  rule(new Set(types).size === types.length, 'there are two PRELOAD-HINTs of one TYPE');
  rule(types.includes('PART'), 'PRELOAD-HINT of a part is missing');
  const listed = new Set(playlist.segments.flatMap((segment) => segment.parts.map((part) => part.uri)));
  rule(!playlist.preloadHints.some((hint) => listed.has(hint.URI ?? '')), 'the hinted part is listed already');
  return broken;
}

function brokenInParts(segment: ListedSegment, name: string, partTarget: number): string[] {
  const broken: string[] = [];
  for (const [index, part] of segment.parts.entries()) {
    const last = index === segment.parts.length - 1;
    if (part.duration > partTarget + ROUNDING) broken.push(`part ${index} of ${name} lasts ${part.duration} s`);
    const mayBeShort = last || part.independent || part.gap || segment.parts[index + 1]?.gap === true;
    if (!mayBeShort && part.duration < 0.85 * partTarget) {
      broken.push(`part ${index} of ${name} lasts only ${part.duration} s`);
    }
  }
  const first = segment.parts[0];
  if (first && !first.independent && !first.gap) broken.push(`${name} does not start with an independent part`);
  if (segment.duration !== null && segment.parts.length > 0) {
    const sum = segment.parts.reduce((total, part) => total + part.duration, 0);
    if (Math.abs(sum - segment.duration) > 0.05) broken.push(`${name} lasts ${segment.duration} s, its parts ${sum} s`);
  }
  return broken;
}

/** Parts leave the playlist once their segment ends more than three target durations before the playlist's end. */
function brokenInPartWindow(playlist: MediaPlaylist, target: number): string[] {
  const broken: string[] = [];
  let behind = 0;
  for (const segment of [...playlist.segments].reverse()) {
    if (segment.parts.length > 0 && behind > 3 * target + ROUNDING) {
      broken.push(`segment ${segment.number} still lists parts ${behind.toFixed(3)} s before the end`);
    }
    behind += segment.duration ?? segment.parts.reduce((total, part) => total + part.duration, 0);
  }
  return broken;
}

/** Rules that only two playlists of one rendition, taken one after the other, can show. */
export function brokenBetween(earlier: MediaPlaylist, later: MediaPlaylist): string[] {
  const broken: string[] = [];
  const [from, to] = [earlier.mediaSequence ?? 0, later.mediaSequence ?? 0];
  if (to < from) broken.push(`MEDIA-SEQUENCE fell from ${from} to ${to}`);
  if (earlier.targetDuration !== later.targetDuration) broken.push('TARGETDURATION changed');
  const uris = new Map(later.segments.map((segment) => [segment.number, segment.uri]));
  for (const segment of earlier.segments) {
    const uri = uris.get(segment.number);
    if (segment.uri !== null && uri !== undefined && uri !== segment.uri) {
      broken.push(`segment ${segment.number} was ${segment.uri} and is ${uri} now`);
    }
  }
  const removed = earlier.segments.filter((segment) => segment.number < to && segment.discontinuity).length;
  const grown = (later.discontinuitySequence ?? 0) - (earlier.discontinuitySequence ?? 0);
  if (to - from <= earlier.segments.length && grown !== removed) {
    broken.push(`DISCONTINUITY-SEQUENCE grew by ${grown}, ${removed} DISCONTINUITY tags were removed`);
  }
  return broken;
}

export function brokenInMultivariant(text: string): string[] {
  const broken: string[] = [];
  if (!text.includes('#EXT-X-INDEPENDENT-SEGMENTS')) broken.push('INDEPENDENT-SEGMENTS is missing');
  const variants = text.split(/\r?\n/).filter((line) => line.startsWith('#EXT-X-STREAM-INF:'));
  if (variants.length === 0) broken.push('there is no STREAM-INF');
  for (const variant of variants) {
    const given = attributes(variant.slice(variant.indexOf(':') + 1));
    // Sound alone has neither size nor rate.
    const ofPictures = given.CODECS?.includes('avc1') === false ? [] : ['RESOLUTION', 'FRAME-RATE'];
    for (const name of ['BANDWIDTH', 'AVERAGE-BANDWIDTH', 'CODECS', ...ofPictures]) {
      if (!given[name]) broken.push(`STREAM-INF lacks ${name}`);
    }
  }
  return broken;
}

/** What a playlist's HTTP answer must say. `cacheSeconds`: the exact max-age wanted. */
export function brokenInAnswer(answer: Fetched, cacheSeconds: number): string[] {
  const broken: string[] = [];
  const header = (name: string) => answer.headers.get(name) ?? '';
  if (answer.status !== 200) broken.push(`the answer is ${answer.status}`);
  if (!header('content-type').startsWith('application/vnd.apple.mpegurl')) {
    broken.push(`Content-Type is "${header('content-type')}"`);
  }
  if (header('access-control-allow-origin') !== '*') broken.push('Access-Control-Allow-Origin is not *');
  if (!/\bage\b/i.test(header('access-control-expose-headers'))) broken.push('Age is not exposed');
  const maxAge = /max-age=(\d+)/.exec(header('cache-control'))?.[1];
  if (Number(maxAge) !== cacheSeconds) broken.push(`Cache-Control is "${header('cache-control')}"`);
  if (answer.text.length > 1024 && !/gzip|br/.test(header('content-encoding'))) broken.push('it is not compressed');
  return broken;
}
