import type { Frame } from 'node-av/lib';
import { Canvas } from '../core/canvas.ts';
import { asHouseSource, type HouseSourceRef } from '../core/house-source.ts';
import type { ProgramContributor, ProgramDesired, ProgramSource } from '../core/program-link.ts';
import type { MixerFeed } from './mixer-feed.ts';
import { layOver } from './overlay.ts';
import { copyInto, PictureFit, type Placement } from './picture-fit.ts';
import type { OverlayPlanes } from './planes.ts';
import type { PanelView } from './question-panel.ts';
import { type Place, placesOf, type Size } from './scene.ts';
import type { Slates } from './slates.ts';

/** Behind the boxes of a scene: `#0d1016` in BT.709, limited range. */
const BACKGROUND = [30, 130, 127] as const;
const NOBODY: ReadonlySet<string> = new Set();

export interface ScenePainterOptions {
  /** What stands in the panel of the scene that has one. */
  panel(): PanelView;
  size: Size;
  slates: Slates;
  feeds: ReadonlyMap<string, MixerFeed>;
  /** The picture of a source that the house makes itself; null while there is none. */
  house(source: HouseSourceRef): { frame: Frame; number: number } | null;
  /** The name of a person from the corner of a box of this size; null while it is not drawn. */
  strap(contributor: ProgramContributor, box: Size): OverlayPlanes | null;
  /** How much is seen of a name that stands there, 0–1: what comes over the scene may send it away. */
  strapOpacity(place: Placement): number;
}

interface Cell {
  box: Placement;
  fit: PictureFit;
  /** What its picture was scaled from: a picture of a feed or of the house by number, or a slate. */
  from: number | Frame | null;
  /** The scaled picture; the fit's own. */
  picture: Frame | null;
  /** The name that was laid over it. */
  strap: OverlayPlanes | null;
  /** And how much of it is seen. */
  strapOpacity: number;
}

/**
 * Paints one source, picture after picture: a feed as it is, people in boxes, a slate. Paints again only what changed.
 * Owns what it returns.
 */
export class ScenePainter {
  readonly #options: ScenePainterOptions;
  #painted: { key: string; cells: Cell[]; canvas: Canvas | null } = { key: '', cells: [], canvas: null };
  /** The key of the panel on each buffer of the canvas; none: a buffer without even the background. */
  readonly #grounds = new WeakMap<Frame, string>();
  #closed = false;

  constructor(options: ScenePainterOptions) {
    this.#options = options;
  }

  /** The picture of `source` now; good until the next call. Who is `held` is shown by their slate. */
  paint(
    source: ProgramSource,
    desired: Pick<ProgramDesired, 'contributors'>,
    held: ReadonlySet<string> = NOBODY,
  ): Frame {
    const { size, slates } = this.#options;
    if (source.type === 'black') return slates.black();
    const own = asHouseSource(source);
    if (own) return this.#options.house(own)?.frame ?? slates.black();
    const places = placesOf(source, desired.contributors, size);
    const [first] = places;
    if (!first) return slates.broadcast();
    const cells = this.#cellsFor(places);
    const [alone] = cells;
    const panel = source.type === 'questionPanel' ? this.#options.panel() : null;
    if (alone && cells.length === 1 && !panel) {
      if ('house' in first) return this.#options.house(first.house)?.frame ?? slates.black();
      this.#refresh(alone, first.contributor, held);
      return alone.picture ?? slates.contributor(first.contributor);
    }
    return this.#compose(cells, places, held, panel);
  }

  #cellsFor(places: readonly Place[]): Cell[] {
    const key = JSON.stringify(
      places.map((place) => ['house' in place ? place.house : place.contributor.id, place.box]),
    );
    if (this.#painted.key === key) return this.#painted.cells;
    this.#forget();
    const cells = places.map(({ box }) => ({
      box,
      fit: new PictureFit(box.width, box.height),
      from: null,
      picture: null,
      strap: null,
      strapOpacity: 0,
    }));
    this.#painted = { key, cells, canvas: null };
    return cells;
  }

