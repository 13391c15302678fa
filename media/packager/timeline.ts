/**
 * What a broadcast's playlist knows: segments, parts, numbers. Event-sourced: `plan…` decides without changing anything,
 * `apply` takes one decided event over. The same events, read again from disk, give the same timeline after a restart,
 * so a media sequence number never gets a second name and no name a second meaning.
 *
 * No bytes, no clock, no I/O here.
 */
import { Captions } from './captions.ts';
import { Chapters, type NewChapter } from './chapters.ts';
import { type Cuts, keptOf, UNCUT } from './cuts.ts';
import { thumbnailName } from './names.ts';
import {
  type IncomingPart,
  type InitInfo,
  placeOf,
  type ThumbnailInfo,
  type TimelineEvent,
  type TimelinePlace,
} from './timeline-event.ts';
import { compact, micro, type TimelineSegment, walkBack } from './timeline-segment.ts';

/** What the playlist promises for its whole life. Seconds. */
export interface TimelineConfig {
  /** A segment is complete when its parts reach this. Integer ≥ 1; it is the TARGETDURATION. */
  segmentSeconds: number;
  /** PART-TARGET. */
  partSeconds: number;
  /** How much of the past stays listed. `Infinity`: everything. At least 6 segments stay. */
  windowSeconds: number;
}

/**
 * Target durations after its end at which a segment becomes compact: parts are listed for three and fetchable for three
 * more, and a playlist of four hours would remember 72,000 of them.
 */
const COMPACT_AFTER = 12;
/** Segments listed at least, whatever the window (and 3 × TARGETDURATION follows from it). */
const MIN_LISTED = 6;
/** A segment counts as full when it misses less than this of its length: rounding of part durations, in seconds. */
const FULL_TOLERANCE = 0.001;

export class Timeline {
  readonly config: TimelineConfig;
  /** Changes with each published event; a rendered playlist belongs to one version. */
  version = 0;
  ended = false;
  /** What the finished playlist leaves out. */
  cuts: Cuts = UNCUT;
  /** Media sequence number of the first listed segment. */
  firstMsn = 1;
  /** Discontinuities removed so far. */
  discontinuitySequence = 0;
  /** Seconds of all listed segments, the open one included. */
  listedSeconds = 0;
  readonly captions = new Captions();
  readonly chapters = new Chapters();
  /** Announced, with no part yet. */
  private pendingInit: InitInfo | null = null;
  private readonly inits = new Map<string, InitInfo>();
  /** Retained segments in order; the first `firstMsn - baseMsn` of them are no longer listed. */
  private segments: TimelineSegment[] = [];
  private baseMsn = 1;
  /** Marks every name made by this process. */
  readonly run: string;
  private initCount = 0;

  /** `run` marks every name made by this process: letters and digits, different in each run. */
  constructor(config: TimelineConfig, run: string) {
    this.config = config;
    this.run = run;
  }

  /** The segment that still takes parts. */
  get open(): TimelineSegment | null {
    const last = this.segments.at(-1);
    return last && !last.complete ? last : null;
  }

  /** Number of the last complete segment; `firstMsn - 1` before the first. */
  get lastCompleteMsn(): number {
    const next = this.baseMsn + this.segments.length;
    return this.open ? next - 2 : next - 1;
  }

  get nextMsn(): number {
    return this.lastCompleteMsn + 1;
  }

  /** Where it ends for now. */
  private get edge(): TimelinePlace {
    return { msn: this.nextMsn, into: this.open?.duration ?? 0 };
  }

  /** Discontinuities since the broadcast began, those that left the list included. */
  get discontinuities(): number {
    return this.discontinuitySequence + this.listed().filter(({ discontinuity }) => discontinuity).length;
  }

  /** Seconds that are listed at most. */
  get longestSeconds(): number {
    return Math.max(this.config.windowSeconds, this.config.segmentSeconds * MIN_LISTED);
  }

  /** The init of the newest media. */
  get latestInit(): InitInfo | null {
    return this.segments.at(-1)?.init ?? null;
  }

  /** Will the next part come in that rendition? */
  isMade(rendition: string): boolean {
    const init = this.pendingInit ?? this.latestInit;
    return init !== null && placeOf(rendition, init) >= 0;
  }

  /** A retained segment, listed or not. */
  segment(msn: number): TimelineSegment | undefined {
    return this.segments[msn - this.baseMsn];
  }

  /** Listed segments, the open one last. */
  listed(): TimelineSegment[] {
    return this.segments.slice(this.firstMsn - this.baseMsn);
  }

  /** What viewers get: what is listed, without what was cut out of a finished broadcast. */
  shown(): TimelineSegment[] {
    return this.ended ? keptOf(this.listed(), this.cuts) : this.listed();
  }

  /** It was in a finished broadcast once, and its owner took it out. */
  isCutOut(msn: number): boolean {
    const segment = this.ended ? this.segment(msn) : undefined;
    return segment !== undefined && keptOf([segment], this.cuts).length === 0;
  }

  /** Every segment whose files must stay. */
  retained(): readonly TimelineSegment[] {
    return this.segments;
  }

