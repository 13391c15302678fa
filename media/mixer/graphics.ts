import type { Frame } from 'node-av/lib';
import { assetFiles } from '../core/asset-files.ts';
import { Canvas } from '../core/canvas.ts';
import type { ProgramContributor, ProgramDesired, ProgramGraphics } from '../core/program-link.ts';
import { ClockFace } from './clock-face.ts';
import type { Artist } from './drawing-orders.ts';
import { type Graphic, GraphicLayer } from './graphic-layer.ts';
import { even } from './lower-third-art.ts';
import { NamesBeneath } from './names-beneath.ts';
import { layOver } from './overlay.ts';
import type { Placement } from './picture-fit.ts';
import type { OverlayPlanes } from './planes.ts';
import { TickerLayer } from './ticker-layer.ts';

export type GraphicName = keyof ProgramGraphics;

export interface GraphicsOptions {
  width: number;
  height: number;
  frameRate: number;
  artist: Artist;
  desired: ProgramDesired;
}

/** What the graphics need to know of the picture that they lie over. */
export interface OnScreen {
  /** Who is alone in the picture, with a picture of theirs; null for everything else, and in transitions. */
  person: ProgramContributor | null;
  /** The question stands in the scene itself: no lower third. */
  hasPanel: boolean;
  /** Wall clock of the tick, ms since the epoch. */
  at: number;
}

/** How far graphics move while they come and go, as a share of the picture's height. */
const RISE = 0.03;
/** And how much higher they stand above a ticker. */
const LIFT = 0.02;

/**
 * What lies over the programme, whatever it shows but black: the question on air, the name of who is on air alone, the clock, the
 * logo and the ticker. Each is drawn when its words change and laid over tick by tick. Owns the picture that it returns.
 */
export class Graphics {
  readonly #options: GraphicsOptions;
  readonly #composed: Canvas;
  readonly #question: GraphicLayer;
  readonly #namesBeneath: NamesBeneath;
  readonly #name: GraphicLayer;
  readonly #clock: GraphicLayer;
  readonly #logo: GraphicLayer;
  readonly #ticker: TickerLayer;
  readonly #face = new ClockFace();
  #desired: ProgramDesired;
  /** For whom the name shows by itself, and for how many ticks more. */
  #automatic: { person: string | null; ticks: number } = { person: null, ticks: 0 };
  #takes: number;
  #closed = false;

  constructor(options: GraphicsOptions) {
    this.#options = options;
    const { width, height, frameRate, artist, desired } = options;
    this.#composed = new Canvas(width, height);
    this.#question = new GraphicLayer(frameRate);
    this.#namesBeneath = new NamesBeneath(frameRate);
    this.#name = new GraphicLayer(frameRate);
    this.#clock = new GraphicLayer(frameRate);
    this.#logo = new GraphicLayer(frameRate);
    this.#ticker = new TickerLayer({ width, height, frameRate, artist });
    this.#desired = desired;
    this.#takes = desired.takes;
    this.#prepare();
  }

  set desired(desired: ProgramDesired) {
    this.#desired = desired;
    this.#prepare();
  }

