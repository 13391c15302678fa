/** The events that make a timeline. Each is one line of the index on disk. */
import { z } from 'zod';

const Count = z.number().int().nonnegative();

/** What the multivariant playlist says about a rendition. */
const RenditionInfo = z.object({
  codecs: z.string(),
  width: Count,
  height: Count,
  /** Peak and average bits per second. */
  bandwidth: z.number(),
  averageBandwidth: z.number(),
});
export type RenditionInfo = z.infer<typeof RenditionInfo>;

/** Initialisation sections (EXT-X-MAP) of one name, one in each rendition, and what is said about their media. */
const InitInfo = RenditionInfo.extend({
  name: z.string(),
  epoch: z.string(),
  frameRate: z.number().positive(),
  /** The renditions below the programme's own, by the names of their folders. */
  lower: z.array(RenditionInfo.extend({ rendition: z.string() })).default([]),
});
export type InitInfo = z.infer<typeof InitInfo>;

/** A small picture of a segment's beginning: bytes, and pixels. */
const ThumbnailInfo = z.object({ length: Count, width: Count, height: Count });
export type ThumbnailInfo = z.infer<typeof ThumbnailInfo>;

export const TimelineEvent = z.discriminatedUnion('type', [
  /** First line. Carries the counters when older segments are gone. */
  z.object({
    type: z.literal('start'),
    segmentSeconds: z.number().positive(),
    partSeconds: z.number().positive(),
    firstMsn: Count,
    discontinuitySequence: Count,
  }),
  InitInfo.extend({ type: z.literal('init') }),
  z.object({
    type: z.literal('part'),
    msn: Count,
    /** Present on the first part of a segment. `init` is the init's name. */
    opens: z
      .object({ name: z.string(), init: z.string(), discontinuity: z.boolean(), programDateTime: z.number() })
      .optional(),
    duration: z.number().nonnegative(),
    independent: z.boolean(),
    /** Bytes; of the lower renditions, in the order of their init. */
    length: Count,
    lower: z.array(Count).default([]),
  }),
  /** The segment is complete. */
  z.object({ type: z.literal('shut'), msn: Count }),
  /** There is a small picture of the segment's beginning. */
  ThumbnailInfo.extend({ type: z.literal('thumbnail'), msn: Count }),
  /** The segment's bytes are lost. */
  z.object({ type: z.literal('gap'), msn: Count }),
  /** The broadcast is over (true), or goes on after all (false). */
  z.object({ type: z.literal('ended'), ended: z.boolean() }),
]);
export type TimelineEvent = z.infer<typeof TimelineEvent>;
