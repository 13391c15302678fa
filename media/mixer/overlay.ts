import type { Canvas } from '../core/canvas.ts';
import type { OverlayPlanes, Plane } from './planes.ts';

/**
 * Lays a drawing over `canvas`, which must be writable. Solid runs are copied, only edges are blended, so that a
 * standing lower third costs a few tenths of a millisecond a tick.
 *
 * @param opacity 0–1
 * @param drop how many rows lower than its place it stands, even
 * @param right and how many columns further right, even
 */
export function layOver(canvas: Canvas, overlay: OverlayPlanes, opacity: number, drop: number, right = 0): void {
  for (const [index, plane] of overlay.planes.entries()) {
    const shift = index === 0 ? 0 : 1;
    const target = canvas.planes[index];
    const stride = canvas.strides[index];
    if (!target || !stride) continue;
    const place = {
      x: (overlay.x + right) >> shift,
      y: (overlay.y + drop) >> shift,
      rows: canvas.height >> shift,
      stride,
    };
    blendPlane(plane, target, place, opacity);
  }
}

function blendPlane(
  plane: Plane,
  target: Buffer,
  place: { x: number; y: number; rows: number; stride: number },
  opacity: number,
): void {
  const { runs, samples, alpha, width } = plane;
  const share = Math.round(opacity * 256);
  for (let i = 0; i < runs.length; i += 4) {
    const row = place.y + (runs[i] ?? 0);
    if (row >= place.rows) return;
    const column = runs[i + 1] ?? 0;
    const length = runs[i + 2] ?? 0;
    const from = (runs[i] ?? 0) * width + column;
    const to = row * place.stride + place.x + column;
    if (share === 256 && runs[i + 3] === 1) {
      target.set(samples.subarray(from, from + length), to);
      continue;
    }
    for (let k = 0; k < length; k += 1) {
      const keep = 255 - (((alpha[from + k] ?? 0) * share) >> 8);
      target[to + k] = (((samples[from + k] ?? 0) * share) >> 8) + ((target[to + k] ?? 0) * keep + 127) / 255;
    }
  }
}
