/**
 * One broadcast's playlist as it lives in the media process: the programme's output goes in, playlists and bytes come
 * out, and it goes on after restarts of the programme and of media itself.
 */
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { ProgramOutput } from '../core/program-output.ts';
import type { CaptionUpdate } from './captions.ts';
import type { NewChapter } from './chapters.ts';
import { type Cuts, isSameCut } from './cuts.ts';
import { readCuts } from './cuts-file.ts';
import { findMedia } from './find-media.ts';
import { GivenNumbers } from './given-numbers.ts';
import { lostSegments } from './lost-segments.ts';
import { captionLanguage, OWN, thumbnailName } from './names.ts';
import { longestPart } from './part-length.ts';
import { PartWatch, type PublishedPart } from './part-watch.ts';
import { type Delta, isStarted, renderMedia, renderMultivariant, renderThumbnails } from './playlist.ts';
import { type FoundMedia, RenditionFiles } from './rendition-files.ts';
import { type ReplayFile, replayFilesOf } from './replay-files.ts';
import { Storage } from './storage.ts';
import { Storyboards, sheetsOf } from './storyboard.ts';
import { Timeline, type TimelineConfig } from './timeline.ts';
import type { InitInfo, TimelineEvent } from './timeline-event.ts';
import { newRun, timelineOf } from './timeline-resume.ts';
import type { TimelineSegment } from './timeline-segment.ts';

/**
 * Two minutes: a process that was killed, or a loss of power, leaves nothing older torn. The files of hours are looked at
 * while the playlist is served already.
 */
const CHECKED_FIRST = 60;

type Thumbnail = Extract<ProgramOutput, { type: 'thumbnail' }>;

export interface ChannelOptions {
  slug: string;
  /** Folder of this broadcast's segments. Created when it is not there. */
  folder: string;
  config: TimelineConfig;
  log: Logger;
  /** Called for every part, once viewers can have it. */
  onPart?: ((part: PublishedPart) => void) | undefined;
}

export class Channel {
  readonly slug: string;
  /** Settled once the last run's playlist is back. Never rejects. */
  readonly ready: Promise<void>;
  closed = false;
  private timeline: Timeline;
  private readonly config: TimelineConfig;
  private readonly storage: Storage;
  private readonly given: GivenNumbers;
  /** By the rendition's name. */
  private readonly files = new Map<string, RenditionFiles>();
  private readonly log: Logger;
  private readonly listeners = new Set<() => void>();
  private readonly watch = new PartWatch();
  private readonly onPart: ChannelOptions['onPart'];
  private readonly storyboards: Storyboards;
  private queue: Promise<void>;
  /** Waits for the segment that it shows. */
  private thumbnail: Thumbnail | null = null;
  /** The index on disk lacks events: it must be written whole. */
  private indexStale = true;

  constructor(options: ChannelOptions) {
    this.slug = options.slug;
    this.onPart = options.onPart;
    this.config = options.config;
    this.log = options.log.child({ slug: options.slug });
    this.storage = new Storage(options.folder, this.log);
    this.given = new GivenNumbers(options.folder, this.log);
    this.storyboards = new Storyboards(this.storage);
    this.files.set(OWN, new RenditionFiles(this.storage));
    this.timeline = new Timeline(options.config, newRun());
    this.ready = this.reopen();
    this.queue = this.ready;
  }

  /** Takes the programme's next message. Returns at once; order is kept. */
  accept(output: ProgramOutput): void {
    this.enqueue(async () => {
      if (output.type === 'init') await this.takeInit(output);
      else if (output.type === 'part') await this.takePart(output);
      else this.thumbnail = output;
      await this.placeThumbnail();
    });
  }

  /** The programme process is gone: the segment that it was in ends with the parts that came. */
  interrupt(): void {
    this.enqueue(() => this.commit(this.timeline.planShut()));
  }

