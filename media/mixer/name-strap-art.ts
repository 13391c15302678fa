import type { ProgramContributor } from '../core/program-link.ts';
import { parseColour, type Rgb, toCss } from './colour.ts';
import { createDrawing, drawLines, fitInto, setFont } from './drawing.ts';
import { type Art, even } from './lower-third-art.ts';
import type { Placement } from './picture-fit.ts';
import { cleanText } from './text.ts';

const PANEL: Rgb = [13, 16, 22];
const TEXT = '#ffffff';
const QUIET = '#bec6d2';

/** A person's name and place in the lower left of their box of a scene, as wide as its words. */
export function drawNameStrap(
  accent: string,
  { name, place }: Pick<ProgramContributor, 'name' | 'place'>,
  box: Placement,
): Art {
  const unit = Math.max(box.height / 360, 0.55);
  const px = (value: number): number => Math.round(value * unit);
  const margin = even(px(12));
  const room = { width: box.width - 2 * margin - px(28), leading: 1.25 };
  const ruler = createDrawing(1, 1).context;
  const nameFit = fitInto(ruler, cleanText(name), 600, { ...room, height: px(28), largest: px(21) });
  const placeFit = fitInto(ruler, cleanText(place), 500, { ...room, height: px(22), largest: px(15) });
  const widest = (lines: readonly string[], weight: number, size: number): number => {
    setFont(ruler, weight, size);
    return Math.max(0, ...lines.map((line) => ruler.measureText(line).width));
  };
  const words = Math.max(widest(nameFit.lines, 600, nameFit.size), widest(placeFit.lines, 500, placeFit.size));
  const lineHeight = (fit: { lines: readonly string[]; size: number }): number => fit.lines.length * fit.size * 1.25;
  const width = Math.min(even(words + px(28) + 1), even(box.width - 2 * margin));
  const height = even(lineHeight(nameFit) + lineHeight(placeFit) + px(12) + 1);

  const { canvas, context } = createDrawing(width, height);
  context.beginPath();
  context.roundRect(0, 0, width, height, px(6));
  context.clip();
  context.fillStyle = toCss(PANEL);
  context.fillRect(0, 0, width, height);
  context.fillStyle = toCss(parseColour(accent));
  context.fillRect(0, 0, px(5), height);
  const line = { x: px(16), width: width - px(28) + 1, leading: 1.25 };
  const y = drawLines(context, nameFit, { ...line, y: px(6), weight: 600, colour: TEXT });
  drawLines(context, placeFit, { ...line, y, weight: 500, colour: QUIET });
  return {
    x: box.x + margin,
    y: box.y + box.height - margin - height,
    width,
    height,
    rgba: Buffer.from(canvas.data()),
  };
}
