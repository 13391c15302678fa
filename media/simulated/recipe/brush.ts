/** Strokes that the landscapes share. */
import type { SKRSContext2D } from '@napi-rs/canvas';

export const TURN = 2 * Math.PI;
export const wave = (phase: number, times: number, shift = 0) => Math.sin(TURN * (phase * times + shift));
/** Numbers that look random and are the same in every run. */
export const scatter = (index: number, salt: number) => {
  const value = Math.sin(index * 127.1 + salt * 311.7) * 43_758.545;
  return value - Math.floor(value);
};

/** A ridge across the picture. @param roughness height of its bumps in pixels */
export function ridge(context: SKRSContext2D, colour: string, y: number, roughness: number, salt: number): void {
  const { width, height } = context.canvas;
  context.fillStyle = colour;
  context.beginPath();
  context.moveTo(0, height);
  for (let x = 0; x <= width; x += 8) {
    const bumps =
      Math.sin(x * 0.011 + salt) + 0.5 * Math.sin(x * 0.027 + salt * 2) + 0.2 * Math.sin(x * 0.07 + salt * 3);
    context.lineTo(x, y - roughness * bumps);
  }
  context.lineTo(width, height);
  context.fill();
}

export function blob(
  context: SKRSContext2D,
  colour: string,
  x: number,
  y: number,
  radiusX: number,
  radiusY = radiusX,
): void {
  context.fillStyle = colour;
  context.beginPath();
  context.ellipse(x, y, radiusX, radiusY, 0, 0, TURN);
  context.fill();
}

export function polygon(context: SKRSContext2D, colour: string, points: readonly (readonly [number, number])[]): void {
  context.fillStyle = colour;
  context.beginPath();
  for (const [x, y] of points) context.lineTo(x, y);
  context.closePath();
  context.fill();
}

/** Clouds that cross the whole picture once or twice in a loop. */
export function clouds(
  context: SKRSContext2D,
  width: number,
  phase: number,
  colour: string,
  count: number,
  top: number,
): void {
  for (let index = 0; index < count; index += 1) {
    const span = width + 240;
    const x = ((scatter(index, 1) + phase * (1 + (index % 2))) % 1) * span - 120;
    const y = top + scatter(index, 2) * 70;
    const size = 20 + scatter(index, 3) * 18;
    for (const [dx, dy, scale] of [
      [-1.3, 0.2, 0.8],
      [0, 0, 1.1],
      [1.2, 0.25, 0.85],
      [2.2, 0.45, 0.5],
    ] as const) {
      blob(context, colour, x + dx * size, y + dy * size, size * scale * 1.3, size * scale * 0.62);
    }
  }
}

/** Light on water: short strokes that slide to and fro. */
export function ripples(
  context: SKRSContext2D,
  width: number,
  phase: number,
  colour: string,
  from: number,
  to: number,
): void {
  context.strokeStyle = colour;
  context.lineCap = 'round';
  for (let index = 0; index < 34; index += 1) {
    const depth = scatter(index, 5);
    const y = from + depth * (to - from);
    const x = scatter(index, 4) * width + 26 * wave(phase, 1 + (index % 3), scatter(index, 6));
    const length = 14 + 46 * depth;
    context.lineWidth = 1 + 2 * depth;
    context.beginPath();
    context.moveTo(x - length / 2, y);
    context.lineTo(x + length / 2, y);
    context.stroke();
  }
}
