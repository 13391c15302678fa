import { describe, expect, test } from 'vitest';
import { createDrawing, fitInto } from './drawing.ts';
import { type Art, drawLowerThird, signature } from './lower-third-art.ts';
import { cleanText } from './text.ts';

const LONGEST = 280;
const filled = (piece: string): string => [...piece.repeat(LONGEST)].slice(0, LONGEST).join('').trim();

/** As long as a question may be, each hard in its own way. */
const TEXTS = {
  French: filled('Comment les coopératives fixent-elles « le prix juste » ? '),
  'one word': filled('W'),
  'an address': `https://exemple.org/${'abc'.repeat(80)}`,
  Arabic: filled('ما هو السعر العادل للقهوة في نهاية المطاف؟ '),
  Hebrew: filled('מהו המחיר ההוגן לקפה, ומי קובע אותו? '),
  'both directions': filled('Fair Trade السعر العادل 2026 מחיר '),
  Chinese: filled('公平贸易的价格由谁决定'),
  Vietnamese: filled('Ai quyết định giá cà phê hữu cơ ở Việt Nam? '),
  'stacked diacritics': filled(`Z${'\u0351\u0352\u0357\u035b\u0323\u0330\u0331'.repeat(4)}algo `),
  emoji: filled('👩🏽‍🌾☕🌍 '),
};
const SIZES = [
  { width: 1920, height: 1080 },
  { width: 1280, height: 720 },
  { width: 640, height: 360 },
];
const question = (text: string) => ({
  text,
  author: 'Zoé Rakotomalala',
  place: 'Antananarivo',
  theme: 'Le prix juste',
});

/** Luma at a pixel. The panel is opaque where text stands. */
function lumaAt({ rgba, width }: Art, x: number, y: number): number {
  const at = 4 * (y * width + x);
  const [red = 0, green = 0, blue = 0] = rgba.subarray(at, at + 3);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The brightest pixel of a part of the panel. */
function brightest(art: Art, from: { x: number; y: number }, to: { x: number; y: number }): number {
  let most = 0;
  for (let y = from.y; y < to.y; y += 1)
    for (let x = from.x; x < to.x; x += 1) most = Math.max(most, lumaAt(art, x, y));
  return most;
}

describe.each(SIZES)('at $width × $height', (size) => {
  const px = (value: number): number => Math.round((value * size.height) / 720);

  test.each(Object.entries(TEXTS))('a question in %s stands whole inside its panel', (_name, text) => {
    const art = drawLowerThird(size, '#0f7a4f', question(text));
    // In the lower half, and clear of the edges that screens hide.
    expect(art.y).toBeGreaterThan(size.height * 0.5);
    expect(art.y + art.height).toBeLessThanOrEqual(Math.ceil(size.height * 0.95));
    expect(art.x + art.width).toBeLessThanOrEqual(Math.ceil(size.width * 0.95) + 1);
    const { width, height } = art;
    const ground = 40;
    expect(brightest(art, { x: px(44), y: px(24) }, { x: width - px(36), y: height - px(24) })).toBeGreaterThan(150);
    // What runs out of a line, below the last one or above the first would be seen here.
    expect(brightest(art, { x: width - px(30), y: px(16) }, { x: width - px(16), y: height - px(16) })).toBeLessThan(
      ground,
    );
    expect(brightest(art, { x: px(16), y: px(16) }, { x: px(38), y: height - px(16) })).toBeLessThan(ground);
    expect(brightest(art, { x: px(44), y: height - px(12) }, { x: width - px(44), y: height - px(2) })).toBeLessThan(
      ground,
    );
    expect(brightest(art, { x: px(44), y: px(2) }, { x: width - px(44), y: px(12) })).toBeLessThan(ground);
  });
});

test.each(Object.entries(TEXTS))(
  'no letter of a question in %s is left out, and none is too small to read',
  (_name, text) => {
    const words = cleanText(text);
    const box = { width: 1072, height: 152, largest: 38, leading: 1.26 };
    const { lines, size } = fitInto(createDrawing(1, 1).context, words, 600, box);
    expect(lines.join('').replaceAll(' ', '')).toBe(words.replaceAll(' ', ''));
    expect(lines.length * size * box.leading).toBeLessThanOrEqual(box.height);
    expect(size).toBeGreaterThanOrEqual(18);
  },
);

test('the longest name and place stand whole on one line', () => {
  const [author, place] = [
    'Zoé Rakotomalala '.repeat(4).slice(0, 60),
    'Antananarivo, Madagascar '.repeat(3).slice(0, 60),
  ];
  const words = signature({ author, place });
  expect([...words].length).toBeGreaterThan(115);
  const { lines, size } = fitInto(createDrawing(1, 1).context, words, 500, {
    width: 1072,
    height: 30,
    largest: 22,
    leading: 1.3,
  });
  expect(lines.join('').replaceAll(' ', '')).toBe(words.replaceAll(' ', ''));
  expect(size).toBeGreaterThanOrEqual(11);
});

test('what is read from the right begins at the right', () => {
  const size = { width: 1280, height: 720 };
  const inkAt = (text: string) => {
    const art = drawLowerThird(size, '#0f7a4f', { text, author: null, theme: '' });
    const half = Math.round(art.width / 2);
    const area = { y: 24, bottom: art.height - 24 };
    return {
      left: brightest(art, { x: 44, y: area.y }, { x: half - 200, y: area.bottom }) > 150,
      right: brightest(art, { x: half + 200, y: area.y }, { x: art.width - 36, y: area.bottom }) > 150,
    };
  };
  expect(inkAt('Oui ?')).toEqual({ left: true, right: false });
  expect(inkAt('نعم؟')).toEqual({ left: false, right: true });
  expect(inkAt('כן?')).toEqual({ left: false, right: true });
});
