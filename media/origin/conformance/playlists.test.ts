/**
 * What RFC 8216bis (draft 16), Apple's authoring specification and hls.js 1.7 ask of an origin, judged from a recorded
 * show: live, after faults, and finished. The rules of single requests are in `requests.test.ts`; compression, CORS,
 * ranges and bad names in `../origin.test.ts`; sizes at hour four in `../../packager/playlist.test.ts`.
 */
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Decoded, decode } from '../../packager/testing/decode.ts';
import { mergeDelta, type ProbedPlaylist, type ProbedSegment } from '../../packager/testing/playlist-probe.ts';
import { tempFolder } from '../../packager/testing/reading.ts';
import { brokenRanges, brokenUpdates } from '../testing/date-range-rules.ts';
import { type Look, listed, RENDITIONS, RecordedShow, type Rendition } from '../testing/recorded-show.ts';
import { MAX_AGE } from '../testing/stage.ts';

const SOUND_FRAME_SECONDS = 1024 / 48_000;

let show: RecordedShow;
let dataDir: string;

beforeAll(async () => {
  dataDir = await tempFolder();
  show = await RecordedShow.play(dataDir);
}, 300_000);

afterAll(async () => {
  await show?.stage.close();
  await rm(dataDir, { recursive: true });
});

/** Every playlist of a rendition in order, with what was seen before it. */
function playlists(rendition: Rendition): { look: Look; now: ProbedPlaylist; before: ProbedPlaylist | null }[] {
  return show.looks.map((look, index) => {
    const earlier = show.looks[index - 1];
    return { look, now: listed(look, rendition), before: earlier ? listed(earlier, rendition) : null };
  });
}

/** Sentences about what is broken, each once. */
function broken<T>(items: readonly T[], judge: (item: T) => readonly (string | false | null)[]): string[] {
  return [...new Set(items.flatMap(judge).filter((sentence) => typeof sentence === 'string'))];
}

const isMissing = ({ gap, parts }: Pick<ProbedSegment, 'gap' | 'parts'>) => gap || parts.some((part) => part.gap);

/** All entries of a playlist that may hold parts. */
function entries({ segments, open }: ProbedPlaylist): Omit<ProbedSegment, 'uri' | 'duration'>[] {
  return open ? [...segments, open] : segments;
}

const isLive = ({ now }: { now: ProbedPlaylist }) => !now.ended;
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

it('the show has had everything that is judged here', () => {
  const own = playlists('main').map(({ now }) => now);
  expect(own.at(-1)?.ended).toBe(true);
  expect(own.at(-1)?.discontinuitySequence).toBe(6);
  expect(own.some(({ segments }) => segments.some(({ gap }) => gap))).toBe(true);
  expect(own.some(({ segments }) => segments.some(({ duration }) => duration > 2))).toBe(true);
  expect(show.missing).toEqual([]);
});

