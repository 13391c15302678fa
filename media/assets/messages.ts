import type { ProgramFormat } from '../core/program-link.ts';

/** What is asked of the maker: its only argument, as JSON. */
export interface MakeOrder {
  kind: 'clip' | 'still';
  /** Absolute path of the asset's folder. */
  folder: string;
  /** What clips are brought to. */
  format: Pick<ProgramFormat, 'width' | 'height' | 'frameRate'>;
}

/** The same shape as the contract's `AssetFacts`. */
export interface MadeFacts {
  width: number;
  height: number;
  durationMs: number | null;
  hasSound: boolean;
}

/** What the maker says. */
export type MakerMessage =
  | { type: 'progress'; share: number }
  | { type: 'ready'; facts: MadeFacts }
  | { type: 'failed'; problem: 'unreadable' | 'diskFull' | 'internal'; reason: string };

/** The file is nothing that can be shown; `message` says why, for the log. */
export class Unreadable extends Error {
  override name = 'Unreadable';
}
