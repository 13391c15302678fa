import type { Frame } from 'node-av/lib';
import { hasHouseSource, houseSourcesIn } from '../core/house-source.ts';
import type {
  ProgramContributor,
  ProgramDesired,
  ProgramFade,
  ProgramLoudness,
  ProgramSource,
  ProgramTransition,
} from '../core/program-link.ts';
import { isSameSource, peopleIn, slotsIn } from '../core/program-source.ts';
import { samplesBefore } from '../core/sample-count.ts';
import { ClipEnd, type OwnTake } from './clip-end.ts';
import type { Artist } from './drawing-orders.ts';
import { Everybody } from './everybody.ts';
import { type GraphicName, Graphics } from './graphics.ts';
import { Holds } from './holds.ts';
import { HouseSources, type OpenClip } from './house-sources.ts';
import type { Level } from './level-meter.ts';
import { ManualFader } from './manual-fader.ts';
import type { MixerFeed } from './mixer-feed.ts';
import { NameStraps } from './name-straps.ts';
import type { Placement } from './picture-fit.ts';
import { QuestionPanel } from './question-panel.ts';
import { ScenePainter } from './scene-painter.ts';
import { Slates } from './slates.ts';
import { type MixedSound, SoundStage } from './sound-stage.ts';
import { type Passage, PassagePainter, shareAt } from './transition.ts';

export interface MixerOptions {
  width: number;
  height: number;
  frameRate: number;
  /** LUFS. Default: −23 (EBU R 128). */
  loudnessTarget?: number | undefined;
  desired: ProgramDesired;
  /** The feeds by contributor; whoever made them adds and closes them. */
  feeds: ReadonlyMap<string, MixerFeed>;
  artist: Artist;
  /** ms since the epoch. Default: the system's. */
  wallClock?: () => number;
  /** Default: there are no clips. */
  openClip?: OpenClip;
}

/** The picture of one tick. The frame is the mixer's, good until the next tick. */
export interface MixedPicture {
  frame: Frame;
  source: ProgramSource;
  /** How it came, or comes. */
  transition: ProgramTransition;
  /** The take that the programme made by itself, where the desired state does not know of it yet. */
  own: OwnTake | null;
  /** What the manual fader lets in beside it. */
  incoming: ProgramSource | null;
  /** What else a hand at the fader holds in the picture: until a take is over that it began, also what goes. */
  beside: ProgramSource | null;
  questionId: string | null;
  /** What stands over it beside the question. */
  graphics: readonly GraphicName[];
  /** Who stands behind their slate until the next take, and the number of the last one. */
  held: ReadonlySet<string>;
  takes: number;
}

const LOUDNESS_TARGET = -23;
/** How long after a fault of ours a feed may take until it counts as lost: it stalls after two seconds. */
const EXCUSED_SECONDS = 5;
const NOBODY: ReadonlySet<string> = new Set();
/** So long a take waits for a source that has no picture yet, in seconds; then it goes to black. */
const PATIENCE_SECONDS = 2;

/** Scene + sources + clock → programme pictures and sound. Owns the pictures that it makes, not the feeds. */
export class Mixer {
  readonly #options: MixerOptions;
  readonly #slates: Slates;
  readonly #house: HouseSources;
  /** Ticks that the wanted source has been waited for. */
  #waited = 0;
  readonly #straps: NameStraps;
  /** Paints what is on air. */
  #painter: ScenePainter;
  /** Paints what goes, while there is a transition; then what comes next. */
  #otherPainter: ScenePainter;
  #shown: ProgramSource;
  /** How it came. */
  #transition: ProgramTransition = { type: 'cut' };
  #passage: (Passage & { from: ProgramSource; held: ReadonlySet<string>; step: number; byHand: boolean }) | null = null;
  readonly #fader = new ManualFader();
  readonly #holds: Holds;
  readonly #end = new ClipEnd();
  readonly #everybody: Everybody;
  #takes: number;
  readonly #passagePainter: PassagePainter;
  readonly #panel: QuestionPanel;
  /** The last scene that was shown, black apart, has the question in it. */
  #hasPanel = false;
  readonly #graphics: Graphics;
  readonly #wallClock: () => number;
  readonly #sound: SoundStage;
  #desired: ProgramDesired;
  #closed = false;

