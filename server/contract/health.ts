/** How a show fares, for its owner: what the processes say of themselves, seconds old. */
import { z } from 'zod';
import { BroadcastState } from './broadcasts.ts';
import { Id, Slug } from './common.ts';
import { LinkQuality } from './link.ts';
import { RecordingStatus } from './recording.ts';
import { OwnerStorage } from './storage.ts';
import { FeedState, ProgramHealth } from './studio.ts';

const count = z.number().int().nonnegative();

/** What a running programme says of itself every five seconds. */
export const ProgramVitals = z.object({
  /** Milliseconds: 99 of 100 ticks of the last five seconds began less late. */
  lateP99Ms: z.number().nonnegative(),
  /** Ticks missed in the last five seconds. */
  skipped: count,
  /** Processor cores that the programme process uses. */
  cores: z.number().nonnegative(),
  rssBytes: z.number().nonnegative(),
  /** Times that it was started again. */
  restarts: count,
  /**
   * Parts since media began, and those of them that came late. `memoryOnly`: the disk is full, too slow or broken; the live
   * picture goes on from memory, and what it misses cannot be rewound to. Default: no.
   */
  parts: z.object({ published: count, late: count, memoryOnly: z.boolean().optional() }),
  /** What viewers may choose from, the largest first, e.g. `720p`; `sound` is sound alone. Default: unknown. */
  renditions: z.array(z.string()).optional(),
});
export type ProgramVitals = z.infer<typeof ProgramVitals>;

/** `GET /api/admin/health` (owner): the broadcasts that are not over. */
export const OwnerHealth = z.object({
  server: z.object({ upSeconds: z.number(), rssBytes: z.number() }),
  /** Null while media has not said. */
  storage: OwnerStorage.nullable(),
  broadcasts: z.array(
    z.object({
      id: Id,
      slug: Slug,
      title: z.string(),
      state: BroadcastState,
      program: ProgramHealth,
      /** Null while the programme does not run. */
      vitals: ProgramVitals.nullable(),
      /** Null while media has not said. */
      recording: RecordingStatus.nullable(),
      viewers: count,
      contributors: z.array(
        z.object({
          id: Id,
          number: z.number().int(),
          name: z.string(),
          feed: FeedState,
          quality: LinkQuality.nullable(),
        }),
      ),
    }),
  ),
});
export type OwnerHealth = z.infer<typeof OwnerHealth>;
