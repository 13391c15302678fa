import { parseColour, type Rgb, toCss } from './colour.ts';
import { createDrawing, drawLines, setFont } from './drawing.ts';
import { even } from './lower-third-art.ts';
import { cleanText, isRightToLeft } from './text.ts';

const PANEL: Rgb = [13, 16, 22];
const WHITE = '#ffffff';
const LEADING = 1.2;
/** The longest strip that is drawn, pixels: what a canvas of this library holds. */
const LONGEST = 32_000;

/** A ticker's text as one opaque strip that goes round and round. RGBA. */
export interface TickerArt {
  width: number;
  height: number;
  rgba: Buffer;
  rightToLeft: boolean;
}

/** Each line of `text` is an item; a dot in the channel's colour stands behind each. */
export function drawTicker(size: { width: number; height: number }, accentHex: string, text: string): TickerArt {
  const px = (value: number): number => Math.round((value * size.height) / 720);
  const accent = toCss(parseColour(accentHex));
  const height = even(px(44));
  const fontSize = px(24);
  const gap = px(28);
  const dot = px(9);
  const rightToLeft = isRightToLeft(cleanText(text));
  const ruler = createDrawing(1, 1).context;
  const spacing = 2 * gap + dot;
  const items: { words: string; width: number }[] = [];
  let inner = 0;
  for (const words of text.split('\n').map(cleanText).filter(Boolean)) {
    setFont(ruler, 600, fontSize, words);
    const width = ruler.measureText(words).width;
    if (inner + width + spacing > LONGEST) break;
    items.push({ words, width });
    inner += width + spacing;
  }
  const width = even(Math.max(2, inner));
  const { canvas, context } = createDrawing(width, height);
  context.fillStyle = toCss(PANEL);
  context.fillRect(0, 0, width, height);
  context.fillStyle = accent;
  context.fillRect(0, 0, width, px(3));
  const y = px(3) + (height - px(3) - fontSize * LEADING) / 2;
  let x = gap;
  for (const item of rightToLeft ? items.toReversed() : items) {
    const dotX = rightToLeft ? x : x + item.width + gap;
    const wordsX = rightToLeft ? x + dot + gap : x;
    drawLines(
      context,
      { size: fontSize, lines: [item.words] },
      { x: wordsX, y, width: item.width, weight: 600, leading: LEADING, colour: WHITE },
    );
    context.fillStyle = accent;
    context.beginPath();
    context.arc(dotX + dot / 2, height / 2 + px(2), dot / 2, 0, Math.PI * 2);
    context.fill();
    x += item.width + spacing;
  }
  return { width, height, rgba: Buffer.from(canvas.data()), rightToLeft };
}
