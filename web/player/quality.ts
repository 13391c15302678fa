/** Which rendition is shown: the player's own choice by what arrives, or a viewer's. Pure, but for what is kept. */

/** What a viewer wants: a height in pixels, sound alone, or (null) what the player finds right. */
export type Choice = number | 'sound' | null;

export type Quality = {
  /** Heights in pixels of what there is to choose from, the largest first. Empty: the browser chooses alone. */
  heights: readonly number[];
  /** There is a rendition of sound alone. */
  sound: boolean;
  chosen: Choice;
  /** What is on screen; null while there is nothing. */
  playing: number | 'sound' | null;
};

export const NO_CHOICE: Quality = { heights: [], sound: false, chosen: null, playing: null };

/** So much of a line is for the picture: it must also catch up. */
const SPARE = 0.8;

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

/**
 * The largest level below `loading` that so much carries, or the smallest of all. Null where `loading` is carried, or where
 * there is nothing below it.
 * @param levels in the player's own order, the smallest first; bits a second
 * @param rate bits a second that come
 */
export function smallerLevel(levels: readonly { bitrate: number }[], loading: number, rate: number): number | null {
  if (loading <= 0 || rate >= (levels[loading]?.bitrate ?? 0)) return null;
  const carried = levels.slice(0, loading).findLastIndex(({ bitrate }) => bitrate <= rate * SPARE);
  return Math.max(0, carried);
}

/** Each height once, the largest first. */
export function heightsOf(levels: readonly { height: number }[]): number[] {
  return [...new Set(levels.map(({ height }) => height))].filter((height) => height > 0).sort((a, b) => b - a);
}

/** Where the rendition of sound alone is, among those of a multivariant playlist. Null: nowhere that is said. */
export function soundAddressOf(
  levels: readonly { url: string; audioCodec?: string; videoCodec?: string; height?: number }[],
): string | null {
  return levels.find(({ audioCodec, videoCodec, height }) => audioCodec && !videoCodec && !height)?.url ?? null;
}

const KEY = 'antenne:quality';

/** What this browser's viewer chose the last time. */
export function keptQuality(storage: Pick<Storage, 'getItem'>): Choice {
  const text = storage.getItem(KEY);
  if (text === 'sound') return text;
  const kept = Number(text ?? Number.NaN);
  return Number.isInteger(kept) && kept > 0 ? kept : null;
}

export function keepQuality(storage: Pick<Storage, 'setItem' | 'removeItem'>, choice: Choice): void {
  if (choice === null) storage.removeItem(KEY);
  else storage.setItem(KEY, String(choice));
}
