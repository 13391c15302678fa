/**
 * Storyboards: twenty-five thumbnails in one picture, so that who scrubs asks once in four minutes of the programme and not
 * every ten seconds. A sheet exists once all its segments are complete, and as long as all are listed; before and after,
 * their thumbnails are single pictures. What stands where follows from the segments' numbers, so nothing is kept about it,
 * and a sheet is drawn when it is first asked for.
 */
import { readFile } from 'node:fs/promises';
import { storyboardName, thumbnailName } from './names.ts';
import type { Storage } from './storage.ts';
import type { Timeline } from './timeline.ts';

const COLUMNS = 5;
const CELLS = 25;
/** As often as the programme makes a thumbnail. What comes oftener stays a single picture. */
const CELL_SECONDS = 10;
/** Of one tile, pixels: half a thumbnail's width. */
const TILE_WIDTH = 160;
/** 0–100. */
const QUALITY = 72;
/** Sheets kept in memory, some 70 kB each: four hours. */
const KEPT = 64;

export interface Tile {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Sheet {
  /** Says also which cells are filled: what was cut out of a broadcast is on no sheet that is still named. */
  name: string;
  /** By the number of the segment whose thumbnail it is. */
  tiles: ReadonlyMap<number, Tile>;
}

/** The sheets of what viewers get. @param segmentSeconds length of a whole segment */
export function sheetsOf(timeline: Timeline, segmentSeconds: number): Sheet[] {
  const perCell = Math.max(1, Math.round(CELL_SECONDS / segmentSeconds));
  const perSheet = CELLS * perCell;
  const sheets = new Map<number, { mask: number; tiles: Map<number, Tile> }>();
  for (const { msn, thumbnail } of timeline.shown()) {
    const number = Math.floor((msn - 1) / perSheet);
    const whole = number * perSheet + 1 >= timeline.firstMsn && (number + 1) * perSheet <= timeline.lastCompleteMsn;
    if (!thumbnail || !whole) continue;
    const sheet = sheets.get(number) ?? { mask: 0, tiles: new Map<number, Tile>() };
    sheets.set(number, sheet);
    const cell = Math.floor(((msn - 1) % perSheet) / perCell);
    if (sheet.mask & (1 << cell)) continue;
    sheet.mask |= 1 << cell;
    const height = Math.round((TILE_WIDTH * thumbnail.height) / thumbnail.width);
    const [x, y] = [(cell % COLUMNS) * TILE_WIDTH, Math.floor(cell / COLUMNS) * height];
    sheet.tiles.set(msn, { x, y, width: TILE_WIDTH, height });
  }
  return [...sheets].map(([number, { mask, tiles }]) => ({
    name: storyboardName(timeline.nameOf((number + 1) * perSheet), mask),
    tiles,
  }));
}

/** Draws a broadcast's sheets, one at a time, and keeps the latest. */
export class Storyboards {
  readonly #storage: Pick<Storage, 'path'>;
  readonly #drawn = new Map<string, Promise<Uint8Array>>();
  #last: Promise<unknown> = Promise.resolve();

  /** @param storage where the thumbnails are. One that is not there leaves its tile black. */
  constructor(storage: Pick<Storage, 'path'>) {
    this.#storage = storage;
  }

  /** The sheet of that name; null: the broadcast has none such. */
  async picture(timeline: Timeline, segmentSeconds: number, name: string): Promise<Uint8Array | null> {
    const sheet = sheetsOf(timeline, segmentSeconds).find((one) => one.name === name);
    if (!sheet) return null;
    const known = this.#drawn.get(name);
    if (known) return known;
    const pathOf = (msn: number) => this.#storage.path(thumbnailName(timeline.nameOf(msn)));
    const drawn = this.#last.then(() => draw(sheet, pathOf));
    this.#last = drawn.catch(() => {});
    this.#drawn.set(name, drawn);
    drawn.catch(() => this.#drawn.delete(name));
    const [oldest] = this.#drawn.keys();
    if (this.#drawn.size > KEPT && oldest !== undefined) this.#drawn.delete(oldest);
    return drawn;
  }
}

async function draw({ tiles }: Sheet, pathOf: (msn: number) => string): Promise<Uint8Array> {
  // Loaded when it is needed: a media process that starts anew has more urgent things to do.
  const { createCanvas, loadImage } = await import('@napi-rs/canvas');
  const [first] = tiles.values();
  const canvas = createCanvas(COLUMNS * TILE_WIDTH, (CELLS / COLUMNS) * (first?.height ?? TILE_WIDTH));
  const context = canvas.getContext('2d');
  context.fillRect(0, 0, canvas.width, canvas.height);
  for (const [msn, { x, y, width, height }] of tiles) {
    const jpeg = await readFile(pathOf(msn)).catch(() => null);
    if (jpeg) context.drawImage(await loadImage(jpeg), x, y, width, height);
  }
  return canvas.encode('jpeg', QUALITY);
}