  constructor(options: MixerOptions) {
    this.#wallClock = options.wallClock ?? Date.now;
    this.#options = options;
    const { width, height, frameRate } = options;
    this.#slates = new Slates({ width, height }, options.artist);
    this.#straps = new NameStraps({ width, height }, options.artist);
    this.#house = new HouseSources({
      size: { width, height },
      artist: options.artist,
      wallClock: this.#wallClock,
      openClip: options.openClip ?? (() => null),
    });
    this.#panel = new QuestionPanel({ size: { width, height }, frameRate, artist: options.artist });
    const painting = {
      panel: () => this.#panel.view,
      size: { width, height },
      slates: this.#slates,
      feeds: options.feeds,
      house: this.#house.picture.bind(this.#house),
      strap: this.#straps.of.bind(this.#straps),
      strapOpacity: (place: Placement) => this.#graphics.opacityOfName(place),
    };
    this.#painter = new ScenePainter(painting);
    this.#otherPainter = new ScenePainter(painting);
    this.#shown = options.desired.program;
    this.#holds = new Holds(options.desired.held);
    this.#everybody = new Everybody(frameRate, (members) => this.#areNamed(members));
    this.#takes = options.desired.takes;
    this.#passagePainter = new PassagePainter(width, height);
    this.#graphics = new Graphics(options);
    this.#sound = new SoundStage(frameRate, options.loudnessTarget ?? LOUDNESS_TARGET);
    this.#desired = options.desired;
    this.#wantHouse();
  }

  /** Draws what the first picture may show, to be awaited before the first tick; the other slates follow by themselves. */
  async prepare(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#draw(resolve).catch(reject);
    await Promise.all([promise, this.#house.opened(this.#shown)]);
  }

  /** Where the manual fader is held; takes effect from the next tick on. */
  set fade(fade: ProgramFade) {
    if (fade.takes !== this.#desired.takes || this.#end.take) return;
    this.#fader.move(fade);
    this.#wantHouse();
  }

  /** Feeds that fall silent now do so by a fault of ours: they come back on air by themselves. */
  excuseFeeds(): void {
    const ticks = EXCUSED_SECONDS * this.#options.frameRate;
    this.#holds.excuse(ticks);
    this.#everybody.excuse(ticks);
  }

  /** The contributors who listen, each to their own mix-minus, from the next tick on. */
  set listeners(ids: readonly string[]) {
    this.#sound.listeners = ids;
  }

  /** Takes effect at the next tick, its words as soon as they are drawn. */
  set desired(desired: ProgramDesired) {
    if (desired.loudnessRun !== this.#desired.loudnessRun) this.#sound.resetLoudness();
    this.#desired = desired;
    if (this.#end.follow(desired)) this.#takes = desired.takes;
    this.#wantHouse();
    this.#graphics.desired = desired;
    void this.#draw();
  }

  /**
   * Brings all feeds to tick `tick`, due at `tickAt` (monotonic ms), and mixes its sound. Called for every tick, for
   * those whose picture is left out as well.
   */
  mixSound(tick: number, tickAt: number): MixedSound {
    const { feeds, frameRate } = this.#options;
    const samples = samplesBefore(tick + 1, frameRate) - samplesBefore(tick, frameRate);
    this.#stepPassage();
    const isEverybody = this.#shown.type === 'everybody';
    const onAir = this.#shareOf(({ type }) => type === 'everybody', false) > 0;
    // Whoever is lost leaves the scene of everybody, and comes back into it as into any other: by a take.
    this.#holds.step(isEverybody ? this.#everybody.members : peopleIn(this.#shown), feeds);
    this.#everybody.step(this.#desired, feeds, onAir, isEverybody ? this.#holds.held : NOBODY);
    this.#house.step(tick, (ref) => this.#shareOf((shown) => hasHouseSource(shown, ref)) > 0);
    if (this.#shown.type !== 'black') this.#hasPanel = this.#shown.type === 'questionPanel';
    const isNear = this.#onBuses().some((source) => source?.type === 'questionPanel');
    this.#panel.step(this.#desired, this.#hasPanel || isNear);
    this.#graphics.step({ person: this.#personAlone(), hasPanel: this.#hasPanel, at: this.#wallClock() });
    return this.#sound.mix({
      tickAt,
      samples,
      desired: this.#desired,
      feeds,
      house: this.#house,
      shareOfPerson: (contributor) => this.#shareOf((source, held) => isHeardIn(source, contributor, held)),
      shareOfHouse: (ref) => this.#shareOf((shown) => hasHouseSource(shown, ref)),
    });
  }

  /** Makes the picture of the tick that the feeds were brought to. */
  mixPicture(): MixedPicture {
    const frame = this.#picture();
    const { shown } = this.#graphics;
    const inPanel = this.#shown.type === 'questionPanel' ? this.#panel.questionId : null;
    const questionId = this.#graphics.questionId ?? inPanel;
    const { held } = this.#holds;
    const { view } = this.#fader;
    const incoming = view && this.#everybody.named(view.to);
    const beside = incoming ?? (this.#passage?.byHand ? this.#passage.from : null);
    const { take } = this.#end;
    const own = take && isSameSource(take.program, this.#shown) ? take : null;
    const source = this.#everybody.named(this.#shown);
    const [transition, takes] = [this.#transition, this.#takes];
    return { frame, source, transition, own, incoming, beside, questionId, graphics: shown, held, takes };
  }

  /** The programme as it goes out, each channel and each clip on a bus as it reaches its fader, over the last 100 ms. */
  get levels(): { program: Level; feeds: Record<string, Level>; clips: Record<string, Level> } {
    return this.#sound.levels;
  }

  /** How loud the programme is. `reductionDb`: the most that the limiter took away since this was last asked for. */
  takeLoudness(): ProgramLoudness {
    return this.#sound.takeLoudness();
  }

  /**
   * Goes on by one tick: begins to go to another source, goes on with it, or is there. A source that is wanted in the
   * middle of a transition ends it.
   */
  #stepPassage(): void {
    this.#stepEnd();
    const { takes } = this.#desired;
    const { program, transition } = this.#end.take ?? this.#desired;
    const isOther = !isSameSource(program, this.#shown);
    const { held } = this.#holds;
    const isWanted = isOther || (takes !== this.#takes && held.size > 0);
    if (isWanted && this.#canGoTo(program)) {
      // What goes stays as it is: who is let in by this take comes in the new picture only.
      const from = this.#everybody.resolve(this.#shown);
      this.#passage = transition.type === 'cut' ? null : { ...transition, from, held, step: 0, byHand: false };
      const { view } = this.#fader;
      if (this.#passage && view && isSameSource(view.to, program)) {
        // From where the hand left it.
        this.#passage.type = view.type;
        this.#passage.byHand = true;
        this.#passage.step = Math.round(view.share * (this.#passage.frames + 1));
      }
      this.#fader.drop();
      this.#transition = transition;
      this.#shown = program;
      this.#holds.release(program.type === 'everybody' ? this.#options.feeds : null);
      this.#everybody.settle();
      [this.#painter, this.#otherPainter] = [this.#otherPainter, this.#painter];
      this.#wantHouse();
    }
    if (!isWanted || this.#waited === 0) this.#takes = takes;
    if (!this.#passage) {
      this.#fader.step();
      return;
    }
    this.#passage.step += 1;
    if (this.#passage.step <= this.#passage.frames) return;
    this.#passage = null;
    this.#wantHouse();
  }

  /** Takes what follows the clip on air, where that has its time. A hand at the fader, or a take that waits, goes first. */
  #stepEnd(): void {
    const { program, assets } = this.#desired;
    if (this.#shown.type !== 'clip' || this.#fader.view || !isSameSource(program, this.#shown)) return;
    const { assetId } = this.#shown;
    const clip = assets.find(({ id }) => id === assetId);
    if (!clip) return;
    const own = this.#end.step(this.#desired, clip, this.#house.ticksLeft(this.#shown), this.#passage !== null);
    for (const ref of own ? houseSourcesIn(own.program) : []) {
      if (ref.type !== 'clip' || ref.assetId === assetId) continue;
      if (assets.find(({ id }) => id === ref.assetId)?.playOnTake) this.#house.play(ref);
    }
  }

  /** What was never on preview may still have to be drawn: the picture before it stands until then. */
  #canGoTo(source: ProgramSource): boolean {
    if (this.#house.isReady(source) || this.#waited > PATIENCE_SECONDS * this.#options.frameRate) {
      this.#waited = 0;
      return true;
    }
    this.#waited += 1;
    return false;
  }

  #wantHouse(): void {
    this.#house.want(this.#onBuses(), this.#desired);
  }

  /** All that is shown, is wanted, or may be wanted next. */
  #onBuses(): (ProgramSource | null)[] {
    const { program, standby } = this.#desired;
    const { take } = this.#end;
    const passing = [this.#passage?.from ?? null, this.#fader.view?.to ?? null, take?.program ?? null];
    return [this.#shown, ...passing, program, standby];
  }

  /**
   * How much of what is shown now is what is asked for, 0–1.
   *
   * @param inPlaces the scene of everybody is asked about as the scene that it is just now
   */
  #shareOf(asked: (source: ProgramSource, held: ReadonlySet<string>) => boolean, inPlaces = true): number {
    const is = (source: ProgramSource, held: ReadonlySet<string>) =>
      asked(inPlaces ? this.#everybody.resolve(source) : source, held);
    const now = is(this.#shown, this.#holds.held) ? 1 : 0;
    const { view } = this.#fader;
    if (!this.#passage) return view ? now * (1 - view.share) + (is(view.to, NOBODY) ? view.share : 0) : now;
    const { from, held, step, frames } = this.#passage;
    const share = shareAt(step, frames);
    return (is(from, held) ? 1 - share : 0) + now * share;
  }

  /** Who is alone in the picture, with a picture of theirs. */
  #personAlone(): ProgramContributor | null {
    if (this.#shown.type === 'questionPanel') return null;
    const [first, ...others] = slotsIn(this.#everybody.resolve(this.#shown));
    if (this.#passage || this.#fader.view || first?.type !== 'feed' || others.length > 0) return null;
    const id = first.contributorId;
    if (this.#holds.held.has(id)) return null;
    if (this.#options.feeds.get(id)?.state !== 'live') return null;
    return this.#desired.contributors.find((contributor) => contributor.id === id) ?? null;
  }

  /** Everything that the programme shows now. Graphics lie over all of it but black, and go to it and back with the picture. */
  #picture(): Frame {
    const here = this.#painter.paint(this.#everybody.resolve(this.#shown), this.#desired, this.#holds.held);
    if (this.#passage) {
      const { type, from, held, step, frames } = this.#passage;
      const gone = this.#otherPainter.paint(from, this.#desired, held);
      return this.#between(type, [from, gone], [this.#shown, here], shareAt(step, frames));
    }
    const { view } = this.#fader;
    if (!view) return this.#under(this.#shown, here);
    const incoming = this.#otherPainter.paint(this.#everybody.resolve(view.to), this.#desired);
    return this.#between(view.type, [this.#shown, here], [view.to, incoming], view.share);
  }

  #between(type: Passage['type'], from: Side, to: Side, share: number): Frame {
    const hasBlack = from[0].type === 'black' || to[0].type === 'black';
    if (!hasBlack) return this.#graphics.paint(this.#passagePainter.paint(type, from[1], to[1], share));
    return this.#passagePainter.paint(type, this.#under(...from), this.#under(...to), share);
  }

  /** With the graphics over it. */
  #under(source: ProgramSource, picture: Frame): Frame {
    return source.type === 'black' ? picture : this.#graphics.paint(picture);
  }

  /** Has the names drawn for the scene of everybody. Where it is on no bus, nobody has to wait for theirs. */
  #areNamed(members: readonly string[]): boolean {
    if (!this.#onBuses().some((source) => source?.type === 'everybody')) return true;
    return this.#straps.prepareGrids(this.#desired.contributors.filter(({ id }) => members.includes(id)));
  }

  async #draw(onFirst?: () => void): Promise<void> {
    const { program, standby, contributors } = this.#desired;
    this.#straps.update(this.#desired);
    for (const source of [program, standby]) if (source) this.#straps.prepare(source, contributors);
    this.#areNamed(this.#everybody.members);
    await this.#slates.update(this.#desired, peopleIn(program)[0] ?? null, onFirst);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#painter.close();
    this.#otherPainter.close();
    this.#slates.close();
    this.#house.close();
    this.#straps.close();
    this.#panel.close();
    this.#passagePainter.close();
    this.#graphics.close();
  }
}

/** One side of a transition: what it is, and its picture. */
type Side = readonly [ProgramSource, Frame];

/** Sound follows the picture, or (`open`) is there under everything but black. Who is held is silent until the next take. */
function isHeardIn(source: ProgramSource, { id, mode }: ProgramContributor, held: ReadonlySet<string>): boolean {
  if (held.has(id)) return false;
  return mode === 'open' ? source.type !== 'black' : peopleIn(source).includes(id);
}
