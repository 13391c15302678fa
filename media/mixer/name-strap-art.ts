import type { ProgramContributor } from '../core/program-link.ts';
import { parseColour, type Rgb, toCss } from './colour.ts';
import { createDrawing, drawLines, fitInto, fitShort, widestLine } from './drawing.ts';
import { type Art, even } from './lower-third-art.ts';
import { cleanText } from './text.ts';

const PANEL: Rgb = [13, 16, 22];
const TEXT = '#ffffff';
/** Small words are no colour: of that, a picture carries a quarter of the points only. Contrast of 10 on the panel. */
const QUIET = '#bec6d2';
const LEADING = 1.25;
/** The most of a box's height that its name covers; with more, the role stays away. */
const HIGHEST = 1 / 3;

/**
 * A person's name, role and place in the lower left of their box of a scene, as wide as its words; in a small box without
 * the role. Its place is counted from the box's corner.
 */
export function drawNameStrap(
  accentHex: string,
  { name, role, place }: Pick<ProgramContributor, 'name' | 'role' | 'place'>,
  box: { width: number; height: number },
): Art {
  // Words are read from afar: a smaller box has smaller ones, but not in proportion.
  const unit = Math.max(box.height / 360, Math.min(1, box.height / 270), 0.55);
  const px = (value: number): number => Math.round(value * unit);
  const accent = parseColour(accentHex);
  const margin = even(px(12));
  const room = { width: box.width - 2 * margin - px(28), leading: LEADING };
  const ruler = createDrawing(1, 1).context;
  const nameLine = {
    ...{ weight: 600, colour: TEXT },
    fit: fitInto(ruler, cleanText(name), 600, { ...room, height: px(28), largest: px(21) }),
  };
  const roleLine = {
    ...{ weight: 500, colour: TEXT },
    fit: fitShort(ruler, cleanText(role ?? ''), 500, { ...room, largest: px(15), smallest: px(12), most: 1 }),
  };
  const placeLine = {
    ...{ weight: 500, colour: QUIET },
    fit: fitInto(ruler, cleanText(place), 500, { ...room, height: px(22), largest: px(15) }),
  };
  const heightOf = (lines: readonly (typeof nameLine)[]): number =>
    even(lines.reduce((sum, { fit }) => sum + fit.lines.length * fit.size * LEADING, 0) + px(12) + 1);
  const whole = [nameLine, roleLine, placeLine];
  const lines = heightOf(whole) <= box.height * HIGHEST ? whole : [nameLine, placeLine];
  const words = Math.max(0, ...lines.map(({ fit, weight }) => widestLine(ruler, fit, weight)));
  const width = Math.min(even(words + px(28) + 1), even(box.width - 2 * margin));
  const height = heightOf(lines);

  const { canvas, context } = createDrawing(width, height);
  context.beginPath();
  context.roundRect(0, 0, width, height, px(6));
  context.clip();
  context.fillStyle = toCss(PANEL);
  context.fillRect(0, 0, width, height);
  context.fillStyle = toCss(accent);
  context.fillRect(0, 0, px(5), height);
  let y = px(6);
  for (const { fit, weight, colour } of lines) {
    y = drawLines(context, fit, { x: px(16), width: width - px(28) + 1, leading: LEADING, y, weight, colour });
  }
  return { x: margin, y: box.height - margin - height, width, height, rgba: Buffer.from(canvas.data()) };
}
