/** Which rendition is shown: the player's own choice by what arrives, or a viewer's. Pure, but for what is kept. */

export type Quality = {
  /** Heights in pixels of what there is to choose from, the largest first. Empty: the browser chooses alone. */
  heights: readonly number[];
  /** What the viewer wants; null: the player chooses. */
  chosen: number | null;
  /** What is on screen; null while there is nothing. */
  playing: number | null;
};

export const NO_CHOICE: Quality = { heights: [], chosen: null, playing: null };

/** Where a player chooses by itself, as hls.js says it. */
export const AUTO = -1;

/**
 * The index of the level that comes closest to what was asked for without being larger; the smallest where all are larger.
 * `levels`: in the player's own order. `AUTO` where nothing is asked for.
 */
export function levelFor(levels: readonly { height: number }[], wanted: number | null): number {
  if (wanted === null || levels.length === 0) return AUTO;
  const byHeight = [...levels.entries()].sort(([, a], [, b]) => b.height - a.height);
  const fitting = byHeight.find(([, { height }]) => height <= wanted) ?? byHeight.at(-1);
  return fitting?.[0] ?? AUTO;
}

/** Each height once, the largest first. */
export function heightsOf(levels: readonly { height: number }[]): number[] {
  return [...new Set(levels.map(({ height }) => height))].filter((height) => height > 0).sort((a, b) => b - a);
}

const KEY = 'antenne:quality';

/** What this browser's viewer chose the last time. */
export function keptQuality(storage: Pick<Storage, 'getItem'>): number | null {
  const kept = Number(storage.getItem(KEY) ?? Number.NaN);
  return Number.isInteger(kept) && kept > 0 ? kept : null;
}

export function keepQuality(storage: Pick<Storage, 'setItem' | 'removeItem'>, height: number | null): void {
  if (height === null) storage.removeItem(KEY);
  else storage.setItem(KEY, String(height));
}
