import type { Logger } from 'pino';
import { ClipPlayer } from './clips/clip-player.ts';
import { MediaError } from './core/errors.ts';
import type { HouseSource } from './core/house-source.ts';
import { type MasterClock, startMasterClock } from './core/master-clock.ts';
import type {
  ProgramAsset,
  ProgramCommand,
  ProgramDesired,
  ProgramFade,
  ProgramMessage,
  ProgramSource,
  RecordingWish,
  ReturnTarget,
  RtpTrack,
} from './core/program-link.ts';
import type { ProgramOutput } from './core/program-output.ts';
import { hasAsset, isSameSource, isSameView } from './core/program-source.ts';
import { SpareTime } from './core/spare-time.ts';
import { TickStats } from './core/tick-stats.ts';
import { ProgramEncoder } from './encoder/program-encoder.ts';
import { openReturnSocket, ReturnSender, type ReturnSocket } from './encoder/return-sender.ts';
import { SmallReturn } from './encoder/small-return.ts';
import { Thumbnailer } from './encoder/thumbnailer.ts';
import type { PlayedMedia } from './ingest/played-media.ts';
import type { OwnTake } from './mixer/clip-end.ts';
import type { Artist } from './mixer/drawing-orders.ts';
import { type MixedPicture, Mixer } from './mixer/mixer.ts';
import { createFragmenter } from './packager/fragmenter.ts';
import { type FeedTracks, ProgramFeeds } from './program-feeds.ts';
import { Recorder } from './record/recorder.ts';

const LEVELS_INTERVAL_MS = 50;
const TICKS_INTERVAL_MS = 5_000;
/** Longest pause that is caught up with, in seconds. A longer one (a suspended machine) ends the process: a new epoch. */
const LONGEST_PAUSE_S = 10;
/** Room that decoding one picture needs before a tick, ms. */
const DECODING_GUARD_MS = 2;
/** A coded picture that has waited this long is decoded whatever the clock says, ms. */
const DECODING_PATIENCE_MS = 120;
/** So many missed ticks get their pictures all the same. */
const CAUGHT_UP_TICKS = 3;
const NOTHING_RECORDED: RecordingWish = { program: false, isos: false };

export interface ProgramSessionOptions {
  start: Extract<ProgramCommand, { type: 'start' }>;
  emit(message: ProgramMessage): void;
  artist: Artist;
  log: Logger;
  /** Monotonic ms. */
  now(): number;
}

/** One broadcast's programme from start to stop: ingest → mixer → encoder → packager and return, under one clock. */
export class ProgramSession {
  readonly #options: ProgramSessionOptions;
  readonly #feeds: ProgramFeeds;
  readonly #decoding: SpareTime;
  readonly #mixer: Mixer;
  readonly #encoder: ProgramEncoder;
  readonly #thumbnailer: Thumbnailer;
  readonly #returnSender: ReturnSender;
  readonly #returnSocket: ReturnSocket;
  #recorder: Recorder | null = null;
  #desired: ProgramDesired;
  #smallReturn: SmallReturn | null = null;
  #clock: MasterClock | null = null;
  readonly #stats = new TickStats();
  /** Wall clock of tick 0, ms since the epoch. */
  #startedAt = 0;
  #onAir: { source: ProgramSource; incoming: ProgramSource | null; questionId: string | null } | null = null;
  /** The last take of the programme's own that was told. */
  #own: OwnTake | null = null;
  /** What the recorder was told last. */
  #logged: { source: ProgramSource; beside: ProgramSource | null } | null = null;
  #graphics = '';
  #held: { takes: number; ids: string };
  #levelsAt = 0;
  #tellsLoudness = false;
  #ticksAt = 0;
  #cpu = process.cpuUsage();
  #closed = false;
  /** Settled once everything is sent on, recorded and freed. */
  finished: Promise<void> = Promise.resolve();

