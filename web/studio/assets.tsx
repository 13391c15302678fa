import type { ClipPosition, StudioAsset } from '@antenne/server/contract';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { useStore } from 'zustand';
import type { ControlRoom } from '../realtime/index.ts';

type Media = { room: ControlRoom; assets: readonly StudioAsset[] };

const MediaContext = createContext<Media | null>(null);

/** Clips and stills for the pictures and names of the desk, wherever they stand in it. */
export function AssetsProvider({ room, assets, children }: Media & { children: ReactNode }) {
  const value = useMemo(() => ({ room, assets }), [room, assets]);
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

export function useAssetCommands(): Pick<ControlRoom, 'call' | 'slug'> {
  return useMedia().room;
}

/** Where a clip is, as media says four times a second; null before it was on a bus. */
export function useClipPosition(id: string | null): ClipPosition | null {
  return useStore(useMedia().room.clips, (positions) => (id === null ? null : (positions[id] ?? null)));
}
