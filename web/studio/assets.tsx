import { type ClipPosition, type SavedScene, type StudioAsset, scenesWith } from '@antenne/server/contract';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { useStore } from 'zustand';
import type { ControlRoom } from '../realtime/index.ts';

type Media = { room: ControlRoom; assets: readonly StudioAsset[]; scenes: readonly SavedScene[] };

const MediaContext = createContext<Media | null>(null);

/** Clips and stills for the pictures and names of the desk, wherever they stand in it. */
export function AssetsProvider({ room, assets, scenes, children }: Media & { children: ReactNode }) {
  const value = useMemo(() => ({ room, assets, scenes }), [room, assets, scenes]);
  return <MediaContext value={value}>{children}</MediaContext>;
}

function useMedia(): Media {
  const media = useContext(MediaContext);
  if (!media) throw new Error('no AssetsProvider around');
  return media;
}

export function useAssets(): readonly StudioAsset[] {
  return useMedia().assets;
}

/** Null where it is gone, or none is asked for. */
export function useAsset(id: string | null): StudioAsset | null {
  return useAssets().find((asset) => asset.id === id) ?? null;
}

/** The names of saved scenes that would go on without it. */
export function useScenesWith(id: string): string[] {
  return scenesWith(useMedia().scenes, id).map(({ name }) => name);
}

export function useAssetCommands(): Pick<ControlRoom, 'call' | 'slug'> {
  return useMedia().room;
}

/** The positions of all clips that are on a bus. */
export function useClipPositions(): ControlRoom['clips'] {
  return useMedia().room.clips;
}

/** Where a clip is, as media says four times a second; null before it was on a bus. */
export function useClipPosition(id: string | null): ClipPosition | null {
  return useStore(useMedia().room.clips, (positions) => (id === null ? null : (positions[id] ?? null)));
}
