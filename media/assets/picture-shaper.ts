import { FilterAPI } from 'node-av/api';
import { AV_FRAME_DATA_DISPLAYMATRIX } from 'node-av/constants';
import { type Frame, Rational } from 'node-av/lib';
import type { MakeOrder } from './messages.ts';

/** Turns to the right that bring a picture upright: 0 to 3. */
type Turns = 0 | 1 | 2 | 3;

const TRANSPOSE: Record<Turns, string> = {
  0: '',
  1: 'transpose=clock,',
  2: 'hflip,vflip,',
  3: 'transpose=cclock,',
};

/** Brings pictures of any size, shape, rotation and colour to the programme's: upright, whole, black beside. */
export class PictureShaper {
  readonly #format: MakeOrder['format'];
  #filter: { key: string; api: FilterAPI } | null = null;
  #shaped: Frame | null = null;
  #closed = false;

  constructor(format: MakeOrder['format']) {
    this.#format = format;
  }

  /** The size of a picture as people see it. */
  sizeOf(frame: Frame): { width: number; height: number } {
    const { num, den } = frame.sampleAspectRatio;
    const wide = num > 0 && den > 0 ? Math.max(1, Math.round((frame.width * num) / den)) : frame.width;
    return turnsOf(frame) % 2 === 0 ? { width: wide, height: frame.height } : { width: frame.height, height: wide };
  }

  /** The programme-size picture; good until the next call. */
  shape(frame: Frame): Frame {
    const { width, height } = this.sizeOf(frame);
    const turns = turnsOf(frame);
    const key = [
      frame.width,
      frame.height,
      frame.format,
      frame.colorSpace,
      frame.colorRange,
      width,
      height,
      turns,
    ].join();
    if (this.#filter?.key !== key) {
      this.#filter?.api.close();
      this.#filter = { key, api: FilterAPI.create(this.#chain(width, height, turns), { threads: 1 }) };
    }
    frame.timeBase = new Rational(1, 90_000);
    const outputs = this.#filter.api.processAllSync(frame);
    const shaped = outputs.pop();
    for (const extra of outputs) extra.free();
    if (!shaped) throw new Error('the filter kept a picture back');
    this.#shaped?.free();
    this.#shaped = shaped;
    return shaped;
  }

  #chain(width: number, height: number, turns: Turns): string {
    const target = this.#format;
    const scale = Math.min(target.width / width, target.height / height);
    const side = (length: number, limit: number): number =>
      Math.min(limit, Math.max(2, 2 * Math.round((length * scale) / 2)));
    const [w, h] = [side(width, target.width), side(height, target.height)];
    const [x, y] = [2 * Math.floor((target.width - w) / 4), 2 * Math.floor((target.height - h) / 4)];
    return `${TRANSPOSE[turns]}scale=${w}:${h}:flags=bicubic:out_color_matrix=bt709:out_range=tv,format=yuv420p,pad=${target.width}:${target.height}:${x}:${y}:black,setsar=1`;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#filter?.api.close();
    this.#shaped?.free();
  }
}

/** Which way up a picture is to be shown, by its display matrix (ISO/IEC 14496-12, 8.3.2.3): quarter turns only. */
function turnsOf(frame: Frame): Turns {
  const matrix = frame.getSideData(AV_FRAME_DATA_DISPLAYMATRIX);
  if (!matrix || matrix.length < 36) return 0;
  const [a, b] = [matrix.readInt32LE(0), matrix.readInt32LE(4)];
  if (Math.abs(a) >= Math.abs(b)) return a < 0 ? 2 : 0;
  return b > 0 ? 1 : 3;
}
