/** How a producer's ear follows a clip that plays elsewhere. Pure. */
import type { ClipPosition } from '@antenne/server/contract';

/** So far off it jumps, ms; a step is heard. */
const FAR_MS = 200;
/** So far off it is left alone, ms: what the network's trembling makes of it. */
const NEAR_MS = 40;
/** In between it hurries or waits: so much of its speed that voices stay voices. */
const PULL = 0.04;

/** What the sound element has to do; null: stand still. */
export type Step = { jumpToMs: number | null; rate: number } | null;

/**
 * @param heardMs where the element is; null: it stood still
 * @param position as media just said
 */
export function follow(
  heardMs: number | null,
  { positionMs, playing }: Pick<ClipPosition, 'positionMs' | 'playing'>,
): Step {
  if (!playing) return null;
  const late = heardMs === null ? Number.POSITIVE_INFINITY : positionMs - heardMs;
  if (Math.abs(late) > FAR_MS) return { jumpToMs: positionMs, rate: 1 };
  if (Math.abs(late) <= NEAR_MS) return { jumpToMs: null, rate: 1 };
  return { jumpToMs: null, rate: 1 + Math.sign(late) * PULL };
}
