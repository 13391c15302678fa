/**
 * What RFC 8216bis (draft 16), Apple's authoring specification and hls.js ask of renditions of captions: live, through
 * restarts, with a segment lost, and finished. What the words themselves are like is in `../captions.test.ts`.
 */
import { rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  mergeDelta,
  type ProbedPlaylist,
  type ProbedSegment,
  probePlaylist,
} from '../../packager/testing/playlist-probe.ts';
import { tempFolder, until } from '../../packager/testing/reading.ts';
import { type Answer, MAX_AGE, SEGMENT, Stage } from '../testing/stage.ts';

const STARTED_AT = 1_750_000_000_000;
const LANGUAGES = ['fr', 'en'] as const;
type Language = (typeof LANGUAGES)[number];

interface Look {
  multivariant: string;
  pictures: ProbedPlaylist;
  answer: Answer;
  words: ProbedPlaylist;
  delta: ProbedPlaylist;
  shortest: ProbedPlaylist;
}

let stage: Stage;
let dataDir: string;
const looks = new Map<Language, Look[]>(LANGUAGES.map((language) => [language, []]));
/** Files of words as they were served when they were listed first, by language and name. */
const files = new Map<string, string>();
const missing: string[] = [];
/** Reloads that were held: the number that was asked for, and the answer. */
const reloads: { msn: number; answer: Answer }[] = [];

beforeAll(async () => {
  dataDir = await tempFolder();
  stage = await Stage.open(dataDir);
  const caption = { id: 'a', start: STARTED_AT + 1_000, end: STARTED_AT + 40_000, rev: 1 };
  await stage.begin(SEGMENT, 0, [], STARTED_AT);
  await stage.channel.putCaptions({
    languages: [...LANGUAGES],
    captions: [
      { ...caption, language: 'fr', text: 'Bonsoir' },
      { ...caption, id: 'b', language: 'en', text: 'Good evening', rev: 2 },
    ],
  });
  stage.channel.putChapters([{ id: 'opening', at: STARTED_AT, title: 'Ouverture', translations: {} }]);
  await segments(9);
  // The programme is made anew.
  stage.channel.interrupt();
  await stage.begin(SEGMENT / 2, 0, [], STARTED_AT + 21_000);
  await segments(2);
  const lost = (await stage.probe()).segments.at(-1)?.uri ?? '';
  await stage.close();
  await truncate(join(dataDir, 'hls/show', lost), 10);
  stage = await Stage.open(dataDir);
  await look();
  await stage.begin(SEGMENT / 2, 0, [], STARTED_AT + 28_000);
  await segments(10);
  stage.program?.close();
  stage.program = null;
  stage.channel.end();
  await until(stage.channel, () => stage.channel.ended);
  await look();
}, 240_000);

afterAll(async () => {
  await stage?.close();
  await rm(dataDir, { recursive: true });
});

/** The next segments, each awaited by somebody who reads along, and looked at in its middle and at its end. */
async function segments(count: number): Promise<void> {
  for (let number = 0; number < count; number++) {
    const msn = stage.channel.lastCompleteMsn + 1;
    const waiting = stage.media(`?_HLS_msn=${msn}`, 'captions-fr');
    await stage.holding(1);
    await stage.advance(SEGMENT / 2);
    await look();
    while (stage.channel.lastCompleteMsn < msn) await stage.advance(5);
    reloads.push({ msn, answer: await waiting });
    await look();
  }
}

async function look(): Promise<void> {
  for (const language of LANGUAGES) {
    const rendition = `captions-${language}`;
    const [multivariant, pictures, answer, delta, shortest] = await Promise.all([
      stage.get('/hls/show/index.m3u8'),
      stage.probe(),
      stage.get(`/hls/show/${rendition}/live.m3u8`, { 'accept-encoding': 'gzip' }),
      stage.probe('?_HLS_skip=YES', rendition),
      stage.probe('?_HLS_skip=v2', rendition),
    ]);
    const words = probePlaylist(answer.text);
    looks.get(language)?.push({ multivariant: multivariant.text, pictures, answer, words, delta, shortest });
    for (const { uri } of words.segments) {
      const key = `${rendition}/${uri}`;
      if (files.has(key)) continue;
      const { status, text } = await stage.get(`/hls/show/${key}`);
      if (status !== 200) missing.push(`${key}: ${status}`);
      files.set(key, text);
    }
  }
}

const live = ({ words }: Look) => !words.ended;

