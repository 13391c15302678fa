/** What stands in the corners: the clock in the upper left, the logo in its own. */
import type { Image } from '@napi-rs/canvas';
import type { ProgramGraphics } from '../core/program-link.ts';
import { parseColour, type Rgb, readableOn, toCss } from './colour.ts';
import { createDrawing, drawLines, fitShort, widestLine } from './drawing.ts';
import { type Art, even } from './lower-third-art.ts';
import { cleanText } from './text.ts';

interface Size {
  width: number;
  height: number;
}

export interface LogoPlace {
  corner: ProgramGraphics['logo']['corner'];
  /** The clock stands in the same corner. */
  beneathClock: boolean;
}

/** Shares of the picture's width and height, from its edges. */
const MARGIN = { across: 0.04, down: 0.05 };
const CLOCK_HEIGHT = 46;
const PANEL: Rgb = [13, 16, 22];
const WHITE = '#ffffff';
const QUIET = '#bec6d2';
const LEADING = 1.2;

/** The time, and the place where it is that time when it is not the show's own. */
export function drawClock(size: Size, accent: string, time: string, place: string): Art {
  const px = (value: number): number => Math.round((value * size.height) / 720);
  const ruler = createDrawing(1, 1).context;
  const digits = fitShort(ruler, time, 650, { width: px(200), largest: px(28), smallest: px(28), most: 1 });
  const words = fitShort(ruler, cleanText(place), 500, { width: px(240), largest: px(20), smallest: px(15), most: 1 });
  // All digits are equally wide, so that the box never jumps.
  const digitsWidth = widestLine(ruler, { ...digits, lines: ['00:00'] }, 650);
  const placeWidth = place ? widestLine(ruler, words, 500) : 0;
  const gap = place ? px(10) : 0;
  const padding = px(16);
  const width = even(digitsWidth + gap + placeWidth + 2 * padding + 1);
  const height = even(px(CLOCK_HEIGHT));
  const { canvas, context } = createDrawing(width, height);
  box(context, width, height, px(8));
  context.fillStyle = toCss(parseColour(accent));
  context.fillRect(0, height - px(4), width, px(4));
  const middle = (lineHeight: number): number => (height - px(4) - lineHeight) / 2;
  const x = padding;
  const line = { leading: LEADING };
  drawLines(context, digits, {
    x,
    y: middle(digits.size * LEADING),
    width: digitsWidth,
    weight: 650,
    ...line,
    colour: WHITE,
  });
  if (place) {
    const left = x + digitsWidth + gap;
    drawLines(context, words, {
      x: left,
      y: middle(words.size * LEADING),
      width: placeWidth,
      weight: 500,
      ...line,
      colour: QUIET,
    });
  }
  const upperLeft = cornerOf(size, { width, height }, { corner: 'topLeft', beneathClock: false });
  return { ...upperLeft, width, height, rgba: Buffer.from(canvas.data()) };
}

/** The channel's name as a wordmark. */
export function drawWordmark(size: Size, accentHex: string, text: string, place: LogoPlace): Art {
  const px = (value: number): number => Math.round((value * size.height) / 720);
  const accent = parseColour(accentHex);
  const ruler = createDrawing(1, 1).context;
  const words = fitShort(ruler, cleanText(text), 750, { width: px(300), largest: px(24), smallest: px(16), most: 2 });
  const wordsWidth = widestLine(ruler, words, 750);
  const padding = px(16);
  const mark = px(12);
  const width = even(mark + px(10) + wordsWidth + 2 * padding + 1);
  const height = even(Math.max(px(46), words.lines.length * words.size * LEADING + px(16)));
  const { canvas, context } = createDrawing(width, height);
  box(context, width, height, px(8));
  context.fillStyle = toCss(readableOn(accent, PANEL));
  context.beginPath();
  context.arc(padding + mark / 2, height / 2, mark / 2, 0, Math.PI * 2);
  context.fill();
  const y = (height - words.lines.length * words.size * LEADING) / 2;
  drawLines(context, words, {
    x: padding + mark + px(10),
    y,
    width: wordsWidth,
    weight: 750,
    leading: LEADING,
    colour: WHITE,
  });
  return { ...cornerOf(size, { width, height }, place), width, height, rgba: Buffer.from(canvas.data()) };
}

/**
 * A picture with its own transparency, in its own proportions.
 *
 * @param share of the programme's width and height, whichever is reached first
 */
export function drawLogoPicture(size: Size, image: Image, share: number, place: LogoPlace): Art {
  const scale = Math.min((share * size.width) / image.width, (share * size.height) / image.height);
  const [wide, high] = [Math.max(2, image.width * scale), Math.max(2, image.height * scale)];
  const [width, height] = [even(wide + 1), even(high + 1)];
  const { canvas, context } = createDrawing(width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, (width - wide) / 2, (height - high) / 2, wide, high);
  return { ...cornerOf(size, { width, height }, place), width, height, rgba: Buffer.from(canvas.data()) };
}

function cornerOf(size: Size, own: Size, { corner, beneathClock }: LogoPlace): { x: number; y: number } {
  const [across, down] = [MARGIN.across * size.width, MARGIN.down * size.height];
  const beneath = beneathClock ? ((CLOCK_HEIGHT + 12) * size.height) / 720 : 0;
  return {
    x: even(corner.endsWith('Left') ? across : size.width - across - own.width),
    y: even(corner.startsWith('top') ? down + beneath : size.height - down - own.height),
  };
}

function box(
  context: ReturnType<typeof createDrawing>['context'],
  width: number,
  height: number,
  radius: number,
): void {
  context.beginPath();
  context.roundRect(0, 0, width, height, radius);
  context.clip();
  context.fillStyle = toCss(PANEL);
  context.fillRect(0, 0, width, height);
}
