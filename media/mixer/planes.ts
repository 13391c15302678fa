import type { Art } from './lower-third-art.ts';

/** One plane of a drawing in YUV 4:2:0: samples with their alpha already multiplied in, and that alpha. */
export interface Plane {
  width: number;
  height: number;
  samples: Uint8Array;
  alpha: Uint8Array;
  /** Runs of samples that are not wholly transparent: row, first column, length, 1 where wholly opaque. */
  runs: Int32Array;
}

/** A drawing ready to be laid over programme pictures (BT.709, limited range), at its place in them. */
export interface OverlayPlanes {
  x: number;
  y: number;
  planes: readonly [Plane, Plane, Plane];
}

/** Brings a drawing of premultiplied RGBA to the programme's colours. Width and height are even. */
export function toPlanes(art: Art): OverlayPlanes {
  const { width, height, rgba } = art;
  const luma = emptyPlane(width, height);
  const blue = emptyPlane(width >> 1, height >> 1);
  const red = emptyPlane(width >> 1, height >> 1);
  for (let i = 0, at = 0; i < width * height; i += 1, at += 4) {
    const alpha = rgba[at + 3] ?? 0;
    luma.alpha[i] = alpha;
    luma.samples[i] =
      0.1826 * (rgba[at] ?? 0) + 0.6142 * (rgba[at + 1] ?? 0) + 0.062 * (rgba[at + 2] ?? 0) + (16 * alpha) / 255 + 0.5;
  }
  const row = width * 4;
  for (let y = 0; y < blue.height; y += 1) {
    for (let x = 0; x < blue.width; x += 1) {
      const at = 2 * y * row + 8 * x;
      const mean = (channel: number): number => {
        const first = at + channel;
        const top = (rgba[first] ?? 0) + (rgba[first + 4] ?? 0);
        return (top + (rgba[first + row] ?? 0) + (rgba[first + row + 4] ?? 0)) / 4;
      };
      const r = mean(0);
      const g = mean(1);
      const b = mean(2);
      const a = mean(3);
      const i = y * blue.width + x;
      blue.samples[i] = -0.1006 * r - 0.3386 * g + 0.4392 * b + (128 * a) / 255 + 0.5;
      red.samples[i] = 0.4392 * r - 0.3989 * g - 0.0403 * b + (128 * a) / 255 + 0.5;
      blue.alpha[i] = a;
      red.alpha[i] = a;
    }
  }
  for (const plane of [luma, blue, red]) plane.runs = findRuns(plane);
  return { x: art.x, y: art.y, planes: [luma, blue, red] };
}

/** The planes of an opaque drawing one after the other, as a YUV 4:2:0 picture holds them. */
export function toPicture(art: Art): Uint8Array {
  const { planes } = toPlanes(art);
  const picture = new Uint8Array(planes.reduce((bytes, { samples }) => bytes + samples.length, 0));
  let offset = 0;
  for (const { samples } of planes) {
    picture.set(samples, offset);
    offset += samples.length;
  }
  return picture;
}

function emptyPlane(width: number, height: number): Plane {
  const size = width * height;
  return { width, height, samples: new Uint8Array(size), alpha: new Uint8Array(size), runs: new Int32Array(0) };
}

function findRuns({ width, height, alpha }: Plane): Int32Array {
  const runs: number[] = [];
  for (let row = 0; row < height; row += 1) {
    let start = 0;
    for (let column = 1; column <= width; column += 1) {
      const kind = coverage(alpha[row * width + start] ?? 0);
      if (column < width && coverage(alpha[row * width + column] ?? 0) === kind) continue;
      if (kind !== 'none') runs.push(row, start, column - start, kind === 'full' ? 1 : 0);
      start = column;
    }
  }
  return Int32Array.from(runs);
}

function coverage(alpha: number): 'none' | 'part' | 'full' {
  if (alpha === 0) return 'none';
  return alpha === 255 ? 'full' : 'part';
}