describe.each(LANGUAGES)('the captions in %s', (language) => {
  const all = () => looks.get(language) ?? [];

  it('have had everything that is judged here', () => {
    expect(all().length).toBeGreaterThan(40);
    expect(all().some(({ pictures }) => pictures.segments.some(({ gap }) => gap))).toBe(true);
    expect(all().at(-1)?.words).toMatchObject({ ended: true, type: 'VOD', hint: null, open: null });
    expect(all().at(-1)?.words.mediaSequence).toBeGreaterThan(5);
  });

  it('cover the window of the pictures at every moment: numbers, lengths, times and discontinuities (6.2.4, Apple)', () => {
    const outline = (segments: readonly ProbedSegment[]) =>
      segments.map(({ msn, duration, cc, discontinuity, programDateTime }) => ({
        msn,
        duration,
        cc,
        discontinuity,
        programDateTime,
      }));
    for (const { words, pictures } of all()) {
      expect(outline(words.segments)).toEqual(outline(pictures.segments));
      expect(words.mediaSequence).toBe(pictures.mediaSequence);
      expect(words.discontinuitySequence).toBe(pictures.discontinuitySequence);
      expect(words.targetDuration).toBe(pictures.targetDuration);
      expect(words.segments.map(({ gap }) => gap)).not.toContain(true);
    }
  });

  it('keep the URI of a number and never use a name again, through restarts (6.2.2)', () => {
    const names = new Map<number, string>();
    for (const { msn, uri } of all().flatMap(({ words }) => words.segments)) {
      expect(names.get(msn) ?? uri).toBe(uri);
      names.set(msn, uri);
    }
    expect(new Set(names.values()).size).toBe(names.size);
  });

  it('promise the same as the pictures do, list no part and hint at none (4.4.3.8, 4.4.3.7)', () => {
    for (const { words, pictures } of all().filter(live)) {
      expect(words.control).toEqual(pictures.control);
      expect(words).toMatchObject({ partTarget: null, hint: null, open: null, type: null });
      expect(words.segments.flatMap(({ parts }) => parts)).toEqual([]);
    }
  });

  it('have the show’s items as date ranges, like every rendition (4.4.5.1)', () => {
    for (const { words, pictures } of all()) expect([...words.dateRanges]).toEqual([...pictures.dateRanges]);
    expect(all().every(({ words }) => words.dateRanges.size > 0 || words === all()[0]?.words)).toBe(true);
  });

  it('merged from a delta update are the full list (6.2.5.1)', () => {
    let merged = 0;
    all().forEach(({ words, delta, shortest }, index) => {
      const earlier = all()[index - 3];
      if (!earlier || words.ended) return;
      for (const update of [delta, shortest]) {
        expect(update.skipped + update.segments.length).toBe(words.segments.length);
        expect(mergeDelta(earlier.words, update)).toEqual(words.segments);
        merged += Number(update.skipped > 0);
      }
    });
    expect(merged).toBeGreaterThan(20);
  });

  it('are reported by the pictures and report them, and nobody leads (4.4.5.4)', () => {
    for (const { words, pictures } of all().filter(live)) {
      const other = LANGUAGES.find((one) => one !== language) ?? '';
      const last = words.segments.at(-1)?.msn;
      expect(pictures.reports.map(({ uri, msn }) => [uri, msn])).toEqual(
        LANGUAGES.map((one) => [`../captions-${one}/live.m3u8`, last]),
      );
      expect(words.reports.map(({ uri }) => uri)).toEqual(['../main/live.m3u8', `../captions-${other}/live.m3u8`]);
      const at = pictures.open ?? pictures.segments.at(-1);
      expect(words.reports[0]).toMatchObject({ msn: at?.msn, part: (at?.parts.length ?? 0) - 1 });
    }
  });

  it('are there in full when listed, on the pictures’ clock (3.1.4, Apple)', () => {
    expect(missing).toEqual([]);
    const texts = [...files].filter(([name]) => name.startsWith(`captions-${language}/`)).map(([, text]) => text);
    expect(texts.length).toBeGreaterThan(20);
    for (const text of texts) expect(text).toMatch(/^WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00\.000\n/);
    expect(
      texts.filter((text) => text.includes(language === 'fr' ? 'Bonsoir' : 'Good evening')).length,
    ).toBeGreaterThan(15);
  });

  it('travel compressed, are read by every page, and cached for half a segment (B.1)', () => {
    for (const { answer } of all()) {
      expect(answer.headers).toMatchObject({
        'content-type': 'application/vnd.apple.mpegurl',
        'access-control-allow-origin': '*',
        'cache-control': MAX_AGE(1),
      });
      expect(answer.headers['content-encoding']).toBe(answer.text.length > 1024 ? 'gzip' : undefined);
    }
    expect(all().some(({ answer }) => answer.text.length > 1024)).toBe(true);
  });
});

it('are one group of names that are their own, and chosen by who asks for them only (4.4.6.1)', () => {
  for (const { multivariant } of looks.get('fr') ?? []) {
    const media = multivariant.split('\n').filter((line) => line.startsWith('#EXT-X-MEDIA:'));
    expect(media).toHaveLength(LANGUAGES.length);
    for (const [index, language] of LANGUAGES.entries()) {
      expect(media[index]).toContain(`LANGUAGE="${language}"`);
      expect(media[index]).toMatch(/TYPE=SUBTITLES,GROUP-ID="captions"/);
      expect(media[index]).toMatch(/DEFAULT=NO,AUTOSELECT=YES,FORCED=NO/);
    }
    expect(new Set(media.map((line) => /NAME="([^"]+)"/.exec(line)?.[1])).size).toBe(LANGUAGES.length);
    const variants = multivariant.split('\n').filter((line) => line.startsWith('#EXT-X-STREAM-INF:'));
    expect(variants.length).toBeGreaterThan(0);
    for (const variant of variants) expect(variant).toContain('SUBTITLES="captions"');
  }
});

it('hold a reload until the segment is there, and then have it (6.2.5.2)', () => {
  expect(reloads.length).toBeGreaterThan(15);
  for (const { msn, answer } of reloads) {
    expect([answer.status, answer.headers['cache-control']]).toEqual([200, MAX_AGE(12)]);
    expect(probePlaylist(answer.text).segments.at(-1)?.msn).toBe(msn);
  }
});
