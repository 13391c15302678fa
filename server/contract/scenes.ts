/** Scenes that producers keep under a name: what was on preview, with the graphics of that moment. */
import { z } from 'zod';
import { Id } from './common.ts';
import { GraphicsState } from './graphics.ts';
import { assetsIn, SourceRef } from './studio.ts';

/** Saved scenes of one broadcast, at most. */
export const MOST_SCENES = 60;

export const SceneName = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .refine((text) => text.isWellFormed() && !/\p{Cc}/u.test(text), 'not one line of text');

export const SavedScene = z.object({ id: Id, name: SceneName, source: SourceRef, graphics: GraphicsState });
export type SavedScene = z.infer<typeof SavedScene>;

/** Scenes in which a clip or still stands, or whose logo it is. */
export function scenesWith(scenes: readonly SavedScene[], assetId: string): SavedScene[] {
  return scenes.filter(
    ({ source, graphics }) => assetsIn(source).includes(assetId) || graphics.logo.stillId === assetId,
  );
}
