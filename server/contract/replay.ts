/** A broadcast that is over, to be watched again: what its owner makes of it, and what viewers find beside it. */
import { z } from 'zod';
import { ItemType } from './broadcasts.ts';
import { Id, Instant, LocalizedText } from './common.ts';

/** Passages that can be removed from one replay. */
const MOST_PASSAGES = 100;

/** A passage of the programme, by its own time. */
export const Passage = z.object({ from: Instant, until: Instant });
export type Passage = z.infer<typeof Passage>;

/**
 * What a replay leaves out, by the programme's own time. Whole segments (2 s): at both ends a little more than asked for
 * stays, of passages a little more goes. Nothing is deleted.
 */
export const ReplayCuts = z.object({
  /** Null: the recording's own beginning or end. */
  start: Instant.nullable(),
  end: Instant.nullable(),
  removed: z.array(Passage).max(MOST_PASSAGES),
});
export type ReplayCuts = z.infer<typeof ReplayCuts>;

export const UNCUT: ReplayCuts = { start: null, end: null, removed: [] };

/**
 * Why cuts cannot be made: an end that is not after its beginning, a time at which there was no broadcast, or less than
 * ten seconds left of it.
 */
export const CutsProblem = z.enum(['backwards', 'outside', 'nothingLeft']);
export type CutsProblem = z.infer<typeof CutsProblem>;

/** A picture comes a little after the command that put it on air. Milliseconds. */
const AROUND_MS = 60_000;
const LEAST_LEFT_MS = 10_000;

/** @returns the cuts with their passages in order, those that touch joined; or why they cannot be made */
export function readyCuts({ start, end, removed }: ReplayCuts, broadcast: Passage): ReplayCuts | CutsProblem {
  const [begun, over] = [Date.parse(broadcast.from), Date.parse(broadcast.until)];
  const first = start === null ? begun : Date.parse(start);
  const last = end === null ? over : Date.parse(end);
  const passages = removed.map(({ from, until }) => ({ from: Date.parse(from), until: Date.parse(until) }));
  const isInside = (at: number) => at >= begun - AROUND_MS && at <= over + AROUND_MS;
  if (![first, last, ...passages.flatMap(({ from, until }) => [from, until])].every(isInside)) return 'outside';
  if (first >= last || passages.some(({ from, until }) => from >= until)) return 'backwards';
  const joined: { from: number; until: number }[] = [];
  for (const passage of passages.toSorted((a, b) => a.from - b.from)) {
    const before = joined.at(-1);
    if (before && passage.from <= before.until) before.until = Math.max(before.until, passage.until);
    else joined.push({ ...passage });
  }
  const gone = joined.reduce(
    (sum, { from, until }) => sum + Math.max(0, Math.min(until, last) - Math.max(from, first)),
    0,
  );
  if (last - first - gone < LEAST_LEFT_MS) return 'nothingLeft';
  const instant = (at: number) => new Date(at).toISOString();
  return { start, end, removed: joined.map(({ from, until }) => ({ from: instant(from), until: instant(until) })) };
}

/** The first moment of a passage that its replay shows, ms since the epoch; null: none of it. `cuts` as `readyCuts` made them. */
export function firstShown({ from, until }: Passage, { start, end, removed }: ReplayCuts): number | null {
  const over = Math.min(Date.parse(until), end === null ? Number.POSITIVE_INFINITY : Date.parse(end));
  let at = Math.max(Date.parse(from), start === null ? 0 : Date.parse(start));
  for (const passage of removed) {
    if (at >= Date.parse(passage.from) && at < Date.parse(passage.until)) at = Date.parse(passage.until);
  }
  return at < over ? at : null;
}

/** An item of the rundown as it went out. */
export const Chapter = z.object({
  /** Of its run: an item that was on air twice is two chapters. */
  id: Id,
  title: LocalizedText,
  type: ItemType,
  place: z.string().nullable(),
  /** The programme's own time of its first picture that the replay shows. */
  at: Instant,
});
export type Chapter = z.infer<typeof Chapter>;

/** `GET /api/broadcasts/:slug/replay`: what viewers find beside it. 404 until the broadcast is over. */
export const Replay = z.object({
  /** Its media is no longer kept. */
  removed: z.boolean(),
  /** In the order of the programme. */
  chapters: z.array(Chapter),
  /** Those that were on air, in the order of the programme; `at` as of chapters. */
  questions: z.array(
    z.object({
      id: Id,
      text: z.string(),
      author: z.string().nullable(),
      place: z.string().nullable().default(null),
      themeId: Id,
      at: Instant,
      /** What staff wrote in answer to it. */
      writtenAnswer: z.string().nullable().default(null),
    }),
  ),
  /** Whether whoever asks may have `GET /api/broadcasts/:slug/replay.mp4`, which leads to the file. */
  download: z.boolean(),
});
export type Replay = z.infer<typeof Replay>;

/** What its owner decides. */
const Decided = z.object({
  /** Grows with every change. */
  version: z.number().int().nonnegative(),
  cuts: ReplayCuts,
  /** Viewers may download it. */
  download: z.boolean(),
  /** Its media stays, however old it is and however full the disk. */
  keep: z.boolean(),
});

/** `PUT /api/admin/broadcasts/:slug/replay` (owner) → `OwnerReplay`. `version`: the one that was seen. */
export const ReplayChange = Decided;
export type ReplayChange = z.infer<typeof ReplayChange>;

/** `GET /api/admin/broadcasts/:slug/replay` (owner). */
export const OwnerReplay = Decided.extend({
  /** When it was live. */
  broadcast: Passage,
  /** Address of the multivariant playlist of everything, cut out or not. It opens for six hours. */
  uncutUrl: z.url(),
  /** When its media left the disk; null: it is there. */
  removedAt: Instant.nullable(),
});
export type OwnerReplay = z.infer<typeof OwnerReplay>;

/**
 * What the owner's pass signs, with which a broadcast is there as it was before cuts. It stands where a viewer's pass
 * does (`entry.ts`). `expires`: Unix seconds.
 */
export function uncutKeyText(slug: string, expires: number): string {
  return `uncut\n${slug}\n${expires}`;
}

/** What a key to `{mediaPublicUrl}/replays/{slug}/{name}.mp4` signs; the name is free, and becomes the file's. */
export function downloadKeyText(slug: string, expires: number): string {
  return `replay\n${slug}\n${expires}`;
}
