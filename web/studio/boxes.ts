/** Where people stand in a scene, as the mixer paints it (media/mixer/scene.ts): shares of a 16:9 picture. */
import type { SourceRef } from '@antenne/server/contract';

/** `size` is the share of both width and height: every box has the picture's own proportions. */
export type Box = { left: number; top: number; size: number };

/** Behind the boxes; the mixer's own. */
export const GROUND = '#0d1016';

const WHOLE: Box = { left: 0, top: 0, size: 1 };
const TWO_UP: readonly Box[] = [
  { left: 0.015, top: 0.26, size: 0.48 },
  { left: 0.505, top: 0.26, size: 0.48 },
];
const INSET = { small: 0.25, large: 0.34, margin: 0.03 };
/** Beside the panel that holds the question on air. */
const BESIDE: Box = { left: 0.015, top: 0.2, size: 0.6 };
/** That panel. */
export const PANEL = { left: 0.63, top: 0.14, width: 0.355, height: 0.72 };
const GRID_GAP = 0.01;
/** A share of the width, as a share of the height. */
const UPRIGHT = 16 / 9;

/** A box for each of `count` people, in the order of painting: later ones may lie over earlier ones. */
export function boxesOf(source: SourceRef, count: number): readonly Box[] {
  if (count === 0) return [];
  if (source.type === 'questionPanel') return [BESIDE];
  if (count === 1) return [WHOLE];
  switch (source.type) {
    case 'twoUp':
      return TWO_UP;
    case 'pip':
      return [WHOLE, inset(source)];
    case 'grid':
    case 'everybody':
      return count === 2 ? TWO_UP : grid(count);
    case 'feed':
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

function inset({ corner, size: named }: SourceRef & { type: 'pip' }): Box {
  const size = INSET[named];
  const [across, down] = [INSET.margin, INSET.margin * UPRIGHT];
  return {
    left: corner.endsWith('Left') ? across : 1 - across - size,
    top: corner.startsWith('top') ? down : 1 - down - size,
    size,
  };
}

function grid(count: number): Box[] {
  const columns = count > 4 ? 3 : 2;
  const rows = Math.ceil(count / columns);
  const [across, down] = [GRID_GAP, GRID_GAP * UPRIGHT];
  const size = Math.min((1 - (columns + 1) * across) / columns, (1 - (rows + 1) * down) / rows);
  const top = (1 - rows * size - (rows - 1) * down) / 2;
  return Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / columns);
    const inRow = Math.min(columns, count - row * columns);
    const left = (1 - inRow * size - (inRow - 1) * across) / 2;
    return { left: left + (index % columns) * (size + across), top: top + row * (size + down), size };
  });
}
