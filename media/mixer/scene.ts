/** Where sources stand in the picture. Pure. */
import type { HouseSourceRef } from '../core/house-source.ts';
import type { ProgramContributor, ProgramSource } from '../core/program-link.ts';
import { slotsIn } from '../core/program-source.ts';
import type { Placement } from './picture-fit.ts';

export interface Size {
  width: number;
  height: number;
}

/** One person's place, or that of what the house makes; `box` is even, so that chroma has its own edges. */
export type Place = Seen & { box: Placement };

type Seen = { contributor: ProgramContributor } | { house: HouseSourceRef };

/** Shares of the picture's width. */
const TWO_UP = { width: 0.48, left: 0.015, right: 0.505 };
const PIP = { small: 0.25, large: 0.34, margin: 0.03 };
const GRID_GAP = 0.01;
/** Of the person; of the panel beside them, with shares of the picture's height. */
const BESIDE = { width: 0.6, left: 0.015 };
const PANEL = { width: 0.355, left: 0.63, height: 0.72 };

/**
 * The places of a source, in the order in which they are painted; later ones may lie over earlier ones. Without those whom
 * the broadcast does not know.
 */
export function placesOf(source: ProgramSource, known: readonly ProgramContributor[], size: Size): Place[] {
  const seen = slotsIn(source).flatMap((slot): Seen[] => {
    if (slot.type !== 'feed') return [{ house: slot }];
    const contributor = known.find(({ id }) => id === slot.contributorId);
    return contributor ? [{ contributor }] : [];
  });
  const isAlone = seen.length === 1 && source.type !== 'questionPanel';
  const boxes = isAlone ? [{ x: 0, y: 0, ...size }] : boxesFor(source, seen.length, size);
  return seen.flatMap((one, index) => {
    const box = boxes[index];
    return box ? [{ ...one, box }] : [];
  });
}

function boxesFor(source: ProgramSource, count: number, size: Size): Placement[] {
  const whole = { x: 0, y: 0, ...size };
  switch (source.type) {
    case 'twoUp':
      return twoUp(size);
    case 'pip':
      return [whole, inset(source.corner, PIP[source.size], size)];
    case 'grid':
      return grid(count, size);
    case 'questionPanel':
      return [beside(size)];
    case 'feed':
    case 'everybody':
    case 'slate':
    case 'black':
    case 'colour':
    case 'testPattern':
    case 'countdown':
    case 'still':
    case 'clip':
      return [];
    default:
      return source satisfies never;
  }
}

/** The panel of the scene that holds the question on air. */
export function panelBox(size: Size): Placement {
  const height = even(PANEL.height * size.height);
  const width = even(PANEL.width * size.width);
  return { x: even(PANEL.left * size.width), y: even((size.height - height) / 2), width, height };
}

function beside(size: Size): Placement {
  const box = wide(BESIDE.width, size);
  return { x: even(BESIDE.left * size.width), y: even((size.height - box.height) / 2), ...box };
}

function twoUp(size: Size): Placement[] {
  return [TWO_UP.left, TWO_UP.right].map((left) => {
    const box = wide(TWO_UP.width, size);
    return { x: even(left * size.width), y: even((size.height - box.height) / 2), ...box };
  });
}

function inset(corner: (ProgramSource & { type: 'pip' })['corner'], share: number, size: Size): Placement {
  const box = wide(share, size);
  const margin = even(PIP.margin * size.width);
  return {
    x: corner.endsWith('Left') ? margin : size.width - margin - box.width,
    y: corner.startsWith('top') ? margin : size.height - margin - box.height,
    ...box,
  };
}

/** The sizes of the boxes in grids of two and more, up to `most`; each once. */
export function gridBoxes(most: number, size: Size): Size[] {
  // Of three and four they are the same, and of five and six.
  return [2, 3, 5].filter((count) => count <= most).flatMap((count) => grid(count, size).slice(0, 1));
}

function grid(count: number, size: Size): Placement[] {
  if (count === 2) return twoUp(size);
  const columns = count > 4 ? 3 : 2;
  const gap = even(GRID_GAP * size.width);
  const rows = Math.ceil(count / columns);
  const fitting = Math.min(
    (size.width - (columns + 1) * gap) / columns,
    (((size.height - (rows + 1) * gap) / rows) * size.width) / size.height,
  );
  const box = wide(fitting / size.width, size);
  const top = even((size.height - rows * box.height - (rows - 1) * gap) / 2);
  return Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / columns);
    const inRow = Math.min(columns, count - row * columns);
    const left = even((size.width - inRow * box.width - (inRow - 1) * gap) / 2);
    return { x: left + (index % columns) * (box.width + gap), y: top + row * (box.height + gap), ...box };
  });
}

/** A box of the picture's own proportions. */
function wide(share: number, { width, height }: Size): Size {
  return { width: even(share * width), height: even(share * height) };
}

function even(value: number): number {
  return 2 * Math.floor(value / 2);
}