describe.each(RENDITIONS)('the playlist of %s', (rendition) => {
  it('has an integer TARGETDURATION for life, and no rounded EXTINF above it (4.4.3.1)', () => {
    expect([...new Set(playlists(rendition).map(({ now }) => now.targetDuration))]).toEqual([2]);
    const long = broken(playlists(rendition), ({ now }) =>
      now.segments.map(({ msn, duration }) => Math.round(duration) > now.targetDuration && `${msn}: ${duration} s`),
    );
    expect(long).toEqual([]);
  });

  it('begins at MEDIA-SEQUENCE 1 and grows it by one with each removal, through every restart (4.4.3.2, hls.js)', () => {
    expect(playlists(rendition)[0]?.now.mediaSequence).toBe(1);
    const wrong = broken(playlists(rendition), ({ now, before }) => {
      const listedBefore = before?.segments.map(({ msn }) => msn) ?? [];
      const gone = listedBefore.filter((msn) => !now.segments.some((segment) => segment.msn === msn));
      return [before !== null && now.mediaSequence !== before.mediaSequence + gone.length && `${now.mediaSequence}`];
    });
    expect(wrong).toEqual([]);
  });

  it('keeps the URI of a media sequence number, and never uses a name again (6.2.2)', () => {
    const names = new Map<number, string>();
    const wrong = broken(playlists(rendition), ({ now }) =>
      now.segments.map(({ msn, uri }) => {
        const known = names.get(msn) ?? uri;
        names.set(msn, known);
        return known !== uri && `${msn} was ${known} and is ${uri}`;
      }),
    );
    expect(wrong).toEqual([]);
    expect(new Set(names.values()).size).toBe(names.size);
  });

  it('counts in DISCONTINUITY-SEQUENCE the DISCONTINUITY tags that were removed (4.4.3.3, 6.2.2)', () => {
    const wrong = broken(playlists(rendition), ({ now, before }) => {
      const removed = before?.segments.filter(({ msn, discontinuity }) => msn < now.mediaSequence && discontinuity);
      const grown = now.discontinuitySequence - (before?.discontinuitySequence ?? 0);
      return [grown !== (removed?.length ?? 0) && `${now.mediaSequence}: grew by ${grown}`];
    });
    expect(wrong).toEqual([]);
  });

  it('has a DISCONTINUITY and another MAP where codec, size or timestamps begin anew, and nowhere else (4.4.4.3)', () => {
    const wrong = broken(playlists(rendition), ({ now }) =>
      entries(now).map((segment, index) => {
        const before = entries(now)[index - 1];
        if (!before || isMissing(before) || isMissing(segment)) return null;
        return segment.discontinuity !== (segment.map !== before.map) && `${segment.msn}`;
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('marks what is missing as a GAP, segment and parts (4.4.4.7)', () => {
    const wrong = broken(playlists(rendition), ({ now }) =>
      now.segments.map(({ msn, gap, parts }) => {
        // The last picture of an encoder that was stopped has no sound.
        const judged = rendition === 'sound' && !gap ? parts.slice(0, -1) : parts;
        return judged.some((part) => part.gap !== gap) && `${msn}`;
      }),
    );
    expect(wrong).toEqual([]);
    const gaps = playlists(rendition).flatMap(({ now }) => now.segments.filter(({ gap }) => gap));
    expect(gaps.some(({ parts }) => parts.length > 0)).toBe(true);
  });

  it('never falls below six segments nor three TARGETDURATIONs by a removal (6.2.2, Apple)', () => {
    const short = broken(playlists(rendition), ({ now, before }) => {
      const isShort = now.segments.length < 6 || sum(now.segments.map(({ duration }) => duration)) < 6;
      return [now.mediaSequence !== before?.mediaSequence && before !== null && isShort && `${now.mediaSequence}`];
    });
    expect(short).toEqual([]);
  });

  it('has no PLAYLIST-TYPE as long as it slides; finished, it is a VOD with ENDLIST, no hint and no part (4.4.3.4, 4.4.3.5)', () => {
    const last = listed(show.during('finished')[0] as Look, rendition);
    expect(last).toMatchObject({ ended: true, hint: null, open: null, control: null, type: 'VOD' });
    expect(last.segments.flatMap(({ parts }) => parts)).toEqual([]);
    expect(broken(playlists(rendition).filter(isLive), ({ now }) => [now.type, now.ended && 'ended'])).toEqual([]);
  });

  it('says VERSION 10, which a SKIP of date ranges needs (section 8)', () => {
    expect(broken(playlists(rendition), ({ now }) => [now.version < 10 && `${now.version}`])).toEqual([]);
  });

  it('has PROGRAM-DATE-TIME at every segment, in the order of their media (4.4.4.6)', () => {
    const wrong = broken(playlists(rendition), ({ now }) =>
      entries(now).map(({ msn, programDateTime }, index) => {
        const before = now.segments[index - 1];
        if (programDateTime === null) return `${msn} has none`;
        if (!before || entries(now)[index]?.discontinuity) return null;
        const expected = (before.programDateTime ?? 0) + before.duration * 1000;
        return Math.abs(programDateTime - expected) > 1 && `${msn}: ${programDateTime - expected} ms`;
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('lists no part above PART-TARGET, and none below 85 % of it but the last and those at a gap (4.4.4.9)', () => {
    const wrong = broken(playlists(rendition).filter(isLive), ({ now }) => {
      const target = now.partTarget ?? 0;
      return entries(now).flatMap(({ msn, parts }) =>
        parts.map(({ duration, gap, independent }, index) => {
          const isFree = gap || independent || index === parts.length - 1 || parts[index + 1]?.gap;
          const isWrong = duration > target + 1e-6 || (!isFree && duration < 0.85 * target);
          return isWrong && `${msn}.${index}: ${duration} s`;
        }),
      );
    });
    expect(wrong).toEqual([]);
  });

  it('begins each segment with an INDEPENDENT part; so is every part of sound alone (4.4.4.9, B.1)', () => {
    const wrong = broken(playlists(rendition), ({ now }) =>
      entries(now).flatMap(({ msn, parts }) =>
        parts.map(({ independent, gap }, index) => {
          const should = index === 0 || (rendition === 'sound' && !gap);
          return should && !independent && `${msn}.${index}`;
        }),
      ),
    );
    expect(wrong).toEqual([]);
  });

  it('lists parts until their segment is three TARGETDURATIONs old, and not longer (4.4.4.9)', () => {
    const wrong = broken(playlists(rendition).filter(isLive), ({ now }) => {
      let age = sum(now.open?.parts.map(({ duration }) => duration) ?? []);
      return now.segments.toReversed().map(({ msn, parts, duration }) => {
        const isRight = parts.length > 0 === age <= 3 * now.targetDuration + 1e-6;
        age += duration;
        return !isRight && `${msn}: ${parts.length} parts`;
      });
    });
    expect(wrong).toEqual([]);
  });

  it('promises blocking reload, hold-backs and delta updates in the same words all its life (4.4.3.8)', () => {
    const words = new Set(
      playlists(rendition)
        .filter(isLive)
        .map(({ now }) => now.lines.filter((line) => /^#EXT-X-(?:SERVER-CONTROL|PART-INF)/.test(line)).join('\n')),
    );
    expect(words.size).toBe(1);
    const { control, partTarget, targetDuration } = listed(show.looks[0] as Look, rendition);
    expect(control?.get('CAN-BLOCK-RELOAD')).toBe('YES');
    expect(Number(control?.get('PART-HOLD-BACK'))).toBeGreaterThanOrEqual(3 * (partTarget ?? 1));
    expect(Number(control?.get('HOLD-BACK'))).toBeGreaterThanOrEqual(3 * targetDuration);
    expect(Number(control?.get('CAN-SKIP-UNTIL'))).toBeGreaterThanOrEqual(6 * targetDuration);
    expect(control?.get('CAN-SKIP-DATERANGES')).toBe('YES');
  });

  it('answers a reload that was held with the part that it named, never with a playlist that stood still (6.2.5.2)', () => {
    const reloads = show.reloads.filter((reload) => reload.rendition === rendition);
    expect(reloads.length).toBeGreaterThan(60);
    const wrong = broken(reloads, ({ msn, part, status, cacheControl, playlist }) => {
      const { open, segments } = playlist;
      const parts = (open?.msn === msn ? open : segments.find((one) => one.msn === msn))?.parts ?? [];
      const isWrong = status !== 200 || parts.length !== part + 1 || cacheControl !== MAX_AGE(12);
      return [isWrong && `${msn}.${part}: ${status} ${parts.length} ${cacheControl}`];
    });
    expect(wrong).toEqual([]);
  });

  it('hints at exactly the part that comes next, and serves that under its name (4.4.5.3, 6.2.6)', () => {
    const hints = show.hints.filter((hint) => hint.rendition === rendition);
    expect(hints.length).toBeGreaterThan(60);
    const wrong = broken(hints, ({ name, status, body }) => [
      (status !== 200 || !body.equals(show.bytesOf(rendition, name))) && `${name}: ${status}`,
    ]);
    expect(wrong).toEqual([]);
  });

  it('as a delta update says one SKIP, and merged with any earlier one is the full playlist (6.2.5.1)', () => {
    const bare = ({ parts: _, map, ...segment }: ProbedSegment) => ({ ...segment, map: segment.gap ? null : map });
    let merged = 0;
    show.looks.forEach((look, index) => {
      const [full, delta] = [listed(look, rendition), look.deltas.get(rendition)];
      if (!delta) throw new Error('no delta');
      expect(delta.skipped + delta.segments.length).toBe(full.segments.length);
      for (const back of [1, 7]) {
        const earlier = show.looks[index - back];
        if (!earlier || look.chapter === 'finished') continue;
        expect(mergeDelta(listed(earlier, rendition), delta).map(bare)).toEqual(full.segments.map(bare));
        merged += Number(delta.skipped > 0);
      }
    });
    expect(merged).toBeGreaterThan(60);
  });

  it('has the items of the show as date ranges, as long as they overlap what is listed (4.4.5.1, 6.2.5.1)', () => {
    expect(brokenRanges(show, rendition)).toEqual([]);
    const { wrong, skipping } = brokenUpdates(show, rendition);
    expect(wrong).toEqual([]);
    expect(skipping).toBeGreaterThan(10);
  });

  it('reports how far every other rendition is, which never leads (4.4.5.4)', () => {
    const wrong = broken(
      show.during().filter(({ chapter }) => chapter !== 'finished'),
      (look) => {
        const { reports, open, segments } = listed(look, rendition);
        const at = open ?? segments.at(-1);
        const others = variantsOf(look).filter((uri) => uri !== `${rendition}/live.m3u8`);
        const right = others.map((uri) => `../${uri} ${at?.msn} ${(at?.parts.length ?? 0) - 1}`);
        const given = reports.map(({ uri, msn, part }) => `${uri} ${msn} ${part}`);
        return [given.join() !== right.join() && `${given.join()} instead of ${right.join()}`];
      },
    );
    expect(wrong).toEqual([]);
  });
});

function variantsOf({ multivariant }: Look): string[] {
  return multivariant.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

describe('all renditions', () => {
  it('have the same borders, times and discontinuities at any moment (6.2.4)', () => {
    const outline = ({ segments, open, mediaSequence, discontinuitySequence }: ProbedPlaylist) => ({
      mediaSequence,
      discontinuitySequence,
      segments: segments.map(({ msn, cc, duration, programDateTime }) => ({ msn, cc, duration, programDateTime })),
      open: open && { msn: open.msn, cc: open.cc, parts: open.parts.length, programDateTime: open.programDateTime },
    });
    for (const look of show.during()) {
      for (const rendition of RENDITIONS) {
        expect(outline(listed(look, rendition))).toEqual(outline(listed(look, 'main')));
      }
    }
  });

  it('are named in the multivariant playlist with all that a player chooses by (4.4.6.2)', () => {
    for (const look of show.during()) {
      expect(look.multivariant).toMatch(/^#EXTM3U\n#EXT-X-VERSION:\d+\n#EXT-X-INDEPENDENT-SEGMENTS\n/);
      const infos = look.multivariant.split('\n').filter((line) => line.startsWith('#EXT-X-STREAM-INF:'));
      expect(infos).toHaveLength(variantsOf(look).length);
      for (const info of infos) {
        expect(info).toMatch(
          /:BANDWIDTH=\d+,AVERAGE-BANDWIDTH=\d+,CODECS="(?:avc1\.\w{6},mp4a\.40\.2",RESOLUTION=\d+x\d+,FRAME-RATE=25\.000|mp4a\.40\.2")$/,
        );
      }
    }
  });

  it('cost no more than their BANDWIDTH, whole segments measured (4.1)', () => {
    for (const rendition of RENDITIONS) {
      const [first] = show.looks;
      const lines = first?.multivariant.split('\n') ?? [];
      const info = lines[lines.indexOf(`${rendition}/live.m3u8`) - 1] ?? '';
      const bandwidth = Number(/:BANDWIDTH=(\d+)/.exec(info)?.[1]);
      const peaks = playlists(rendition).flatMap(({ now }) =>
        now.segments
          .filter(({ gap, duration }) => !gap && duration >= 1)
          .map(({ uri, duration }) => (show.bytesOf(rendition, uri).length * 8) / duration),
      );
      expect(Math.max(...peaks)).toBeLessThanOrEqual(bandwidth);
    }
  });
});

describe.each(RENDITIONS)('the media of %s', (rendition) => {
  it('is in its parts what it is in their parent segments (4.4.4.9)', () => {
    const whole = show.everySegment(rendition).filter(({ parts }) => parts.length > 0 && !parts.some(({ gap }) => gap));
    expect(whole.length).toBeGreaterThan(20);
    for (const { uri, parts } of whole) {
      const bytes = Buffer.concat(parts.map((part) => show.bytesOf(rendition, part.uri)));
      expect(bytes.equals(show.bytesOf(rendition, uri)), uri).toBe(true);
    }
  });

  it('begins every segment with an IDR picture, goes on without a gap and lasts as long as EXTINF says (3, 4.4.4.1)', async () => {
    for (const [map, segments] of runsOf(rendition)) {
      const { videoPackets, sounds } = await decoded(rendition, map, segments);
      for (const packets of [videoPackets, sounds]) {
        for (const [index, { pts, duration }] of packets.entries()) {
          expect(packets[index + 1]?.pts ?? pts + duration).toBeCloseTo(pts + duration, 3);
        }
      }
      const listedSeconds = sum(segments.map(({ duration }) => duration));
      const media = rendition === 'sound' ? sounds : videoPackets;
      const [first, last] = [media[0], media.at(-1)];
      const mediaSeconds = (last?.pts ?? 0) + (last?.duration ?? 0) - (first?.pts ?? 0);
      expect(Math.abs(mediaSeconds - listedSeconds)).toBeLessThanOrEqual(last?.duration ?? 0);
      // Sound and picture begin and end together, within a frame of sound.
      const [firstSound, lastSound] = [sounds[0], sounds.at(-1)];
      const soundSeconds = (lastSound?.pts ?? 0) + (lastSound?.duration ?? 0) - (firstSound?.pts ?? 0);
      expect(Math.abs(soundSeconds - listedSeconds)).toBeLessThanOrEqual(SOUND_FRAME_SECONDS + 1e-6);
      if (rendition === 'sound') continue;
      let start = first?.pts ?? 0;
      for (const { duration } of segments) {
        expect(videoPackets.find(({ pts }) => Math.abs(pts - start) < 0.001)?.key).toBe(true);
        start += duration;
      }
    }
  }, 120_000);

  // Sound has no key frames.
  if (rendition !== 'sound')
    it('has INDEPENDENT on every part that begins with a key frame, and on no other (4.4.4.9)', async () => {
      let judged = 0;
      for (const [map, segments] of runsOf(rendition)) {
        const { videoPackets } = await decoded(rendition, map, segments);
        const keys = videoPackets.filter(({ key }) => key);
        let segmentStart = videoPackets[0]?.pts ?? 0;
        for (const { duration, parts, msn } of segments) {
          let start = segmentStart;
          for (const [index, part] of parts.entries()) {
            const isKey = keys.some(({ pts }) => Math.abs(pts - start) < 0.001);
            expect([msn, index, part.independent]).toEqual([msn, index, isKey]);
            start += part.duration;
            judged += 1;
          }
          segmentStart += duration;
        }
      }
      expect(judged).toBeGreaterThan(60);
    }, 120_000);

  it('has its pictures and its sound at the same times as the others (6.2.4)', async () => {
    for (const [map, segments] of runsOf(rendition)) {
      const [own, other] = await Promise.all([decoded('main', map, segments), decoded(rendition, map, segments)]);
      const times = (items: readonly { pts: number }[]) => items.map(({ pts }) => pts);
      expect(times(other.sounds)).toEqual(times(own.sounds));
      expect(times(other.pictures)).toEqual(rendition === 'sound' ? [] : times(own.pictures));
    }
  }, 120_000);
});

const known = new Map<string, Promise<Decoded>>();

/** All that one MAP holds for. */
function decoded(rendition: Rendition, map: string, segments: readonly ProbedSegment[]): Promise<Decoded> {
  const key = `${rendition}/${map}`;
  const pieces = () => [show.bytesOf(rendition, map), ...segments.map(({ uri }) => show.bytesOf(rendition, uri))];
  const result = known.get(key) ?? decode(pieces());
  known.set(key, result);
  return result;
}

/** Segments that one MAP holds for, by its name. */
function runsOf(rendition: Rendition): Map<string, ProbedSegment[]> {
  const runs = Map.groupBy(show.everySegment(rendition), ({ map }) => map ?? '');
  expect(runs.size).toBeGreaterThan(4);
  return runs;
}

it('parts of sound alone last what they may: whole AAC frames below PART-TARGET and above 85 % of it (4.4.4.9)', async () => {
  const [, segments = []] = [...runsOf('sound')][0] ?? [];
  const { partTarget } = listed(show.looks[0] as Look, 'sound');
  for (const { map, parts } of segments.filter((segment) => segment.parts.length === 10)) {
    for (const { uri } of parts) {
      const { sounds } = await decode([show.bytesOf('sound', map ?? ''), show.bytesOf('sound', uri)]);
      const seconds = sum(sounds.map(({ duration }) => duration));
      expect(seconds).toBeLessThanOrEqual(partTarget ?? 0);
      expect(seconds).toBeGreaterThanOrEqual(0.85 * (partTarget ?? 1));
    }
  }
}, 120_000);
