import type { SKRSContext2D } from '@napi-rs/canvas';

/** One place's surroundings. */
export interface Landscape {
  /** Sky from top to horizon. */
  sky: [string, string];
  /** Drawn once, over the sky. */
  still(context: SKRSContext2D, width: number, height: number): void;
  /** Drawn each time, over the still part. */
  moving(context: SKRSContext2D, width: number, height: number, phase: number): void;
}
