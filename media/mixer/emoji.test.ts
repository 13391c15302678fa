import { expect, test } from 'vitest';
import { createDrawing, drawLines, fitShort } from './drawing.ts';
import { cleanText } from './text.ts';

/** White words on black: pixels whose three colours differ are an emoji's. */
function draw(text: string): { coloured: number; white: number; width: number } {
  const { canvas, context } = createDrawing(600, 80);
  const words = fitShort(context, cleanText(text), 600, { width: 580, largest: 40, smallest: 40, most: 1 });
  context.fillStyle = '#000000';
  context.fillRect(0, 0, 600, 80);
  drawLines(context, words, { x: 10, y: 10, width: 580, weight: 600, leading: 1.25, colour: '#ffffff' });
  const pixels = canvas.data();
  let coloured = 0;
  let white = 0;
  for (let at = 0; at < pixels.length; at += 4) {
    const [red, green, blue] = [pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0];
    if (Math.max(red, green, blue) - Math.min(red, green, blue) > 60) coloured += 1;
    else if (red > 200) white += 1;
  }
  return { coloured, white, width: context.measureText(cleanText(text)).width };
}

test('emoji are drawn in colour, alone and joined, and the words beside them stay as they are', () => {
  const plain = draw('Café 123 ©');
  expect(plain.coloured).toBe(0);
  for (const emoji of ['👍🏽', '🇫🇷', '👩🏽‍🚀', '❤\ufe0f', '🥐']) {
    const { coloured, width } = draw(`Café 123 © ${emoji}`);
    expect(coloured, emoji).toBeGreaterThan(300);
    // One picture, not its parts: about one and a quarter of the font's size, and the space before it.
    expect(width - plain.width, emoji).toBeGreaterThan(45);
    expect(width - plain.width, emoji).toBeLessThan(75);
  }
  expect(draw('Café 123 ©')).toEqual(plain);
});