  /** The init section of that name, as long as a retained segment or the coming one needs it. */
  init(name: string): InitInfo | undefined {
    return this.inits.get(name);
  }

  /** The init section of that part's media. @throws Error when the part was not planned here. */
  initOf({ msn, opens }: Extract<TimelineEvent, { type: 'part' }>): InitInfo {
    const init = opens ? this.inits.get(opens.init) : this.segment(msn)?.init;
    if (!init) throw new Error(`part of ${msn} without an init`);
    return init;
  }

  /** The segment file's name that `msn` has, or would get when it is opened by this run. */
  nameOf(msn: number): string {
    return this.segment(msn)?.name ?? `s${msn}-${this.run}.m4s`;
  }

  /** Media of a new epoch is about to come: an open segment ends with the parts that it has. */
  planInit(init: Omit<InitInfo, 'name'>): TimelineEvent[] {
    const name = `i${this.initCount + 1}-${this.run}.mp4`;
    return [...this.planResume(), ...this.planShut(), { type: 'init', ...init, name }];
  }

  /**
   * @returns nothing when the part belongs to an epoch, or to a segment, that is over (a late message of a dead process).
   */
  planPart(part: IncomingPart): TimelineEvent[] {
    const init = this.pendingInit ?? this.latestInit;
    if (!init || init.epoch !== part.epoch || this.ended) return [];
    // A segment that the encoder ended early.
    const early = part.startsSegment ? this.planShut() : [];
    const open = early.length > 0 ? null : this.open;
    if (!open && !part.startsSegment) return [];
    const msn = this.nextMsn + early.length;
    const [length = 0, ...lower] = part.lengths;
    const { duration, independent } = part;
    const event: TimelineEvent = { type: 'part', msn, duration, independent, length, lower };
    if (!open) {
      const previous = this.segments.at(-1);
      event.opens = {
        name: this.nameOf(msn),
        init: init.name,
        discontinuity: this.firstMsn + this.segments.length > 1 && previous?.init.name !== init.name,
        programDateTime: part.programDateTime,
      };
    }
    const events: TimelineEvent[] = [...early, event];
    const reached = (open?.duration ?? 0) + part.duration;
    if (reached >= this.config.segmentSeconds - FULL_TOLERANCE) events.push({ type: 'shut', msn });
    return events;
  }

  /** The open segment, if any, ends as it is: its encoder is gone. */
  planShut(): TimelineEvent[] {
    return this.open ? [{ type: 'shut', msn: this.open.msn }] : [];
  }

  planEnd(): TimelineEvent[] {
    return this.ended ? [] : [...this.planShut(), { type: 'ended', ended: true }];
  }

  /** `programDateTime`: of the segment that it shows, which must have begun. */
  planThumbnail(programDateTime: number, info: ThumbnailInfo): TimelineEvent[] {
    // The newest ones: a picture is there as soon as its segment.
    const segment = this.segments.slice(-3).findLast((one) => one.programDateTime === programDateTime);
    return segment ? [{ type: 'thumbnail', msn: segment.msn, ...info }] : [];
  }

  planGap(msn: number): TimelineEvent[] {
    const segment = this.segment(msn);
    return segment && !segment.gap ? [{ type: 'gap', msn }] : [];
  }

  /** `told`: every item that went on air so far. A finished playlist takes none any more. */
  planChapters(told: readonly NewChapter[]): TimelineEvent[] {
    const from = this.segment(this.firstMsn)?.programDateTime ?? null;
    return this.ended ? [] : this.chapters.plan(told, this.edge, from);
  }

  /** The events that would make this timeline anew: the index without what is forgotten. */
  snapshot(): TimelineEvent[] {
    const { segmentSeconds, partSeconds } = this.config;
    const unlisted = this.segments.slice(0, this.firstMsn - this.baseMsn);
    const removed = unlisted.filter((segment) => segment.discontinuity).length;
    const discontinuitySequence = this.discontinuitySequence - removed;
    const events: TimelineEvent[] = [
      { type: 'start', segmentSeconds, partSeconds, firstMsn: this.baseMsn, discontinuitySequence },
    ];
    const announced = new Set<string>();
    for (const segment of this.segments) {
      const { msn, name, init, discontinuity, programDateTime } = segment;
      if (!announced.has(init.name)) events.push({ type: 'init', ...init });
      announced.add(init.name);
      segment.parts.forEach(({ duration, independent, places }, index) => {
        const opens = { name, init: init.name, discontinuity, programDateTime };
        const [length = 0, ...lower] = places.map((place) => place.length);
        events.push({ type: 'part', msn, ...(index === 0 && { opens }), duration, independent, length, lower });
      });
      if (segment.complete) events.push({ type: 'shut', msn });
      if (segment.gap) events.push({ type: 'gap', msn });
      if (segment.thumbnail) events.push({ type: 'thumbnail', msn, ...segment.thumbnail });
    }
    if (this.pendingInit) events.push({ type: 'init', ...this.pendingInit });
    if (this.ended) events.push({ type: 'ended', ended: true });
    events.push(...this.captions.snapshot(), ...this.chapters.snapshot());
    return events;
  }

