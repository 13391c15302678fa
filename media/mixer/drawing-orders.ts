import { loadImage } from '@napi-rs/canvas';
import type { ProgramContributor, ProgramQuestion } from '../core/program-link.ts';
import { drawClock, drawLogoPicture, drawWordmark, type LogoPlace } from './corner-art.ts';
import { drawCountdownFigures, drawCountdownGround } from './countdown-art.ts';
import { drawLowerThird } from './lower-third-art.ts';
import { drawNameStrap } from './name-strap-art.ts';
import { drawNameTitle } from './name-title-art.ts';
import type { Placement } from './picture-fit.ts';
import { type OverlayPlanes, toPicture, toPlanes } from './planes.ts';
import { drawQuestionPanel } from './question-panel-art.ts';
import { drawBroadcastSlate, drawContributorSlate } from './slate-art.ts';
import { drawStill } from './still-art.ts';
import { drawTicker } from './ticker-art.ts';

interface Canvas {
  /** Of the programme, pixels. */
  width: number;
  height: number;
  /** `#rrggbb`. */
  accent: string;
}

export interface SlateOrder extends Canvas {
  title: string;
  /** Whose card; null for the broadcast's own. */
  contributor: Pick<ProgramContributor, 'name' | 'place'> | null;
}

export interface LowerThirdOrder extends Canvas {
  question: Pick<ProgramQuestion, 'text' | 'author' | 'place' | 'theme'>;
}

export interface NameStrapOrder {
  /** `#rrggbb`. */
  accent: string;
  contributor: Pick<ProgramContributor, 'name' | 'role' | 'place'>;
  /** The box of the scene that it stands in, pixels. */
  box: { width: number; height: number };
}

export interface CountdownGroundOrder extends Canvas {
  title: string;
}

export interface CountdownFiguresOrder extends Canvas {
  /** e.g. `12:34`. */
  figures: string;
}

/** What stands over the programme and is laid over it as it is. */
export type GraphicOrder = Canvas &
  (
    | { kind: 'name'; contributor: Pick<ProgramContributor, 'name' | 'role' | 'place'> }
    /** `place` is empty where it is the show's own time. */
    | { kind: 'clock'; time: string; place: string }
    /** Without a question the title stands in it. */
    | {
        kind: 'panel';
        title: string;
        question: Pick<ProgramQuestion, 'text' | 'author' | 'place' | 'theme'> | null;
        box: Placement;
      }
  );

export interface LogoOrder extends Canvas {
  /** The wordmark, where there is no picture, or none that can be read. */
  text: string;
  /** `path`: absolute, of a picture of our own making. `share`: of the programme's width and height. */
  picture: { path: string; share: number } | null;
  place: LogoPlace;
}

export interface TickerOrder extends Canvas {
  /** Each line is an item. */
  text: string;
}

/** A ticker's text as one long strip that goes round and round, opaque: its planes in YUV 4:2:0. */
export interface TickerStrip {
  width: number;
  height: number;
  planes: readonly [Uint8Array, Uint8Array, Uint8Array];
  /** It runs to the right. */
  rightToLeft: boolean;
}

export interface StillOrder {
  width: number;
  height: number;
  /** Absolute path of a picture of our own making. */
  path: string;
}

/** Draws what the programme shows besides feeds. Drawing takes tens of milliseconds: too long for a tick's neighbour. */
export interface Artist {
  /** A programme picture: the planes of YUV 4:2:0 one after the other. */
  slate(order: SlateOrder): Promise<Uint8Array>;
  lowerThird(order: LowerThirdOrder): Promise<OverlayPlanes>;
  nameStrap(order: NameStrapOrder): Promise<OverlayPlanes>;
  /** A programme picture, as a slate is one. */
  countdownGround(order: CountdownGroundOrder): Promise<Uint8Array>;
  countdownFigures(order: CountdownFiguresOrder): Promise<OverlayPlanes>;
  graphic(order: GraphicOrder): Promise<OverlayPlanes>;
  logo(order: LogoOrder): Promise<OverlayPlanes>;
  ticker(order: TickerOrder): Promise<TickerStrip>;
  /** A programme picture with the still in its middle, on black. */
  still(order: StillOrder): Promise<Uint8Array>;
}

export function paintSlate({ title, contributor, accent, ...size }: SlateOrder): Uint8Array {
  const rgba = contributor
    ? drawContributorSlate(size, accent, title, contributor)
    : drawBroadcastSlate(size, accent, title);
  return toPicture({ x: 0, y: 0, width: size.width, height: size.height, rgba });
}

export function paintLowerThird({ question, accent, ...size }: LowerThirdOrder): OverlayPlanes {
  return toPlanes(drawLowerThird(size, accent, question));
}

export function paintNameStrap({ contributor, accent, box }: NameStrapOrder): OverlayPlanes {
  return toPlanes(drawNameStrap(accent, contributor, box));
}

export function paintCountdownGround({ title, accent, ...size }: CountdownGroundOrder): Uint8Array {
  return toPicture({ x: 0, y: 0, ...size, rgba: drawCountdownGround(size, accent, title) });
}

export function paintCountdownFigures({ figures, ...size }: CountdownFiguresOrder): OverlayPlanes {
  return toPlanes(drawCountdownFigures(size, figures));
}

export function paintGraphic(order: GraphicOrder): OverlayPlanes {
  switch (order.kind) {
    case 'name':
      return toPlanes(drawNameTitle(order, order.accent, order.contributor));
    case 'clock':
      return toPlanes(drawClock(order, order.accent, order.time, order.place));
    case 'panel':
      return toPlanes(drawQuestionPanel(order.accent, order.title, order.question, order.box));
    default:
      return order satisfies never;
  }
}

export async function paintLogo({ text, accent, picture, place, ...size }: LogoOrder): Promise<OverlayPlanes> {
  const image = picture && (await loadImage(picture.path).catch(() => null));
  return toPlanes(image ? drawLogoPicture(size, image, picture.share, place) : drawWordmark(size, accent, text, place));
}

export function paintTicker({ text, accent, ...size }: TickerOrder): TickerStrip {
  const { width, height, rgba, rightToLeft } = drawTicker(size, accent, text);
  const { planes } = toPlanes({ x: 0, y: 0, width, height, rgba });
  const [luma, blue, red] = planes;
  return { width, height, planes: [luma.samples, blue.samples, red.samples], rightToLeft };
}

export async function paintStill({ path, ...size }: StillOrder): Promise<Uint8Array> {
  const rgba = drawStill(size, await loadImage(path));
  return toPicture({ x: 0, y: 0, ...size, rgba });
}
