import { parseColour, type Rgb, readableOn, toCss } from './colour.ts';
import { createDrawing, drawLines, fitInto, setFont } from './drawing.ts';
import { type Art, even } from './lower-third-art.ts';
import { drawGround, NIGHT, type SlateSize } from './slate-art.ts';
import { cleanText } from './text.ts';

const WHITE: Rgb = [255, 255, 255];
/** Shares of the picture's height. */
const FIGURES = { top: 0.34, height: 0.36, size: 0.3 };
const TITLE = { top: 0.14, height: 0.17 };

/** What stands behind the figures: the channel's ground and the title. RGBA, opaque. */
export function drawCountdownGround(size: SlateSize, accentHex: string, title: string): Buffer {
  const { canvas, context } = createDrawing(size.width, size.height);
  const accent = parseColour(accentHex);
  const unit = size.height / 720;
  drawGround(context, size, accent);
  const x = size.width * 0.075;
  const width = size.width * 0.72;
  const fitted = fitInto(context, cleanText(title), 650, {
    width,
    height: size.height * TITLE.height,
    largest: 52 * unit,
    leading: 1.15,
  });
  const y = size.height * (TITLE.top + TITLE.height) - fitted.lines.length * fitted.size * 1.15;
  drawLines(context, fitted, { x, y, width, weight: 650, leading: 1.15, colour: toCss(WHITE) });
  context.fillStyle = toCss(readableOn(accent, NIGHT));
  context.beginPath();
  context.roundRect(x, size.height * 0.735, 84 * unit, 10 * unit, 5 * unit);
  context.fill();
  return Buffer.from(canvas.data());
}

/** The figures alone, each in a place of its own width, so that they do not dance. */
export function drawCountdownFigures(size: SlateSize, figures: string): Art {
  const x = even(size.width * 0.06);
  const width = even(size.width * 0.86);
  const y = even(size.height * FIGURES.top);
  const height = even(size.height * FIGURES.height);
  const { canvas, context } = createDrawing(width, height);
  const letters = [...figures];
  const widthsAt = (fontSize: number): number[] => {
    setFont(context, 750, fontSize, figures);
    const figure = Math.max(...[...'0123456789'].map((digit) => context.measureText(digit).width));
    return letters.map((letter) => (letter === ':' ? context.measureText(letter).width * 1.2 : figure));
  };
  const sum = (widths: readonly number[]): number => widths.reduce((total, one) => total + one, 0);
  const largest = size.height * FIGURES.size;
  const margin = size.width * 0.015;
  const fontSize = Math.min(largest, (largest * (width - 2 * margin)) / sum(widthsAt(largest)));
  const widths = widthsAt(fontSize);
  context.fillStyle = toCss(WHITE);
  context.textAlign = 'center';
  context.textBaseline = 'alphabetic';
  let left = margin;
  for (const [index, letter] of letters.entries()) {
    const own = widths[index] ?? 0;
    context.fillText(letter, left + own / 2, height / 2 + fontSize * 0.3635);
    left += own;
  }
  return { x, y, width, height, rgba: Buffer.from(canvas.data()) };
}
