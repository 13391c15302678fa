import type { ProgramContributor } from '../core/program-link.ts';
import { parseColour, type Rgb, readableOn, toCss } from './colour.ts';
import { createDrawing, drawLines, fitShort, widestLine } from './drawing.ts';
import { type Art, even } from './lower-third-art.ts';
import { cleanText } from './text.ts';

const PANEL: Rgb = [13, 16, 22];
const TEXT = '#ffffff';
const QUIET = '#bec6d2';
const LEADING = 1.22;

/** The widest that a name gets, as a share of the picture's width. */
const WIDEST = 0.62;

/**
 * Who is on air, as a lower third: name, role, place, as wide as its words. A long line gets smaller, then breaks once,
 * and at last ends in an ellipsis.
 */
export function drawNameTitle(
  size: { width: number; height: number },
  accentHex: string,
  { name, role, place }: Pick<ProgramContributor, 'name' | 'role' | 'place'>,
): Art {
  const unit = size.height / 720;
  const px = (value: number): number => Math.round(value * unit);
  const accent = parseColour(accentHex);
  const margin = even(size.width * 0.05);
  const padding = { left: px(30), right: px(30), top: px(14), bottom: px(16) };
  const room = size.width * WIDEST - padding.left - padding.right;
  const ruler = createDrawing(1, 1).context;
  const lines = [
    { text: name, weight: 700, largest: px(40), smallest: px(27), colour: TEXT },
    { text: role ?? '', weight: 500, largest: px(24), smallest: px(18), colour: toCss(readableOn(accent, PANEL)) },
    { text: place, weight: 500, largest: px(24), smallest: px(18), colour: QUIET },
  ].flatMap(({ text, ...line }) => {
    const words = cleanText(text);
    return words ? [{ ...line, fit: fitShort(ruler, words, line.weight, { ...line, width: room, most: 2 }) }] : [];
  });
  const words = Math.max(0, ...lines.map(({ fit, weight }) => widestLine(ruler, fit, weight)));
  const width = even(words + padding.left + padding.right + 1);
  const inner = lines.reduce((sum, { fit }) => sum + fit.lines.length * fit.size * LEADING, 0);
  const height = even(inner + padding.top + padding.bottom);

  const { canvas, context } = createDrawing(width, height);
  context.beginPath();
  context.roundRect(0, 0, width, height, px(10));
  context.clip();
  context.fillStyle = toCss(PANEL);
  context.fillRect(0, 0, width, height);
  context.fillStyle = toCss(accent);
  context.fillRect(0, 0, px(10), height);
  let y = padding.top;
  for (const { fit, weight, colour } of lines) {
    y = drawLines(context, fit, {
      x: padding.left,
      y,
      width: width - padding.left - padding.right,
      weight,
      leading: LEADING,
      colour,
    });
  }
  const top = even(size.height - size.height * 0.06 - height);
  return { x: margin, y: top, width, height, rgba: Buffer.from(canvas.data()) };
}