  /** Brings a cell's picture up to date; a lone slate needs no scaling and leaves it null. True: it is another one. */
  #refresh(cell: Cell, contributor: ProgramContributor, held: ReadonlySet<string>): boolean {
    const { feeds, slates, size } = this.#options;
    const feed = feeds.get(contributor.id);
    const isAlone = cell.box.width === size.width && this.#painted.cells.length === 1;
    if (feed?.state === 'live' && !feed.soundOnly && !held.has(contributor.id)) {
      // While its tracks are exchanged a feed has no picture of its own: the last one stands.
      if (!feed.picture && typeof cell.from === 'number') return false;
      if (feed.picture) {
        if (cell.from === feed.pictures) return false;
        cell.from = feed.pictures;
        cell.picture = cell.fit.fit(feed.picture);
        return true;
      }
    }
    const slate = slates.contributor(contributor);
    if (isAlone) {
      cell.from = null;
      cell.picture = null;
      return true;
    }
    if (cell.from === slate) return false;
    cell.from = slate;
    cell.picture = cell.fit.fit(slate);
    return true;
  }

  /** Brings the cell of what the house makes up to date. True: it is another picture. */
  #refreshHouse(cell: Cell, ref: HouseSourceRef): boolean {
    const { house, slates } = this.#options;
    const { frame, number } = house(ref) ?? { frame: slates.black(), number: slates.black() };
    if (cell.from === number) return false;
    cell.from = number;
    cell.picture = cell.fit.fit(frame);
    return true;
  }

  #compose(
    cells: readonly Cell[],
    places: readonly Place[],
    held: ReadonlySet<string>,
    panel: PanelView | null,
  ): Frame {
    let isSame = true;
    for (const [index, cell] of cells.entries()) {
      const place = places[index];
      if (!place) continue;
      const isOther =
        'house' in place ? this.#refreshHouse(cell, place.house) : this.#refresh(cell, place.contributor, held);
      const name = 'house' in place ? null : this.#options.strap(place.contributor, cell.box);
      const opacity = name ? this.#options.strapOpacity(placeOf(name, cell.box)) : 0;
      if (isOther || name !== cell.strap || opacity !== cell.strapOpacity) isSame = false;
      cell.strap = name;
      cell.strapOpacity = opacity;
    }
    const canvas = this.#painted.canvas ?? new Canvas(this.#options.size.width, this.#options.size.height);
    this.#painted.canvas = canvas;
    if (isSame && this.#grounds.get(canvas.frame) === (panel?.key ?? '')) return canvas.frame;
    // An encoder still holds the last one: all of it is painted, so that nothing has to be copied from there.
    canvas.turn();
    this.#layGround(canvas, panel);
    for (const { fit, box, strap, strapOpacity } of cells) {
      const picture = fit.canvas;
      if (!picture) continue;
      copyInto(canvas, picture, box);
      if (strap && strapOpacity > 0) layOver(canvas, strap, strapOpacity, box.y, box.x);
    }
    return canvas.frame;
  }

  #layGround(canvas: Canvas, panel: PanelView | null): void {
    const key = panel?.key ?? '';
    if (this.#grounds.get(canvas.frame) === key) return;
    canvas.fill(BACKGROUND);
    for (const { planes, opacity } of panel?.layers ?? []) layOver(canvas, planes, opacity, 0);
    this.#grounds.set(canvas.frame, key);
  }

  #forget(): void {
    for (const { fit } of this.#painted.cells) fit.close();
    this.#painted.canvas?.close();
    this.#painted = { key: '', cells: [], canvas: null };
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#forget();
  }
}

/** Where a drawing stands whose place is counted from the corner of a box. */
function placeOf({ x, y, planes: [{ width, height }] }: OverlayPlanes, box: Placement): Placement {
  return { x: box.x + x, y: box.y + y, width, height };
}
