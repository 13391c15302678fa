import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { fontFamily, registerFonts } from './fonts.ts';
import {
  type FitOptions,
  fitShortText,
  fitText,
  isRightToLeft,
  type Measure,
  type ShortFitOptions,
  type TextFit,
} from './text.ts';

export type Drawing = { canvas: Canvas; context: SKRSContext2D };

/** A transparent canvas with the programme's typeface at hand. */
export function createDrawing(width: number, height: number): Drawing {
  registerFonts();
  const canvas = createCanvas(width, height);
  return { canvas, context: canvas.getContext('2d') };
}

/** The programme's typeface, with the letters that `text` is written in. */
export function setFont(context: SKRSContext2D, weight: number, size: number, text: string): void {
  context.font = `${weight} ${size}px ${fontFamily(text)}`;
}

/** `fitText` in the programme's typeface. */
export function fitInto(
  context: SKRSContext2D,
  text: string,
  weight: number,
  box: Pick<FitOptions, 'width' | 'height' | 'largest' | 'leading'>,
): TextFit {
  return fitText(text, { ...box, measure: measureIn(context, weight, text) });
}

/** `fitShortText` in the programme's typeface. */
export function fitShort(
  context: SKRSContext2D,
  text: string,
  weight: number,
  box: Omit<ShortFitOptions, 'measure'>,
): TextFit {
  return fitShortText(text, { ...box, measure: measureIn(context, weight, text) });
}

/** Pixels that the widest of the fitted lines takes. */
export function widestLine(context: SKRSContext2D, { lines, size }: TextFit, weight: number): number {
  setFont(context, weight, size, lines.join(' '));
  return Math.max(0, ...lines.map((line) => context.measureText(line).width));
}

/** Widths of parts of `text` at a font size of 1; remembers them. */
function measureIn(context: SKRSContext2D, weight: number, text: string): Measure {
  const unit = 100;
  setFont(context, weight, unit, text);
  const widths = new Map<string, number>();
  return (part) => {
    const width = widths.get(part) ?? context.measureText(part).width / unit;
    widths.set(part, width);
    return width;
  };
}

/**
 * Draws fitted lines into the box that begins at (x, y), flush with the side on which the text's script begins. Each
 * text is drawn by itself, so that its direction never reaches its neighbours. Returns the y below the last line.
 */
export function drawLines(
  context: SKRSContext2D,
  text: TextFit,
  box: { x: number; y: number; width: number; weight: number; leading: number; colour: string },
): number {
  const words = text.lines.join(' ');
  const rightToLeft = isRightToLeft(words);
  setFont(context, box.weight, text.size, words);
  context.fillStyle = box.colour;
  context.direction = rightToLeft ? 'rtl' : 'ltr';
  context.textAlign = rightToLeft ? 'right' : 'left';
  context.textBaseline = 'alphabetic';
  const lineHeight = text.size * box.leading;
  // The middle between cap height and baseline of Inter (0.727 em) sits in the middle of the line.
  const baseline = lineHeight / 2 + text.size * 0.3635;
  let y = box.y;
  for (const line of text.lines) {
    context.fillText(line, rightToLeft ? box.x + box.width : box.x, y + baseline);
    y += lineHeight;
  }
  return y;
}
