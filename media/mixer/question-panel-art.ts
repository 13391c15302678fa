import type { ProgramQuestion } from '../core/program-link.ts';
import { parseColour, type Rgb, readableOn, toCss } from './colour.ts';
import { createDrawing, drawLines, fitInto } from './drawing.ts';
import { type Art, even, signature } from './lower-third-art.ts';
import type { Placement } from './picture-fit.ts';
import { cleanText } from './text.ts';

/** A little lighter than what is behind the boxes of a scene. */
const PANEL: Rgb = [27, 33, 43];
const WHITE = '#ffffff';
const QUIET = '#bec6d2';

/**
 * The panel beside a contributor: the question on air with its theme, author and place, each at the size at which all of it
 * fits; without a question the broadcast's title.
 */
export function drawQuestionPanel(
  accentHex: string,
  title: string,
  question: Pick<ProgramQuestion, 'text' | 'author' | 'place' | 'theme'> | null,
  box: Placement,
): Art {
  const px = (share: number): number => Math.round(share * box.width);
  const { canvas, context } = createDrawing(box.width, box.height);
  const accent = parseColour(accentHex);
  context.beginPath();
  context.roundRect(0, 0, box.width, box.height, px(0.03));
  context.clip();
  context.fillStyle = toCss(PANEL);
  context.fillRect(0, 0, box.width, box.height);
  context.fillStyle = toCss(accent);
  context.fillRect(0, 0, box.width, px(0.02));
  const x = px(0.075);
  const width = box.width - 2 * x;
  const room = box.height - 2 * x;
  const parts = question
    ? [
        { text: question.theme, weight: 600, largest: px(0.05), most: 0.14, colour: toCss(readableOn(accent, PANEL)) },
        { text: question.text, weight: 600, largest: px(0.088), most: 0.66, colour: WHITE },
        { text: signature(question), weight: 500, largest: px(0.056), most: 0.1, colour: QUIET },
      ]
    : [{ text: title, weight: 700, largest: px(0.1), most: 0.9, colour: WHITE }];
  const gap = px(0.04);
  const leading = 1.26;
  const fitted = parts.flatMap(({ text, most, ...how }) => {
    const words = cleanText(text);
    if (!words) return [];
    const fit = fitInto(context, words, how.weight, { width, height: room * most, largest: how.largest, leading });
    return [{ ...how, fit, height: fit.lines.length * fit.size * leading }];
  });
  const height = fitted.reduce((sum, part) => sum + part.height, 0) + gap * Math.max(0, fitted.length - 1);
  let y = (box.height - height) / 2;
  for (const { fit, weight, colour } of fitted) {
    y = drawLines(context, fit, { x, y, width, weight, leading, colour }) + gap;
  }
  return { x: even(box.x), y: even(box.y), width: box.width, height: box.height, rgba: Buffer.from(canvas.data()) };
}
