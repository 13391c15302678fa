import type { SeenFrame } from '../probes/picture.ts';

/**
 * How late each frame was on the screen, in ms after the camera took it. Frames carry their number, which begins anew
 * with every loop of the camera's file: a frame belongs to the newest capture of its number before it, so latencies up to
 * the loop's length (8 s) are told apart.
 * @param camera Number of the camera whose frames count.
 */
export function latencies(captured: readonly SeenFrame[], shown: readonly SeenFrame[], camera: number): number[] {
  const captures = new Map<number, number[]>();
  for (const { mark, capturedAt } of captured) {
    if (mark?.camera !== camera || capturedAt === null) continue;
    captures.set(mark.frame, [...(captures.get(mark.frame) ?? []), capturedAt]);
  }
  return shown.flatMap(({ mark, shownAt }) => {
    if (mark?.camera !== camera) return [];
    const capturedAt = captures.get(mark.frame)?.findLast((at) => at <= shownAt);
    return capturedAt === undefined ? [] : [shownAt - capturedAt];
  });
}
