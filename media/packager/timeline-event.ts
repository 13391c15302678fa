/** The events that make a timeline. Each is one line of the index on disk. */
import { z } from 'zod';
import { OWN } from './names.ts';

const Count = z.number().int().nonnegative();

/** What the multivariant playlist says about a rendition. */
const RenditionInfo = z.object({
  codecs: z.string(),
  /** Pixels; 0 by 0: it is sound alone. */
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
  /** Wall clock of the media time 0, ms since 1970 UTC. Absent in indexes from before there were captions. */
  startedAt: z.number().optional(),
  frameRate: z.number().positive(),
  /** The renditions below the programme's own, by the names of their folders. */
  lower: z.array(RenditionInfo.extend({ rendition: z.string() })).default([]),
});
export type InitInfo = z.infer<typeof InitInfo>;

/** Where a rendition stands among those of that init: 0 is the programme's own; −1: not among them. */
export function placeOf(rendition: string, init: InitInfo): number {
  if (rendition === OWN) return 0;
  const index = init.lower.findIndex((one) => one.rendition === rendition);
  return index < 0 ? -1 : index + 1;
}

export function isSoundAlone(rendition: string, init: InitInfo): boolean {
  return init.lower.some((one) => one.rendition === rendition && one.width === 0);
}

/** A small picture of a segment's beginning: bytes, and pixels. */
const ThumbnailInfo = z.object({ length: Count, width: Count, height: Count });
export type ThumbnailInfo = z.infer<typeof ThumbnailInfo>;

/** Words in one language and when they stand on the screen, by wall clock, ms since 1970 UTC. Empty: taken back. */
const TimelineCaption = z.object({
  id: z.string(),
  language: z.string(),
  start: z.number(),
  end: z.number(),
  text: z.string(),
  /** Grows with every caption and every correction of the broadcast. */
  rev: Count,
});
export type TimelineCaption = z.infer<typeof TimelineCaption>;

/** A place in the timeline: a media sequence number, and seconds into its segment. */
const TimelinePlace = z.object({ msn: Count, into: z.number().nonnegative() });
export type TimelinePlace = z.infer<typeof TimelinePlace>;

/** An item of the show that went on air. */
const TimelineChapter = z.object({
  id: z.string(),
  /** When it began, ms since 1970 UTC. */
  at: z.number(),
  title: z.string(),
  /** By language (BCP 47, letters only). */
  translations: z.record(z.string().regex(/^[a-z]{2,3}$/), z.string()),
  /** Where the playlist ended when it was listed first, and when it was listed no longer. */
  since: TimelinePlace,
  removed: TimelinePlace.optional(),
});
export type TimelineChapter = z.infer<typeof TimelineChapter>;

/** The facts that a part brings; its bytes stay with the caller. */
export interface IncomingPart {
  epoch: string;
  duration: number;
  independent: boolean;
  startsSegment: boolean;
  programDateTime: number;
  /** Bytes: the programme's own, then the lower renditions. */
  lengths: readonly number[];
}

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
  /** The languages that there are captions in; `rev`: of the newest that is known. */
  z.object({ type: z.literal('languages'), languages: z.array(z.string()), rev: Count }),
  /** Said, or said differently: the last one of an id holds. */
  TimelineCaption.extend({ type: z.literal('caption') }),
  /** An item began. */
  TimelineChapter.extend({ type: z.literal('chapter') }),
  /** The broadcast is over (true), or goes on after all (false). */
  z.object({ type: z.literal('ended'), ended: z.boolean() }),
]);
export type TimelineEvent = z.infer<typeof TimelineEvent>;
