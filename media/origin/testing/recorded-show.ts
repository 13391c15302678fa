/**
 * A show with everything that may happen to it, written down part by part as players meet it over HTTP: real encoders, the
 * real packager, the real origin. It is played once; the rules are judged from what was written down.
 */
import { randomUUID } from 'node:crypto';
import { truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { type ProbedPlaylist, type ProbedSegment, probePlaylist } from '../../packager/testing/playlist-probe.ts';
import { until } from '../../packager/testing/reading.ts';
import { type Answer, FRAMES_PER_PART, SEGMENT, Stage } from './stage.ts';

const SMALL = { name: '90p', width: 160, height: 90, videoBitrate: 100_000 };
/** ms since 1970 UTC. */
const FIRST_PICTURE = 1_750_000_000_000;
const LEAN_BITRATE = 64_000;
export const RENDITIONS = ['main', '90p', 'sound'] as const;
export type Rendition = (typeof RENDITIONS)[number];
/** Parts of a segment. */
const PARTS = SEGMENT / FRAMES_PER_PART;
/** What the stage lists of the past, seconds. */
export const WINDOW = 16;
/** For how long parts are listed after their segment's end, and served after that, in target durations. */
const PART_LIFE = 3;
const PART_AFTERLIFE = 3;

export type Chapter =
  | 'live'
  | 'the programme is restarted'
  | 'media is restarted, and a segment is lost'
  | 'ticks are left out'
  | 'the ladder changes'
  | 'all of that leaves the window'
  | 'finished';

/** What can be seen between two parts. */
export interface Look {
  chapter: Chapter;
  /** Items that had begun. */
  begun: number;
  multivariant: string;
  playlists: ReadonlyMap<Rendition, ProbedPlaylist>;
  /** The same as delta updates: of segments, and of date ranges too. */
  deltas: ReadonlyMap<Rendition, ProbedPlaylist>;
  shortest: ReadonlyMap<Rendition, ProbedPlaylist>;
}

/** A request that was held until the next part, and its answer. */
export interface Reload {
  chapter: Chapter;
  rendition: Rendition;
  msn: number;
  part: number;
  status: number;
  cacheControl: string | undefined;
  playlist: ProbedPlaylist;
}

/** A hinted part that was asked for before it was there. */
export interface Hinted {
  chapter: Chapter;
  rendition: Rendition;
  name: string;
  status: number;
  body: Buffer;
}

export class RecordedShow {
  readonly looks: Look[] = [];
  readonly reloads: Reload[] = [];
  readonly hints: Hinted[] = [];
  /** All that was listed, as it was served when it was listed first. */
  readonly bytes = new Map<string, Buffer>();
  /** What should have been served and was not. */
  readonly missing: string[] = [];
  stage: Stage;
  /** Items that went on air, as the server tells them. */
  readonly items: { id: string; at: number; title: string; translations: Record<string, string> }[] = [];
  private readonly dataDir: string;
  private chapter: Chapter = 'live';
  /** Complete segments as they were listed first, with the time of their ends in seconds from the first one's beginning. */
  private readonly seen = byName(RENDITIONS.map(() => new Map<number, { segment: ProbedSegment; end: number }>()));

  private constructor(stage: Stage, dataDir: string) {
    this.stage = stage;
    this.dataDir = dataDir;
  }

  static async play(dataDir: string): Promise<RecordedShow> {
    const show = new RecordedShow(await Stage.open(dataDir), dataDir);
    await show.play();
    return show;
  }

  /** Looks of those chapters, all of them by default. */
  during(...chapters: Chapter[]): Look[] {
    return this.looks.filter(({ chapter }) => chapters.length === 0 || chapters.includes(chapter));
  }

  /** All segments that were ever complete and are not lost, in order. */
  everySegment(rendition: Rendition): ProbedSegment[] {
    const all = new Map<number, ProbedSegment>();
    for (const look of this.looks) {
      for (const segment of listed(look, rendition).segments) {
        const { parts } = all.get(segment.msn) ?? segment;
        all.set(segment.msn, { ...segment, parts });
      }
    }
    return [...all.values()].filter(({ gap }) => !gap);
  }

  bytesOf(rendition: Rendition, name: string): Buffer {
    const bytes = this.bytes.get(`${rendition}/${name}`);
    if (!bytes) throw new Error(`${rendition}/${name} was never listed`);
    return bytes;
  }

  private async play(): Promise<void> {
    this.item('Ouverture');
    await this.begin(SEGMENT);
    await this.parts(2 * PARTS + 3);
    this.item('Ce que « l’eau » dit, "entre guillemets"', { en: 'What water says' });
    await this.parts(2);
    await this.segments(8);

    this.chapter = 'the programme is restarted';
    this.stage.channel.interrupt();
    await this.begin();
    await this.parts(4);
    this.item('Quito');
    await this.parts(PARTS);
    // A crash that nobody told of.
    await this.begin();
    await this.parts(2);
    await this.begin();
    await this.segments(1);

    this.chapter = 'media is restarted, and a segment is lost';
    const last = this.looks.at(-1)?.playlists.get('main')?.segments.at(-1);
    await this.stage.close();
    await truncate(join(this.dataDir, 'hls/show/90p', last?.uri ?? ''), 10);
    this.stage = await Stage.open(this.dataDir);
    await this.look();
    await this.begin();
    await this.parts(PARTS + 2);

    this.chapter = 'ticks are left out';
    for (const [index, missed] of [1, 2, 1, 3, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1].entries()) {
      // Every other time those with which a part, or a segment, would have begun.
      if (index % 2 === 0) this.stage.program?.advance(FRAMES_PER_PART - 1);
      this.stage.program?.miss(missed);
      await this.parts(1);
    }

    this.chapter = 'the ladder changes';
    await this.begin(FRAMES_PER_PART, []);
    await this.parts(PARTS + 3);
    await this.begin();
    await this.segments(1);

    this.chapter = 'all of that leaves the window';
    this.item('Questions');
    await this.segments(9);
    await this.parts(PARTS / 2);

    this.chapter = 'finished';
    const { channel } = this.stage;
    this.stage.program?.close();
    this.stage.program = null;
    channel.end();
    await until(channel, () => channel.ended);
    await this.look();
  }

  private async begin(frames = FRAMES_PER_PART, lower = [SMALL]): Promise<void> {
    this.stage.leanAudioBitrate = lower.length > 0 ? LEAN_BITRATE : undefined;
    await this.stage.begin(frames, 0, lower, this.now());
    await this.look();
  }

  /** By the programme's clock: the end of what was seen, ms since 1970 UTC. */
  private now(): number {
    const seen = this.looks.at(-1)?.playlists.get('main');
    if (!seen) return FIRST_PICTURE;
    const { open, segments } = seen;
    const seconds = open ? sum(open.parts) : (segments.at(-1)?.duration ?? 0);
    return Math.round(((open ?? segments.at(-1))?.programDateTime ?? 0) + seconds * 1000);
  }

  /** The next item goes on air; what is said of the earlier ones comes along, and one of them was renamed meanwhile. */
  private item(title: string, translations: Record<string, string> = {}): void {
    this.items.push({ id: randomUUID(), at: this.now(), title, translations });
    const renamed = this.items.map((one, index) => (index < this.items.length - 1 ? { ...one, title: 'x' } : one));
    this.stage.channel.putChapters(renamed);
  }

  /** The next parts, each awaited by players who ask for it beforehand. */
  private async parts(count: number): Promise<void> {
    for (let index = 0; index < count; index++) await this.nextPart();
  }

  /** The next segments, looked at once in each half. */
  private async segments(count: number): Promise<void> {
    for (let half = 0; half < 2 * count; half++) {
      await this.stage.advance(SEGMENT / 2);
      await this.look();
    }
  }

  private async nextPart(): Promise<void> {
    const { stage, chapter } = this;
    const { program } = stage;
    const before = this.looks.at(-1);
    if (!program || !before) throw new Error('nothing runs');
    const waiting = RENDITIONS.map(async (rendition) => {
      const { open, segments } = listed(before, rendition);
      const msn = open?.msn ?? (segments.at(-1)?.msn ?? 0) + 1;
      const part = open?.parts.length ?? 0;
      const path = `/hls/show/${rendition}/live.m3u8?_HLS_msn=${msn}&_HLS_part=${part}`;
      const { status, headers, text } = await this.patientGet(path);
      const cacheControl = headers['cache-control'];
      this.reloads.push({ chapter, rendition, msn, part, status, cacheControl, playlist: probePlaylist(text) });
    });
    const hinted = RENDITIONS.flatMap((rendition) => {
      const { hint } = listed(before, rendition);
      return hint === null ? [] : [this.takeHint(rendition, hint)];
    });
    await stage.holding(waiting.length + hinted.length);
    const made = program.parts.length;
    while (program.parts.length === made) program.advance(1);
    await Promise.all([...waiting, ...hinted]);
    await stage.advance(0);
    await this.look();
  }

  private async takeHint(rendition: Rendition, name: string): Promise<void> {
    const { chapter } = this;
    const { status, body } = await this.patientGet(`/hls/show/${rendition}/${name}`);
    this.hints.push({ chapter, rendition, name, status, body });
  }

  /** On a machine that has no time for tests, a request may be held for longer than the origin holds any: ask again. */
  private async patientGet(path: string): Promise<Answer> {
    for (;;) {
      const answer = await this.stage.get(path);
      if (answer.status !== 503) return answer;
    }
  }

  private async look(): Promise<void> {
    const { stage, chapter } = this;
    const [multivariant, ...playlists] = await Promise.all([
      stage.get('/hls/show/index.m3u8'),
      ...RENDITIONS.map((rendition) => stage.probe('', rendition)),
      ...RENDITIONS.map((rendition) => stage.probe('?_HLS_skip=YES', rendition)),
      ...RENDITIONS.map((rendition) => stage.probe('?_HLS_skip=v2', rendition)),
    ]);
    const look: Look = {
      chapter,
      begun: this.items.length,
      multivariant: multivariant.text,
      playlists: byName(playlists.slice(0, RENDITIONS.length)),
      deltas: byName(playlists.slice(RENDITIONS.length, 2 * RENDITIONS.length)),
      shortest: byName(playlists.slice(2 * RENDITIONS.length)),
    };
    this.looks.push(look);
    for (const [rendition, playlist] of look.playlists) {
      await this.fetchListed(rendition, playlist);
      this.note(rendition, playlist);
      if (playlist.open === null) await this.fetchRemoved(rendition, playlist);
    }
  }

  private async fetchListed(rendition: Rendition, { segments, open }: ProbedPlaylist): Promise<void> {
    for (const { map, parts, gap, uri } of [...segments, ...(open ? [{ ...open, uri: null }] : [])]) {
      const names = [map, ...parts.filter((part) => !part.gap).map((part) => part.uri), gap ? null : uri];
      for (const name of names) {
        const key = `${rendition}/${name}`;
        if (name === null || this.bytes.has(key)) continue;
        const { status, body } = await this.stage.get(`/hls/show/${key}`);
        if (status !== 200) this.missing.push(`${this.chapter}: ${key} is listed: ${status}`);
        this.bytes.set(key, body);
      }
    }
  }

  private note(rendition: Rendition, { segments }: ProbedPlaylist): void {
    const seen = this.seen.get(rendition);
    for (const segment of segments) {
      const { msn, duration, gap } = segment;
      const known = seen?.get(msn);
      const end = known?.end ?? (seen?.get(msn - 1)?.end ?? 0) + duration;
      // What was lost may not be asked for.
      if (!known || gap) seen?.set(msn, { segment, end });
    }
  }

  /** A player that holds an older playlist still asks for what has left it. */
  private async fetchRemoved(rendition: Rendition, playlist: ProbedPlaylist): Promise<void> {
    const { segments, targetDuration, mediaSequence } = playlist;
    const seen = this.seen.get(rendition);
    const end = seen?.get(segments.at(-1)?.msn ?? 0)?.end ?? 0;
    const removed = seen?.get(mediaSequence - 1)?.end ?? 0;
    for (const { segment, end: itsEnd } of seen?.values() ?? []) {
      if (segment.gap) continue;
      if (segment.msn < mediaSequence && removed - itsEnd < WINDOW) await this.ask(rendition, segment.uri);
      const age = (end - itsEnd) / targetDuration;
      if (age <= PART_LIFE || age > PART_LIFE + PART_AFTERLIFE) continue;
      for (const part of [segment.parts[0], segment.parts.at(-1)]) if (part) await this.ask(rendition, part.uri);
    }
  }

  private async ask(rendition: Rendition, name: string): Promise<void> {
    const { status } = await this.stage.get(`/hls/show/${rendition}/${name}`, {}, 'HEAD');
    if (status !== 200) this.missing.push(`${this.chapter}: ${rendition}/${name} has left the playlist: ${status}`);
  }
}

function sum(parts: readonly { duration: number }[]): number {
  return parts.reduce((total, { duration }) => total + duration, 0);
}

export function listed({ playlists }: Look, rendition: Rendition): ProbedPlaylist {
  const playlist = playlists.get(rendition);
  if (!playlist) throw new Error(`no ${rendition}`);
  return playlist;
}

function byName<T>(values: readonly T[]): Map<Rendition, T> {
  return new Map(values.flatMap((value, index) => (RENDITIONS[index] ? [[RENDITIONS[index], value] as const] : [])));
}