  /** The broadcast is over: the playlist gets its ENDLIST. Output that comes later opens it again. */
  end(): void {
    this.enqueue(async () => {
      await this.commit(this.timeline.planEnd());
      this.watch.rest();
      this.log.info({ segments: this.timeline.lastCompleteMsn }, 'playlist ended');
    });
  }

  /** What its finished playlist leaves out from now on. */
  cut(cuts: Cuts): void {
    this.enqueue(async () => {
      if (isSameCut(cuts, this.timeline.cuts)) return;
      this.timeline.cuts = cuts;
      this.timeline.version += 1;
      this.publish();
      this.log.info({ removed: cuts.removed.length, shown: this.timeline.shown().length }, 'replay cut');
    });
  }

  /**
   * Takes words over, whether the broadcast goes on or not. Nobody is woken by them: playlists do not change.
   * @returns the newest revision that is kept, by which the caller knows what to say again.
   */
  async putCaptions(update: CaptionUpdate): Promise<number> {
    this.enqueue(async () => {
      const events = this.timeline.captions.plan(update);
      if (events.length > 0) await this.storage.patiently(this.writeIndex(events));
      for (const event of events) this.timeline.apply(event);
    });
    await this.queue;
    return this.timeline.captions.rev;
  }

  /** Takes over which items went on air: all so far. What was listed once stays as it is. */
  putChapters(told: readonly NewChapter[]): void {
    this.enqueue(() => this.commit(this.timeline.planChapters(told)));
  }

  /** Writes what is queued and lets go of the files; what was published stays on disk. Safe twice. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await this.queue;
    await Promise.all([...this.files.values(), this.given].map((files) => files.close()));
    this.publish();
    this.listeners.clear();
  }

  get version(): number {
    return this.timeline.version;
  }
  get ended(): boolean {
    return this.timeline.ended;
  }
  /** There is something to play. */
  get started(): boolean {
    return isStarted(this.timeline);
  }
  get firstMsn(): number {
    return this.timeline.firstMsn;
  }
  get lastCompleteMsn(): number {
    return this.timeline.lastCompleteMsn;
  }
  get targetSeconds(): number {
    return this.timeline.config.segmentSeconds;
  }
  /** PART-TARGET. */
  get partSeconds(): number {
    return longestPart(this.timeline.config.partSeconds);
  }
  /** Seconds between the first listed frame and the last. */
  get listedSeconds(): number {
    return this.timeline.listedSeconds;
  }

  /** The disk does not take what comes, or too slowly: live goes on from memory. */
  get memoryOnly(): boolean {
    return [...this.files.values()].some(({ healthy }) => !healthy);
  }

  /** Parts that the segment has so far; 0 before it begins and after it is forgotten. */
  partCount(msn: number): number {
    return this.timeline.segment(msn)?.parts.length ?? 0;
  }

  /** Name of that segment; where it does not exist yet, the one that it would get. */
  nameOf(msn: number): string {
    return this.timeline.nameOf(msn);
  }

  multivariant(uncut = false): string | null {
    return renderMultivariant(this.timeline, uncut);
  }

  /** The thumbnails of what is listed, as WebVTT. */
  thumbnails(): string {
    return renderThumbnails(this.timeline, sheetsOf(this.timeline, this.config.segmentSeconds));
  }

  /** Thumbnails in one picture, by its name in their list; null: there is none such. */
  storyboard(name: string): Promise<Uint8Array | null> {
    return this.storyboards.picture(this.timeline, this.config.segmentSeconds, name);
  }

  /** @returns null when there is none */
  newestThumbnail(): FoundMedia | null {
    const segment = this.timeline.shown().findLast(({ thumbnail }) => thumbnail !== null);
    return segment ? this.find(OWN, thumbnailName(segment.name)) : null;
  }

  /** Has there ever been such a rendition? */
  has(rendition: string): boolean {
    const language = captionLanguage(rendition);
    return language === null ? this.files.has(rendition) : this.timeline.captions.languages.includes(language);
  }

