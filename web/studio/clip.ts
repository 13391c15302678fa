/** Where a clip stands, for the pages. Pure. */
import {
  assetsIn,
  type BusState,
  type ClipPosition,
  contributorsIn,
  type SourceRef,
  type StudioAsset,
  slotsIn,
} from '@antenne/server/contract';

/** A clip is red so long before its end, ms. */
export const LAST_MS = 10_000;

export type ClipTime = {
  positionMs: number;
  durationMs: number;
  leftMs: number;
  playing: boolean;
  /** It ends soon, and not to begin again. */
  ending: boolean;
};

/**
 * By what media says, where that follows the last command; else by what was asked for. Null for what is no clip.
 * @param onAir off the air a clip stands at its cue
 */
export function clipTime(asset: StudioAsset, reported: ClipPosition | null, onAir: boolean): ClipTime | null {
  const durationMs = asset.facts?.durationMs;
  if (asset.kind !== 'clip' || !durationMs) return null;
  const known = onAir && reported?.serial === asset.playout.serial ? reported : null;
  const positionMs = Math.min(durationMs, known?.positionMs ?? (onAir ? asset.playout.positionMs : asset.cueMs));
  const playing = onAir && (known?.playing ?? asset.playout.playing);
  const leftMs = durationMs - positionMs;
  return { positionMs, durationMs, leftMs, playing, ending: onAir && !asset.loop && leftMs <= LAST_MS };
}

/** `0:07`: whole seconds that are left, the last one counted to its end. */
export function leftSeconds(leftMs: number): number {
  return Math.ceil(leftMs / 1000) * 1000;
}

/** What a file is taken for, by its type; null for what cannot be used. */
export function kindOf(type: string, name: string): StudioAsset['kind'] | null {
  if (['image/png', 'image/jpeg', 'image/webp'].includes(type)) return 'still';
  if (type.startsWith('video/') || /\.(mkv|mov|mxf|mts|m2ts|avi)$/i.test(name)) return 'clip';
  return null;
}

/** A file's name as a title: without its ending, at most 80 characters. */
export function titleOf(name: string): string {
  const bare = name
    .replace(/\.[^.]{1,5}$/, '')
    .replace(/\p{Cc}/gu, ' ')
    .trim();
  return [...(bare || name)].slice(0, 80).join('');
}

/** The clip whose clock a monitor shows: the first in the picture. */
export function clipIn(source: SourceRef | null): string | null {
  const clip = slotsIn(source).find((slot) => slot.type === 'clip');
  return clip?.type === 'clip' ? clip.assetId : null;
}

/** The clip on programme whose clock its monitor shows, and whether it plays; null: there is none. */
export function clipOnAir(
  { program }: Pick<BusState, 'program'>,
  assets: readonly StudioAsset[],
  positions: Readonly<Record<string, ClipPosition>>,
): { id: string; playing: boolean } | null {
  const asset = assets.find(({ id }) => id === clipIn(program));
  const time = asset && clipTime(asset, positions[asset.id] ?? null, true);
  return time ? { id: asset.id, playing: time.playing } : null;
}

/** The clips that are on a bus, in the order of the pool. */
export function clipsOn(
  { onAir, program, preview }: Pick<BusState, 'onAir' | 'program' | 'preview'>,
  assets: readonly StudioAsset[],
): StudioAsset[] {
  const ids = [onAir, program, preview].flatMap(assetsIn);
  return assets.filter(({ id, kind }) => kind === 'clip' && ids.includes(id));
}

/** Who can be heard in it: people, and clips that have sound. */
export function soundsIn(source: SourceRef | null, assets: readonly StudioAsset[]): string[] {
  const clips = assetsIn(source).filter((id) => assets.some((one) => one.id === id && one.sound !== null));
  return [...contributorsIn(source), ...clips];
}
