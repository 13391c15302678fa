import type { Frame } from 'node-av/lib';
import { check, planesOf } from '../core/av.ts';
import type { ProgramTransition } from '../core/program-link.ts';

export type Passage = Exclude<ProgramTransition, { type: 'cut' }>;

/** Luma and chroma of black, limited range. */
const DARK = [16, 128, 128] as const;

/** How far a passage is at its `step`th picture, counted from 1: none of its pictures is wholly the old or the new one. */
export function shareAt(step: number, frames: number): number {
  return Math.min(1, step / (frames + 1));
}

/**
 * Puts into `output` what lies between two pictures of its size.
 *
 * @param share 0: all `from`, 1: all `to`
 */
export function paintPassage(kind: Passage['type'], output: Frame, from: Frame, to: Frame, share: number): void {
  check(output.makeWritable(), 'making the picture of a transition writable');
  if (kind === 'mix') blend(output, from, to, share);
  else if (kind === 'wipe') wipe(output, from, to, share);
  else if (share < 0.5) darken(output, from, share * 2);
  else darken(output, to, 2 - share * 2);
}

/** A plane of a picture: where its lines begin differs from picture to picture, by who made them. */
interface Lines {
  bytes: Buffer;
  stride: number;
}

/** Calls `work` for each plane of pictures of one size. `columns` and `rows` are the plane's own. */
function eachPlane(
  frames: readonly Frame[],
  work: (planes: Lines[], index: number, columns: number, rows: number) => void,
): void {
  const [first] = frames;
  if (!first) return;
  const planes = frames.map((frame) => ({ bytes: planesOf(frame), strides: frame.linesize }));
  for (let index = 0; index < 3; index += 1) {
    const lines = planes.flatMap(({ bytes, strides }) => {
      const own = bytes[index];
      return own ? [{ bytes: own, stride: strides[index] ?? 0 }] : [];
    });
    const shift = index === 0 ? 0 : 1;
    if (lines.length === frames.length) work(lines, index, first.width >> shift, first.height >> shift);
  }
}

function blend(output: Frame, from: Frame, to: Frame, share: number): void {
  const weight = Math.round(share * 256);
  eachPlane([output, from, to], ([target, a, b], _, columns, rows) => {
    if (!target || !a || !b) return;
    for (let row = 0; row < rows; row += 1) {
      const line = lineOf(target, row, columns);
      const lineA = lineOf(a, row, columns);
      const lineB = lineOf(b, row, columns);
      for (let i = 0; i < columns; i += 1) {
        const base = lineA[i] ?? 0;
        line[i] = base + ((((lineB[i] ?? 0) - base) * weight) >> 8);
      }
    }
  });
}

function darken(output: Frame, picture: Frame, share: number): void {
  const weight = Math.round(share * 256);
  eachPlane([output, picture], ([target, source], index, columns, rows) => {
    const dark = DARK[index] ?? 0;
    if (!target || !source) return;
    for (let row = 0; row < rows; row += 1) {
      const line = lineOf(target, row, columns);
      const own = lineOf(source, row, columns);
      for (let i = 0; i < columns; i += 1) {
        const base = own[i] ?? 0;
        line[i] = base + (((dark - base) * weight) >> 8);
      }
    }
  });
}

function lineOf({ bytes, stride }: Lines, row: number, columns: number): Buffer {
  return bytes.subarray(row * stride, row * stride + columns);
}

/** From left to right, with a hard edge on even pixels. */
function wipe(output: Frame, from: Frame, to: Frame, share: number): void {
  const edge = 2 * Math.round((share * output.width) / 2);
  eachPlane([output, from, to], ([target, a, b], index, columns, rows) => {
    if (!target || !a || !b) return;
    const column = edge >> (index === 0 ? 0 : 1);
    for (let row = 0; row < rows; row += 1) {
      const [at, fromA, fromB] = [row * target.stride, row * a.stride, row * b.stride];
      b.bytes.copy(target.bytes, at, fromB, fromB + column);
      a.bytes.copy(target.bytes, at + column, fromA + column, fromA + columns);
    }
  });
}
