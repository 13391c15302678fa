/** A segment of a replay. */
export interface ReplaySegment {
  /** Absolute path of its file, and of its init section's. */
  path: string;
  init: string;
  bytes: number;
  /** It continues the one before without a gap. */
  continues: boolean;
}

/** What the maker answers to a list of segments. */
export type MakerAnswer = { type: 'made'; head: Uint8Array } | { type: 'failed'; reason: string };
