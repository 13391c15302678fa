/** Recording a broadcast: what should be recorded, what is, and how its files are reached. */
import { z } from 'zod';
import { Id, Instant } from './common.ts';

/** What should be recorded while the broadcast is live. */
export const RecordingWish = z.object({
  on: z.boolean(),
  /** Each contributor in a file of their own as well, as they came. */
  isos: z.boolean(),
  /** Every contributor sends their best picture all the time, not only when it is on a bus: for better files. */
  bestLayer: z.boolean(),
});
export type RecordingWish = z.infer<typeof RecordingWish>;

/**
 * Why less is recorded than was wished: no room for the contributors any more (`isosPaused`), or for anything
 * (`diskLow`); a disk that is full or too slow; another failure. All but the first silence the whole recording.
 */
export const RecordingProblem = z.enum(['isosPaused', 'diskLow', 'diskFull', 'tooSlow', 'failed']);
export type RecordingProblem = z.infer<typeof RecordingProblem>;

/** What is recorded now. */
export const RecordingStatus = z.object({
  /** Since when, without a pause; null while nothing is. */
  since: Instant.nullable(),
  problem: RecordingProblem.nullable(),
  program: z.boolean(),
  /** Contributors whose files grow. */
  isos: z.array(Id),
  bytesPerSecond: z.number().nonnegative(),
  /** On the recordings' disk, what the recording leaves free taken off; null where it cannot be told. */
  usableBytes: z.number().nonnegative().nullable(),
});
export type RecordingStatus = z.infer<typeof RecordingStatus>;

/** What a control page knows of it. `status`: null while media has not said. */
export const RecordingState = z.object({ wish: RecordingWish, status: RecordingStatus.nullable() });
export type RecordingState = z.infer<typeof RecordingState>;

/** A recorded file's name: nothing that leads out of its folder. */
export const RecordedName = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*-\d{2,6}\.(?:mkv|mp4)$/);

export const RecordedFile = z.object({
  file: RecordedName,
  /** Whose; null for the programme. */
  contributorId: z.string().nullable(),
  name: z.string(),
  startedAt: Instant,
  /** Of its first picture, `HH:MM:SS:FF`, UTC. */
  timecode: z.string(),
  /** Null while it grows. */
  seconds: z.number().nonnegative().nullable(),
  bytes: z.number().int().nonnegative(),
  /** It is being written. */
  growing: z.boolean(),
});
export type RecordedFile = z.infer<typeof RecordedFile>;

/** What media answers to the address of a `RecordingKey`; `file` names are to be put in the place of `{file}`. */
export const RecordingList = z.object({
  files: z.array(RecordedFile),
  /** Takes in the edit list. */
  takes: z.number().int(),
  usableBytes: z.number().nonnegative().nullable(),
});
export type RecordingList = z.infer<typeof RecordingList>;

/** What the edit list can be had as: for programs, for vision mixers and old systems, for editing software. */
export const EDIT_LISTS = ['edit.json', 'edit.edl', 'edit.otio'] as const;

/** The list's name in the place of `{file}`. */
export const RECORDING_LIST = 'index.json';

/** A key to one broadcast's recordings, for a quarter of an hour. */
export const RecordingKey = z.object({
  /** With `{file}` where a file's name goes. */
  address: z.string(),
  expiresAt: Instant,
});
export type RecordingKey = z.infer<typeof RecordingKey>;

/** What such a key signs (HMAC-SHA-256 with the secret of server and media, base64url). `expires`: Unix seconds. */
export function recordingKeyText(slug: string, expires: number): string {
  return `recordings\n${slug}\n${expires}`;
}
