import type { SKRSContext2D } from '@napi-rs/canvas';
import { mix, parseColour, type Rgb, readableOn, toCss } from './colour.ts';
import { createDrawing, drawLines, fitInto } from './drawing.ts';
import { cleanText } from './text.ts';

export const NIGHT: Rgb = [9, 11, 16];
const WHITE: Rgb = [255, 255, 255];

/** Height of the words' middle, as a share of the picture's: above a lower third of four lines. */
const MIDDLE = 0.36;

export interface SlateSize {
  width: number;
  height: number;
}

/** The broadcast's own card. RGBA, opaque. */
export function drawBroadcastSlate(size: SlateSize, accentHex: string, title: string): Buffer {
  const { canvas, context } = createDrawing(size.width, size.height);
  const accent = parseColour(accentHex);
  const unit = size.height / 720;
  drawGround(context, size, accent);
  const x = size.width * 0.075;
  const width = size.width * 0.68;
  const fitted = fitInto(context, cleanText(title), 750, {
    width,
    height: size.height * 0.42,
    largest: 76 * unit,
    leading: 1.12,
  });
  const height = fitted.lines.length * fitted.size * 1.12;
  const top = size.height * MIDDLE - height / 2;
  context.fillStyle = toCss(accent);
  context.beginPath();
  context.roundRect(x, top - 44 * unit, 84 * unit, 10 * unit, 5 * unit);
  context.fill();
  drawLines(context, fitted, { x, y: top, width, weight: 750, leading: 1.12, colour: toCss(WHITE) });
  return Buffer.from(canvas.data());
}

/** The card that stands in for a contributor whose picture is away: name and place. RGBA, opaque. */
export function drawContributorSlate(
  size: SlateSize,
  accentHex: string,
  title: string,
  contributor: { name: string; place: string },
): Buffer {
  const { canvas, context } = createDrawing(size.width, size.height);
  const accent = parseColour(accentHex);
  const unit = size.height / 720;
  drawGround(context, size, accent);
  const x = size.width * 0.075;
  const width = size.width * 0.68;
  const name = fitInto(context, cleanText(contributor.name), 750, {
    width,
    height: size.height * 0.3,
    largest: 84 * unit,
    leading: 1.12,
  });
  const place = fitInto(context, cleanText(contributor.place), 500, {
    width,
    height: size.height * 0.14,
    largest: 38 * unit,
    leading: 1.25,
  });
  const gap = 14 * unit;
  const height = name.lines.length * name.size * 1.12 + gap + place.lines.length * place.size * 1.25;
  const top = size.height * MIDDLE - height / 2;
  const below = drawLines(context, name, { x, y: top, width, weight: 750, leading: 1.12, colour: toCss(WHITE) });
  drawLines(context, place, {
    x,
    y: below + gap,
    width,
    weight: 500,
    leading: 1.25,
    colour: toCss(readableOn(accent, NIGHT)),
  });
  drawMasthead(context, size, accent, title);
  return Buffer.from(canvas.data());
}

/** The broadcast's title at the foot of a contributor's card. */
function drawMasthead(context: SKRSContext2D, size: SlateSize, accent: Rgb, title: string): void {
  const unit = size.height / 720;
  const x = size.width * 0.075;
  const y = size.height * 0.9 - 34 * unit;
  const width = size.width * 0.68;
  const fitted = fitInto(context, cleanText(title), 600, {
    width,
    height: 32 * unit,
    largest: 22 * unit,
    leading: 1.4,
  });
  context.fillStyle = toCss(accent);
  context.beginPath();
  context.roundRect(x, y - 16 * unit, 48 * unit, 6 * unit, 3 * unit);
  context.fill();
  drawLines(context, fitted, { x, y, width, weight: 600, leading: 1.4, colour: toCss(WHITE, 0.72) });
}

/** Night with the channel's colour glowing from the right, and the waves of a transmitter. */
export function drawGround(context: SKRSContext2D, size: SlateSize, accent: Rgb): void {
  const { width, height } = size;
  const glow = context.createRadialGradient(
    width * 0.94,
    height * MIDDLE,
    0,
    width * 0.94,
    height * MIDDLE,
    width * 0.85,
  );
  glow.addColorStop(0, toCss(mix(NIGHT, accent, 0.5)));
  glow.addColorStop(0.45, toCss(mix(NIGHT, accent, 0.17)));
  glow.addColorStop(1, toCss(NIGHT));
  context.fillStyle = glow;
  context.fillRect(0, 0, width, height);
  context.lineWidth = height * 0.012;
  for (let ring = 1; ring <= 5; ring += 1) {
    context.strokeStyle = toCss(mix(accent, WHITE, 0.25), 0.34 - ring * 0.055);
    context.beginPath();
    context.arc(width * 0.94, height * MIDDLE, height * (0.02 + ring * 0.125), 0, Math.PI * 2);
    context.stroke();
  }
  context.fillStyle = toCss(mix(accent, WHITE, 0.25), 0.9);
  context.beginPath();
  context.arc(width * 0.94, height * MIDDLE, height * 0.03, 0, Math.PI * 2);
  context.fill();
}