  /** Has drawn what the coming ticks will want, before the first of them asks. */
  #prepare(): void {
    const { graphics, accent } = this.#desired;
    const question = this.#wantedQuestion();
    if (question) this.#question.prepare(question);
    if (graphics.logo.on) this.#logo.prepare(this.#wantedLogo());
    this.#ticker.want(graphics.ticker.on ? { text: graphics.ticker.text, accent } : null);
  }

  /** Goes on by one tick. Called for those whose picture is left out as well. */
  step(screen: OnScreen): void {
    const { graphics } = this.#desired;
    this.#question.want(screen.hasPanel ? null : this.#wantedQuestion());
    this.#question.step();
    this.#name.want(this.#wantedName(screen));
    this.#name.step();
    this.#stepClock(screen);
    this.#logo.want(graphics.logo.on ? this.#wantedLogo() : null);
    this.#logo.step();
    this.#ticker.step();
    this.#namesBeneath.step(this.#questionPlace());
  }

  /** The question whose lower third stands there, or is still going. */
  get questionId(): string | null {
    return this.#question.shown;
  }

  /** How much is seen of a name that stands there in the box of a scene, 0–1. */
  opacityOfName(place: Placement): number {
    return this.#namesBeneath.opacityAt(place);
  }

  /** What stands in the picture, or is still going. */
  get shown(): GraphicName[] {
    const layers = { name: this.#name, clock: this.#clock, logo: this.#logo, ticker: this.#ticker };
    return NAMES.filter((name) => layers[name].shown !== null);
  }

  /** Lays everything over `base`: `base` itself where there is nothing. Good until the next call. */
  paint(base: Frame): Frame {
    // The logo may stand where words come: they lie over it.
    const views = [this.#logo, this.#name, this.#question, this.#clock].flatMap((layer) => layer.view ?? []);
    if (views.length === 0 && this.#ticker.shown === null) return base;
    const canvas = this.#composed;
    canvas.copy(base);
    this.#ticker.paint(canvas);
    for (const { planes, opacity, away } of views) {
      layOver(canvas, planes, opacity, this.#dropOf(planes, away));
    }
    return canvas.frame;
  }

  /** How many rows below its place a drawing stands. */
  #dropOf(planes: OverlayPlanes, away: number): number {
    const { height } = this.#options;
    // What stands in the upper half comes from above.
    const isUpper = planes.y < height / 2;
    return even((isUpper ? -away * RISE : away * RISE - this.#ticker.presence * LIFT) * height);
  }

  /** Where the question stands once it has come. */
  #questionPlace(): Placement | null {
    const planes = this.#question.view?.planes;
    if (!planes) return null;
    const [{ width, height }] = planes.planes;
    return { x: planes.x, y: planes.y + this.#dropOf(planes, 0), width, height };
  }

  #wantedQuestion(): Graphic | null {
    const { question, accent } = this.#desired;
    const { width, height, artist } = this.#options;
    return (
      question && {
        id: question.id,
        words: JSON.stringify([question, accent]),
        draw: () => artist.lowerThird({ width, height, accent, question }),
      }
    );
  }

  /** By command as long as it is on; by itself for some seconds after a take. A question on air goes before it. */
  #wantedName({ person }: OnScreen): Graphic | null {
    const { graphics, takes, accent, question } = this.#desired;
    const { width, height, frameRate, artist } = this.#options;
    if (takes !== this.#takes) {
      this.#takes = takes;
      this.#automatic = { person: null, ticks: Math.round(graphics.name.autoSeconds * frameRate) };
    }
    const { on, dismissed } = graphics.name;
    const automatic = this.#automatic;
    if (dismissed === takes) automatic.ticks = 0;
    if (!person || question || this.#question.shown !== null) return null;
    automatic.person ??= person.id;
    const isAutomatic = automatic.person === person.id && automatic.ticks > 0;
    if (isAutomatic) automatic.ticks -= 1;
    if (!on && !isAutomatic) return null;
    const { id, name, role, place } = person;
    const contributor = { name, role, place };
    return {
      id,
      words: JSON.stringify([contributor, accent]),
      draw: () => artist.graphic({ kind: 'name', width, height, accent, contributor }),
    };
  }

  #stepClock({ person, at }: OnScreen): void {
    const { graphics, zone, accent } = this.#desired;
    const { width, height, artist } = this.#options;
    const { on, where } = graphics.clock;
    const local = where === 'onAir' && person?.zone ? { zone: person.zone, place: cityOf(person.place) } : null;
    const graphic = (time: string): Graphic => {
      const place = local?.place ?? '';
      return {
        id: 'clock',
        words: JSON.stringify([time, place, accent]),
        draw: () => artist.graphic({ kind: 'clock', width, height, accent, time, place }),
      };
    };
    const { now, soon } = this.#face.read(at, local?.zone ?? zone);
    this.#clock.want(on ? graphic(now) : null);
    if (on && soon !== now) this.#clock.prepare(graphic(soon));
    this.#clock.step();
  }

  #wantedLogo(): Graphic {
    const { title, accent, graphics, assets } = this.#desired;
    const { width, height, artist } = this.#options;
    const { stillId, corner, size } = graphics.logo;
    const text = graphics.logo.text || title;
    const still = assets.find(({ id, kind }) => kind === 'still' && id === stillId);
    const picture = still ? { path: assetFiles(still.folder).picture, share: LOGO_SHARE[size] } : null;
    const place = { corner, beneathClock: corner === 'topLeft' && graphics.clock.on };
    const order = { width, height, accent, text, picture, place };
    return { id: 'logo', words: JSON.stringify(order), draw: () => artist.logo(order) };
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const layer of [this.#question, this.#name, this.#clock, this.#logo, this.#ticker]) layer.close();
    this.#composed.close();
  }
}

/** Of the programme's width and height. */
const LOGO_SHARE = { small: 1 / 10, medium: 1 / 6, large: 1 / 4 };
const NAMES: readonly GraphicName[] = ['name', 'clock', 'logo', 'ticker'];

/** `Quito, Équateur` → `Quito`. */
function cityOf(place: string): string {
  return place.split(',')[0]?.trim() ?? '';
}
