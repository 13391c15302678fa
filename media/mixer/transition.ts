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

/** Calls `work` for each plane of equally made pictures: their lines are equally long. */
function eachPlane(frames: readonly Frame[], work: (planes: Buffer[], index: number, stride: number) => void): void {
  const planes = frames.map(planesOf);
  const strides = frames[0]?.linesize ?? [];
  for (let index = 0; index < 3; index += 1) {
    const lines = planes.flatMap((own) => own[index] ?? []);
    if (lines.length === frames.length) work(lines, index, strides[index] ?? 0);
  }
}

function blend(output: Frame, from: Frame, to: Frame, share: number): void {
  const weight = Math.round(share * 256);
  eachPlane([output, from, to], ([target, a, b]) => {
    if (!target || !a || !b) return;
    for (let i = 0; i < target.length; i += 1) {
      const base = a[i] ?? 0;
      target[i] = base + ((((b[i] ?? 0) - base) * weight) >> 8);
    }
  });
}

function darken(output: Frame, picture: Frame, share: number): void {
  const weight = Math.round(share * 256);
  eachPlane([output, picture], ([target, source], index) => {
    const dark = DARK[index] ?? 0;
    if (!target || !source) return;
    for (let i = 0; i < target.length; i += 1) {
      const base = source[i] ?? 0;
      target[i] = base + (((dark - base) * weight) >> 8);
    }
  });
}

/** From left to right, with a hard edge on even pixels. */
function wipe(output: Frame, from: Frame, to: Frame, share: number): void {
  const edge = 2 * Math.round((share * output.width) / 2);
  eachPlane([output, from, to], ([target, a, b], index, stride) => {
    if (!target || !a || !b || stride === 0) return;
    const shift = index === 0 ? 0 : 1;
    const column = edge >> shift;
    for (let row = 0; row < output.height >> shift; row += 1) {
      const begin = row * stride;
      const end = begin + (output.width >> shift);
      b.copy(target, begin, begin, begin + column);
      a.copy(target, begin + column, begin + column, end);
    }
  });
}