  media(rendition: string, delta: Delta): string | null {
    return renderMedia(this.timeline, rendition, delta);
  }

  /** A finished broadcast's playlist with what was cut out of it; null while it is not finished. */
  uncut(rendition: string): string | null {
    return this.ended ? renderMedia(this.timeline, rendition, false, this.timeline.listed()) : null;
  }

  /** The files of what a finished broadcast shows, in the programme's own rendition; null while it is not finished. */
  replayFiles(): ReplayFile[] | null {
    return this.ended ? replayFilesOf(this.timeline, (name) => this.storage.path(name)) : null;
  }

  /** Calls back after every change and once when the channel closes. Returns its undo. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /**
   * @param uncut also what was cut out of a finished broadcast
   * @returns null when no such thing was ever promised, or it is long gone.
   */
  find(rendition: string, requested: string, uncut = false): FoundMedia | null {
    return findMedia(this.timeline, this.files, { rendition, name: requested, uncut });
  }

  private enqueue(work: () => Promise<void>): void {
    if (this.closed) return;
    this.queue = this.queue.then(work).catch((error: unknown) => {
      // The programme's next message still has its chance: one broken step must not end the broadcast.
      this.log.error({ err: error }, 'programme output not taken over');
    });
  }

  private async takeInit(output: Extract<ProgramOutput, { type: 'init' }>): Promise<void> {
    const { type: _, data, lower, ...info } = output;
    const events = this.timeline.planInit({
      ...info,
      lower: lower.map(({ data: _data, name: rendition, ...facts }) => ({ ...facts, rendition })),
    });
    const init = events.find((event) => event.type === 'init');
    if (!init) throw new Error('an init without its event');
    const bytes = [data, ...lower.map((one) => one.data)];
    await this.commit(events, () =>
      Promise.all(this.filesOf(init).map((files, index) => files.putInit(init.name, bytes[index]))),
    );
    const { epoch, codecs } = info;
    this.log.info({ epoch, init: init.name, codecs, lower: lower.map(({ name }) => name) }, 'programme epoch begins');
  }

  private async takePart(output: Extract<ProgramOutput, { type: 'part' }>): Promise<void> {
    const { type: _, data, lower, ...facts } = output;
    const { epoch } = facts;
    const bytes = [data, ...lower];
    const events = this.timeline.planPart({ ...facts, lengths: bytes.map(({ length }) => length) });
    const event = events.find((planned) => planned.type === 'part');
    if (!event) {
      this.log.debug({ epoch }, 'part of a past epoch left out');
      return;
    }
    const { msn } = event;
    const offsets = this.timeline.segment(msn)?.lengths ?? [];
    const init = this.timeline.initOf(event);
    const name = this.timeline.nameOf(msn);
    await this.commit(events, () =>
      Promise.all(
        this.filesOf(init).map((files, index) => files.putPart({ msn, name }, offsets[index] ?? 0, bytes[index])),
      ),
    );
    this.onPart?.(this.watch.published({ ...facts, bytes: this.lengthsOf(init, bytes) }, init.frameRate));
    const { lastCompleteMsn } = this.timeline;
    const lost = [...this.files.values()]
      .flatMap(({ recent }) => recent.trim(lastCompleteMsn))
      .flatMap((gone) => this.timeline.planGap(gone));
    if (lost.length > 0) await this.commit(lost);
  }

  private async placeThumbnail(): Promise<void> {
    const { thumbnail } = this;
    if (!thumbnail) return;
    const { data, width, height, programDateTime } = thumbnail;
    const [event] = this.timeline.planThumbnail(programDateTime, { length: data.length, width, height });
    if (event?.type !== 'thumbnail') return;
    this.thumbnail = null;
    const name = thumbnailName(this.timeline.nameOf(event.msn));
    // One that the disk does not take is none: it is not worth anybody's waiting.
    if (await this.files.get(OWN)?.putFile(name, data)) await this.commit([event]);
  }

