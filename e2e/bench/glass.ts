import type { SeenFrame } from '../probes/picture.ts';

/** A picture that stands still for longer is a stall that people see: as the player itself counts it. Milliseconds. */
const STALL_MS = 350;

/**
 * How late each frame was on the screen, in ms after the camera took it. Frames carry their number, which begins anew
 * with every loop of the camera's file: a frame belongs to the newest capture of its number before it. A capture that the
 * browser did not tell would leave the one of the loop before: whatever is as old as the loop is left out.
 * @param camera Number of the camera whose frames count.
 * @param loopMs Length of the camera's loop, ms: latencies below it are told apart.
 */
export function latencies(
  captured: readonly SeenFrame[],
  shown: readonly SeenFrame[],
  camera: number,
  loopMs: number,
): number[] {
  const captures = new Map<number, number[]>();
  for (const { mark, capturedAt } of captured) {
    if (mark?.camera !== camera || capturedAt === null) continue;
    captures.set(mark.frame, [...(captures.get(mark.frame) ?? []), capturedAt]);
  }
  return shown.flatMap(({ mark, shownAt }) => {
    if (mark?.camera !== camera) return [];
    const capturedAt = captures.get(mark.frame)?.findLast((at) => at <= shownAt);
    return capturedAt === undefined || shownAt - capturedAt >= loopMs ? [] : [shownAt - capturedAt];
  });
}

/** How long each stall lasted, in ms, between two times (wall clock). */
export function stallsIn(shown: readonly SeenFrame[], from: number, until: number): number[] {
  const times = shown.map(({ shownAt }) => shownAt).filter((at) => at > from && at < until);
  return [...times, until].map((at, index) => at - (times[index - 1] ?? from)).filter((still) => still > STALL_MS);
}