  constructor(options: ProgramSessionOptions) {
    this.#options = options;
    this.#desired = options.start.desired;
    const { now, log } = options;
    const { format, desired } = options.start;
    this.#decoding = new SpareTime({
      untilTick: () => this.#clock?.untilNext() ?? Number.POSITIVE_INFINITY,
      guardMs: DECODING_GUARD_MS,
      patienceMs: DECODING_PATIENCE_MS,
      now,
    });
    this.#held = { takes: desired.takes, ids: desired.held.join() };
    this.#feeds = new ProgramFeeds({
      now,
      emit: options.emit,
      onTracks: (id, name, tracks) => this.#recordTracks(id, name, tracks),
      onPlayed: (id, media) => this.#record(id, media),
      log,
    });
    this.#returnSocket = openReturnSocket(() => {
      this.requestKeyFrame(false);
      this.requestKeyFrame(true);
    });
    this.#mixer = new Mixer({
      ...format,
      desired,
      feeds: this.#feeds.all,
      artist: options.artist,
      openClip: this.#openClip.bind(this),
    });
    this.#returnSender = new ReturnSender(this.#returnSocket);
    const emitOutput = (output: ProgramOutput): void => {
      this.#recorder?.output(output);
      options.emit({ type: 'output', output });
    };
    const stream = createFragmenter({ format, emit: emitOutput, log });
    this.#thumbnailer = new Thumbnailer({
      ...format,
      emit: ({ at, jpeg, ...size }) =>
        emitOutput({ type: 'thumbnail', data: jpeg, ...size, programDateTime: Math.round(at) }),
      log,
    });
    this.#encoder = new ProgramEncoder({ format, stream, monitor: this.#returnSender });
    this.#feeds.desired = desired;
  }

  /** Lets the programme begin, as soon as its first picture can be shown. */
  async run(): Promise<void> {
    const { now, log, start } = this.#options;
    await this.#mixer.prepare();
    if (this.#closed) return;
    this.#startedAt = Date.now();
    this.#openRecorder();
    this.#encoder.open(this.#startedAt);
    this.#ticksAt = now();
    const clock = startMasterClock({
      frameRate: start.format.frameRate,
      now,
      onTicks: (first, last, lateMs) => this.#onTicks(clock, first, last, lateMs),
    });
    this.#clock = clock;
    log.info({ format: start.format }, 'programme started');
  }

  set desired(desired: ProgramDesired) {
    this.#desired = desired;
    this.#mixer.desired = desired;
    this.#feeds.desired = desired;
    if (this.#recorder) this.#recorder.wish = desired.recording ?? NOTHING_RECORDED;
  }

  set fade(fade: ProgramFade) {
    this.#mixer.fade = fade;
  }

  set returnTargets(targets: readonly ReturnTarget[]) {
    this.#returnSender.targets = targets;
    this.#mixer.listeners = targets.flatMap(({ without }) => without ?? []);
    this.#encoder.requestKeyFrame();
    const smallWanted = targets.some(({ small }) => small);
    if (smallWanted === (this.#smallReturn !== null)) return;
    this.#smallReturn?.close();
    this.#smallReturn = null;
    if (smallWanted && !this.#closed) {
      this.#smallReturn = new SmallReturn(this.#options.start.format, (payloads, mediaMs) =>
        this.#returnSender.writeSmall(payloads, mediaMs),
      );
    }
    this.#options.log.info({ smallWanted }, 'small return');
  }

  /** Feeds that fall silent now do so by a fault of ours. */
  excuseFeeds(): void {
    this.#mixer.excuseFeeds();
  }

  /** @param small of the small return */
  requestKeyFrame(small: boolean): void {
    if (small) this.#smallReturn?.requestKeyFrame();
    else this.#encoder.requestKeyFrame();
  }

  bindTracks(contributorId: string, video: RtpTrack | null, audio: RtpTrack | null): void {
    this.#feeds.bind(contributorId, { video, audio });
  }

  #openClip(asset: ProgramAsset, resuming: boolean): HouseSource | null {
    const { emit, log, start } = this.#options;
    try {
      return new ClipPlayer({
        asset,
        resuming,
        frameRate: start.format.frameRate,
        later: (work) => this.#decoding.push(work),
        wallClock: Date.now,
        onPosition: (position) => emit({ type: 'clip', ...position }),
        onFailure: (err) => log.error({ err, assetId: asset.id }, 'clip cannot be played on'),
      });
    } catch (err) {
      log.error({ err, assetId: asset.id }, 'clip cannot be opened');
      return null;
    }
  }

  #openRecorder(): void {
    const { start, emit, log } = this.#options;
    if (!start.recorder) return;
    const { frameRate, width, height } = start.format;
    this.#recorder = new Recorder({
      ...start.recorder,
      frameRate,
      width,
      height,
      startedAt: this.#startedAt,
      onStatus: (status) => emit({ type: 'recording', status }),
      onKeyFrameWanted: (contributorId) => emit({ type: 'keyFrameWanted', contributorId }),
      log,
    });
    this.#recorder.wish = this.#desired.recording ?? NOTHING_RECORDED;
    this.#feeds.tellTracks();
  }

  #recordTracks(contributorId: string, name: string, { video, audio }: FeedTracks): void {
    const codec = video && (video.codec === 'h264' ? 'h264' : 'vp8');
    this.#recorder?.tracks(contributorId, name, codec, audio !== null);
  }

  #record(contributorId: string, { at, ...media }: PlayedMedia): void {
    if (!this.#clock) return;
    const ms = at - this.#clock.dueAt(0);
    if (media.kind === 'audio') this.#recorder?.media({ type: 'sound', contributorId, ms, data: media.data });
    else {
      const { key, width, height, data } = media;
      this.#recorder?.media({ type: 'picture', contributorId, ms, key, width, height, data });
    }
  }

  #onTicks(clock: MasterClock, first: number, last: number, lateMs: number): void {
    const { frameRate } = this.#options.start.format;
    const missed = last - first;
    if (missed > LONGEST_PAUSE_S * frameRate) {
      throw new MediaError('clockStopped', `${missed} ticks were missed at once: the clock stood still`);
    }
    let leftOut = 0;
    for (let tick = first; tick <= last; tick += 1) {
      const { sound, mixMinus, samples } = this.#mixer.mixSound(tick, clock.dueAt(tick));
      // After a moment's pause each tick gets its picture late. Where the machine does not keep up pictures are left out:
      // the one before lasts longer, but not into the next part.
      const isCaughtUp = tick === last || missed <= CAUGHT_UP_TICKS;
      if ((isCaughtUp && !this.#encoder.isBehind) || this.#encoder.beginsPart(tick)) {
        const picture = this.#mixer.mixPicture();
        const startsSegment = this.#encoder.encodePicture(picture.frame, tick);
        if (startsSegment) this.#thumbnailer.offer(picture.frame, tick, this.#wallClockOf(tick));
        this.#smallReturn?.encode(picture.frame, tick);
        this.#report(tick, picture);
      } else leftOut += 1;
      this.#encoder.encodeSound(sound, samples, mixMinus);
    }
    this.#stats.add(lateMs, leftOut);
  }

  /** Tells the recorder what is in the picture, for the edit list. */
  #log(tick: number, { source, beside, transition }: MixedPicture): void {
    const before = this.#logged;
    if (before && isSameView(before.source, source) && isSameView(before.beside, beside)) return;
    this.#logged = { source, beside };
    // Who comes and goes in the scene of everybody does so by a cut; a hand at the fader is no transition of so many frames.
    const isTake = before && !isSameSource(before.source, source) && !before.beside && !beside;
    const titles = Object.fromEntries(
      this.#desired.assets.flatMap(({ id, title }) =>
        title !== undefined && hasAsset(source, id) ? [[id, title]] : [],
      ),
    );
    this.#recorder?.take({
      ...{ type: 'take', tick, source, transition: isTake ? transition : { type: 'cut' }, titles },
      ...(beside && { beside }),
    });
  }

  /** Milliseconds since the epoch. */
  #wallClockOf(tick: number): number {
    return this.#startedAt + (tick * 1000) / this.#options.start.format.frameRate;
  }

  #report(tick: number, picture: MixedPicture): void {
    const { source, incoming, questionId, graphics, held, takes, own } = picture;
    const { emit, now } = this.#options;
    const before = this.#onAir;
    const isSameIncoming = isSameView(before?.incoming ?? null, incoming);
    if (!before || before.questionId !== questionId || !isSameIncoming || !isSameView(before.source, source)) {
      this.#onAir = { source, incoming, questionId };
      emit({ type: 'onAir', source, incoming, questionId, at: this.#wallClockOf(tick), tick });
    }
    this.#log(tick, picture);
    if (own !== this.#own) {
      this.#own = own;
      if (own) emit({ type: 'tookAtEnd', takes: own.after, source: own.program, transition: own.transition });
    }
    if (this.#graphics !== graphics.join()) {
      this.#graphics = graphics.join();
      emit({ type: 'graphics', shown: [...graphics] });
    }
    const ids = [...held].join();
    if (this.#held.takes !== takes || this.#held.ids !== ids) {
      this.#held = { takes, ids };
      emit({ type: 'held', takes, contributorIds: [...held] });
    }
    this.#feeds.report();
    const at = now();
    if (at - this.#levelsAt >= LEVELS_INTERVAL_MS) {
      // Counted on, not from now: at 40 ms a tick the mean stays at twenty a second.
      this.#levelsAt = Math.max(this.#levelsAt + LEVELS_INTERVAL_MS, at - LEVELS_INTERVAL_MS);
      this.#tellsLoudness = !this.#tellsLoudness;
      this.#feeds.attend();
      const loudness = this.#tellsLoudness ? this.#mixer.takeLoudness() : undefined;
      emit({ type: 'levels', ...this.#mixer.levels, ...(loudness && { loudness }) });
    }
    if (at - this.#ticksAt >= TICKS_INTERVAL_MS) {
      this.#ticksAt = at;
      const cpu = process.cpuUsage(this.#cpu);
      this.#cpu = process.cpuUsage();
      const memory = process.memoryUsage();
      emit({
        type: 'ticks',
        ...this.#stats.take(),
        cpuSeconds: (cpu.user + cpu.system) / 1e6,
        rssBytes: memory.rss,
        heapBytes: memory.heapTotal,
      });
    }
  }

  /** Flushes the last part and frees everything; `finished` tells when. Safe twice. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#clock?.stop();
    this.#decoding.close();
    this.finished = this.#finish();
  }

  async #finish(): Promise<void> {
    // What is being encoded belongs to the last part, and to the recording.
    await this.#encoder.close();
    this.#thumbnailer.close();
    // Before the feeds go: nobody has left.
    const recorded = this.#recorder?.close();
    this.#smallReturn?.close();
    this.#smallReturn = null;
    this.#returnSocket.close();
    this.#feeds.close();
    this.#mixer.close();
    this.#options.log.info('programme stopped');
    await recorded;
  }
}