  private lengthsOf({ lower }: Pick<InitInfo, 'lower'>, bytes: readonly Uint8Array[]): Map<string, number> {
    const names = [OWN, ...lower.map(({ rendition }) => rendition)];
    return new Map(names.map((name, index) => [name, bytes[index]?.length ?? 0]));
  }

  /** Where the renditions of that init are kept, in their order; those that are new get a place. */
  private filesOf({ lower }: Pick<InitInfo, 'lower'>): RenditionFiles[] {
    return [OWN, ...lower.map(({ rendition }) => rendition)].map((rendition) => {
      const known = this.files.get(rendition);
      if (known) return known;
      const storage = new Storage(join(this.storage.folder, rendition), this.log);
      void storage.prepare();
      const made = new RenditionFiles(storage);
      this.files.set(rendition, made);
      return made;
    });
  }

  /** Bytes, then index, then everybody: nothing is published that a killed process would not know again. */
  private async commit(events: TimelineEvent[], bytes?: () => Promise<unknown>): Promise<void> {
    if (events.length === 0) return;
    let indexed = false;
    const index = this.writeIndex(events).then((done) => {
      indexed = done;
    });
    // A healthy disk takes well under a millisecond.
    await this.storage.patiently(Promise.all([bytes?.(), index]));
    // With the disk full, numbers would otherwise be given out once more after a restart.
    if (!indexed || events.some(({ type }) => type === 'init'))
      await this.storage.patiently(this.given.keep(this.timeline, events));
    const forgotten = events.flatMap((event) => this.timeline.apply(event));
    if (forgotten.length > 0) for (const files of this.files.values()) files.forget(forgotten);
    this.publish();
  }

  private async writeIndex(events: TimelineEvent[]): Promise<boolean> {
    const whole = this.indexStale;
    this.indexStale = false;
    const done = await (whole
      ? this.storage.replaceIndex([...this.timeline.snapshot(), ...events])
      : this.storage.putEvents(events));
    if (done) this.given.settle();
    else this.indexStale = true;
    return done;
  }

  private publish(): void {
    for (const listener of [...this.listeners]) listener();
  }

  private async reopen(): Promise<void> {
    try {
      const lines = await this.storage.readIndex();
      const given = await this.given.open();
      if (lines.length === 0 && given.highest === 0) return;
      const { timeline, forgotten, unused } = timelineOf(lines, this.config, given);
      if (unused > 0) this.log.warn({ unused, kept: lines.length - unused }, 'playlist index torn');
      timeline.cuts = await readCuts(this.storage.folder);
      this.timeline = timeline;
      const older = [...timeline.retained()];
      const newest = older.splice(-CHECKED_FIRST);
      for (const init of new Set(older.map((segment) => segment.init))) this.filesOf(init);
      for (const event of await this.findLost(newest)) this.timeline.apply(event);
      for (const event of this.timeline.planShut()) this.timeline.apply(event);
      for (const files of this.files.values()) files.forget(forgotten);
      this.indexStale = !(await this.storage.replaceIndex(this.timeline.snapshot()));
      if (!this.indexStale) this.given.settle();
      const { firstMsn, lastCompleteMsn } = this.timeline;
      this.log.info({ firstMsn, lastCompleteMsn }, 'playlist taken up again');
      void this.findLost(older).then((events) => this.enqueue(() => this.commit(events)));
    } catch (error) {
      this.log.error({ err: error }, 'playlist not taken up again');
    }
  }

  /** What has to be said of those segments whose bytes are not there. */
  private async findLost(segments: readonly TimelineSegment[]): Promise<TimelineEvent[]> {
    const lost = await lostSegments(segments, ({ init }) => this.filesOf(init));
    if (lost.length > 0) this.log.warn({ lost }, 'segments lost, marked as gaps');
    return lost.flatMap((msn) => this.timeline.planGap(msn));
  }
}
