/** What items of the rundown and saved scenes put on a bus, as far as it is there. */
import type { Queries } from '@antenne/prisma';
import { listAssets } from '../assets/store.ts';
import {
  assetsIn,
  contributorsIn,
  type GraphicsState,
  LocalizedText,
  type SavedScene,
  type SourceRef,
} from '../contract/index.ts';
import type { Change } from '../platform/changes.ts';
import type { StoredItem } from '../rundown/run-store.ts';
import { sourceOfItem, sourceWithout } from './bus.ts';
import { findScene } from './scene-store.ts';

/** What of an item says what it looks like. */
export type PlayableItem = Pick<StoredItem, 'type' | 'contributorId' | 'sceneId'> & { title: unknown };

interface Look {
  /** Null: what is there stays. */
  source: SourceRef | null;
  /** Null: they stay as they are. */
  graphics: GraphicsState | null;
}

/**
 * Its saved scene without the clips and stills that are gone; where none of that is left, or it has no scene: the clip
 * of its name for an item of type clip, its contributor, or the card.
 */
export async function lookOf({ tx, broadcastId }: Change, item: PlayableItem): Promise<Look> {
  const scene = item.sceneId === null ? null : await findScene(tx, broadcastId, item.sceneId);
  const source =
    (scene && (await whatIsThere(tx, broadcastId, scene.source))) ??
    (await clipOf(tx, broadcastId, item)) ??
    sourceOfItem(item);
  return { source, graphics: scene?.graphics ?? null };
}

/** A source without the clips and stills that are gone, or not ready; null: nothing of it is there. */
export async function whatIsThere(queries: Queries, broadcastId: string, source: SourceRef): Promise<SourceRef | null> {
  if (assetsIn(source).length === 0) return source;
  const kinds = new Map((await readyAssets(queries, broadcastId)).map(({ id, kind }) => [id, kind]));
  return sourceWithout(
    source,
    (slot) => (slot.type === 'clip' || slot.type === 'still') && kinds.get(slot.assetId) !== slot.type,
  );
}

/** The newest clip with one of the item's titles for its name. */
async function clipOf(queries: Queries, broadcastId: string, { type, title }: PlayableItem): Promise<SourceRef | null> {
  if (type !== 'clip') return null;
  const titles = Object.values(LocalizedText.parse(title)).flatMap((text) => (text ? [asName(text)] : []));
  const clip = (await readyAssets(queries, broadcastId)).findLast(
    (asset) => asset.kind === 'clip' && titles.includes(asName(asset.title)),
  );
  return clip ? { type: 'clip', assetId: clip.id } : null;
}

const asName = (text: string) => text.trim().toLocaleLowerCase();

async function readyAssets(queries: Queries, broadcastId: string) {
  return (await listAssets(queries, broadcastId)).filter(({ state }) => state === 'ready');
}

/** Whether somebody is in an item: it is theirs, or its scene shows them; that of everybody shows whoever is live. */
export function isInItem(
  item: { contributorId: string | null },
  scene: Pick<SavedScene, 'source'> | null,
  contributorId: string,
  isLive: boolean,
): boolean {
  if (item.contributorId === contributorId) return true;
  if (!scene) return false;
  return scene.source.type === 'everybody' ? isLive : contributorsIn(scene.source).includes(contributorId);
}
