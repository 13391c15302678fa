/**
 * A frame's number burnt into a camera picture so that a program can read it back after scaling and compression:
 * one row of black and white cells. Two reference cells (white, black) set the threshold, then two bits say whose camera
 * it is, eight bits count frames, four bits check the rest.
 */

/** Where the row lies, as fractions of the picture. Below it the picture is flat, so that a lower third can be seen. */
export const MARKER_AREA = { left: 0.1, top: 0.3, width: 0.8, height: 0.12 } as const;
export const MARKER_CELLS = 16;
/** Numbers run from 0 to this minus one. */
export const MARKER_NUMBERS = 256;
/** Least difference of luma (0–255) between the two reference cells of a readable marker. */
const MIN_CONTRAST = 60;

export interface Mark {
  /** 0–3. */
  camera: number;
  /** 0–255: the frame's place in the camera's loop. */
  frame: number;
}

/** The cells from left to right; true is white. */
export function encodeMark(mark: Mark): boolean[] {
  if (mark.camera < 0 || mark.camera > 3 || mark.frame < 0 || mark.frame >= MARKER_NUMBERS) {
    throw new Error(`no marker can say ${JSON.stringify(mark)}`);
  }
  const payload = (mark.camera << 8) | mark.frame;
  return [true, false, ...bits(payload, 10), ...bits(checksum(payload), 4)];
}

/** Reads the mean lumas (0–255) of the cells. Null: there is no marker, or it is damaged. */
export function decodeMark(lumas: readonly number[]): Mark | null {
  const [white, black] = lumas;
  if (lumas.length !== MARKER_CELLS || white === undefined || black === undefined) return null;
  if (white - black < MIN_CONTRAST) return null;
  const threshold = (white + black) / 2;
  const value = lumas.slice(2).reduce((sum, luma) => (sum << 1) | (luma > threshold ? 1 : 0), 0);
  const payload = value >> 4;
  if (checksum(payload) !== (value & 15)) return null;
  return { camera: payload >> 8, frame: payload & 255 };
}

function bits(value: number, count: number): boolean[] {
  return Array.from({ length: count }, (_, index) => ((value >> (count - 1 - index)) & 1) === 1);
}

/** CRC-4 (polynomial x⁴ + x + 1, begun with all ones, so that an all-black row is not a marker). */
function checksum(payload: number): number {
  let remainder = 15;
  for (const bit of bits(payload, 10)) {
    const top = (remainder >> 3) & 1;
    remainder = ((remainder << 1) & 15) ^ (top !== (bit ? 1 : 0) ? 3 : 0);
  }
  return remainder;
}