  private planResume(): TimelineEvent[] {
    return this.ended ? [{ type: 'ended', ended: false }] : [];
  }

  /**
   * Takes an event over.
   * @returns names of the files that nothing refers to any more.
   * @throws Error when the event does not fit: a broken index.
   */
  apply(event: TimelineEvent): string[] {
    this.version += 1;
    switch (event.type) {
      case 'start':
        this.firstMsn = event.firstMsn;
        this.baseMsn = event.firstMsn;
        this.discontinuitySequence = event.discontinuitySequence;
        return [];
      case 'init': {
        const { type: _, ...init } = event;
        this.pendingInit = init;
        this.inits.set(init.name, init);
        this.initCount += 1;
        return [];
      }
      case 'part':
        this.applyPart(event);
        return [];
      case 'shut': {
        const segment = this.segment(event.msn);
        if (!segment || segment.complete) throw new Error(`index: segment ${event.msn} is not open`);
        segment.complete = true;
        this.compactOld();
        return this.slide();
      }
      case 'thumbnail': {
        const segment = this.segment(event.msn);
        const { length, width, height } = event;
        if (segment) segment.thumbnail = { length, width, height };
        return [];
      }
      case 'gap': {
        const segment = this.segment(event.msn);
        if (segment) segment.gap = true;
        return [];
      }
      case 'languages':
      case 'caption':
        this.captions.apply(event);
        return [];
      case 'chapter':
        this.chapters.apply(event);
        return [];
      case 'ended':
        this.ended = event.ended;
        return [];
      default:
        return event satisfies never;
    }
  }

  private applyPart(event: Extract<TimelineEvent, { type: 'part' }>): void {
    if (event.msn !== this.nextMsn) throw new Error(`index: a part of ${event.msn}, expected ${this.nextMsn}`);
    let segment = this.open;
    if (event.opens) {
      const { opens } = event;
      const init = this.inits.get(opens.init);
      if (segment || !init) throw new Error(`index: segment ${event.msn} cannot begin`);
      segment = {
        msn: event.msn,
        name: opens.name,
        init,
        discontinuity: opens.discontinuity,
        programDateTime: opens.programDateTime,
        parts: [],
        duration: 0,
        lengths: [],
        complete: false,
        gap: false,
        compact: false,
        thumbnail: null,
      };
      this.segments.push(segment);
      this.pendingInit = null;
    }
    if (!segment) throw new Error(`index: segment ${event.msn} never began`);
    const { duration, independent } = event;
    const before = segment.lengths;
    const places = [event.length, ...event.lower].map((length, index) => ({ offset: before[index] ?? 0, length }));
    segment.parts.push({ duration, independent, places });
    segment.duration = micro(segment.duration + duration);
    segment.lengths = places.map(({ offset, length }) => offset + length);
    this.listedSeconds = micro(this.listedSeconds + duration);
  }

  private compactOld(): void {
    let age = 0;
    for (const segment of walkBack(this.segments)) {
      if (segment.compact) return;
      if (age >= COMPACT_AFTER * this.config.segmentSeconds) compact(segment);
      age = micro(age + segment.duration);
    }
  }

  /** Moves the window; what has been out of the list for as long as the list is, is forgotten. */
  private slide(): string[] {
    const { windowSeconds } = this.config;
    let first = this.segment(this.firstMsn);
    while (
      first &&
      this.lastCompleteMsn - first.msn >= MIN_LISTED &&
      micro(this.listedSeconds - first.duration) >= windowSeconds
    ) {
      this.listedSeconds = micro(this.listedSeconds - first.duration);
      this.firstMsn += 1;
      // The tag before a segment goes with it; the one before the new first segment stays listed.
      if (first.discontinuity) this.discontinuitySequence += 1;
      first = this.segment(this.firstMsn);
    }
    if (first) this.chapters.removeBefore(first.programDateTime, this.edge);
    return this.forget();
  }

  private forget(): string[] {
    let removed = this.firstMsn - this.baseMsn;
    let unlistedSeconds = 0;
    for (let index = 0; index < removed; index++) unlistedSeconds += this.segments[index]?.duration ?? 0;
    let forgotten = 0;
    while (removed > 0) {
      const oldest = this.segments[forgotten];
      if (!oldest || micro(unlistedSeconds - oldest.duration) < this.longestSeconds) break;
      unlistedSeconds -= oldest.duration;
      forgotten += 1;
      removed -= 1;
    }
    if (forgotten === 0) return [];
    const gone = this.segments
      .splice(0, forgotten)
      .flatMap(({ name, thumbnail }) => (thumbnail === null ? [name] : [name, thumbnailName(name)]));
    this.baseMsn += forgotten;
    this.captions.forgetBefore(this.segments[0]?.programDateTime ?? 0);
    this.chapters.forgetBefore(this.segments[0]?.programDateTime ?? 0);
    const needed = new Set(this.segments.map((segment) => segment.init.name));
    if (this.pendingInit) needed.add(this.pendingInit.name);
    for (const name of this.inits.keys()) {
      if (needed.has(name)) continue;
      this.inits.delete(name);
      gone.push(name);
    }
    return gone;
  }
}
