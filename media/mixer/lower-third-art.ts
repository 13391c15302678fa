import type { ProgramQuestion } from '../core/program-link.ts';
import { parseColour, type Rgb, readableOn, toCss } from './colour.ts';
import { createDrawing, drawLines, fitInto } from './drawing.ts';
import { cleanText } from './text.ts';

/** A picture to lay over the programme: RGBA, alpha premultiplied, four bytes a pixel. */
export interface Art {
  /** Where its top left corner lies in the programme, even pixels. */
  x: number;
  y: number;
  width: number;
  height: number;
  rgba: Buffer;
}

const PANEL: Rgb = [13, 16, 22];
const TEXT: Rgb = [255, 255, 255];
const QUIET: Rgb = [190, 198, 210];

/**
 * The question on air as a lower third: theme, question, author and place, on a solid panel within the title-safe area. The text
 * takes the size at which all of it fits.
 */
export function drawLowerThird(
  size: { width: number; height: number },
  accentHex: string,
  question: Pick<ProgramQuestion, 'text' | 'author' | 'place' | 'theme'>,
): Art {
  const unit = size.height / 720;
  const px = (value: number): number => Math.round(value * unit);
  const accent = parseColour(accentHex);
  const margin = even(size.width * 0.05);
  const width = even(size.width - 2 * margin);
  const padding = { x: px(36), y: px(24) };
  const textX = padding.x + px(8);
  const textWidth = width - textX - padding.x;
  const text = cleanText(question.text);
  const author = signature(question);
  const theme = cleanText(question.theme);

  const ruler = createDrawing(1, 1).context;
  const themeFit = fitInto(ruler, theme, 600, { width: textWidth, height: px(48), largest: px(20), leading: 1.3 });
  const textFit = fitInto(ruler, text, 600, { width: textWidth, height: px(152), largest: px(38), leading: 1.26 });
  const authorFit = fitInto(ruler, author, 500, { width: textWidth, height: px(30), largest: px(22), leading: 1.3 });
  const gap = px(8);
  const authorHeight = author ? gap + authorFit.lines.length * authorFit.size * 1.3 : 0;
  const themeHeight = theme ? themeFit.lines.length * themeFit.size * 1.3 + gap : 0;
  const height = even(padding.y * 2 + themeHeight + textFit.lines.length * textFit.size * 1.26 + authorHeight);

  const { canvas, context } = createDrawing(width, height);
  context.beginPath();
  context.roundRect(0, 0, width, height, px(14));
  context.clip();
  context.fillStyle = toCss(PANEL);
  context.fillRect(0, 0, width, height);
  context.fillStyle = toCss(accent);
  context.fillRect(0, 0, px(10), height);

  let y = padding.y;
  if (theme) {
    const colour = toCss(readableOn(accent, PANEL));
    y = drawLines(context, themeFit, { x: textX, y, width: textWidth, weight: 600, leading: 1.3, colour }) + gap;
  }
  y = drawLines(context, textFit, { x: textX, y, width: textWidth, weight: 600, leading: 1.26, colour: toCss(TEXT) });
  if (author) {
    const colour = toCss(QUIET);
    drawLines(context, authorFit, { x: textX, y: y + gap, width: textWidth, weight: 500, leading: 1.3, colour });
  }
  return {
    x: margin,
    y: even(size.height - size.height * 0.06 - height),
    width,
    height,
    rgba: Buffer.from(canvas.data()),
  };
}

/** Who asks, and from where, as far as they said. */
export function signature({ author, place }: Pick<ProgramQuestion, 'author' | 'place'>): string {
  return [author, place].flatMap((part) => cleanText(part ?? '') || []).join(', ');
}

/** Chroma is shared by 2×2 pixels: pictures are laid on even ones. */
export function even(value: number): number {
  return 2 * Math.round(value / 2);
}
