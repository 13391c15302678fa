/**
 * What the programme process tells its recorder, a process of its own: writing waits for disks, the picture does not.
 * Over Node's IPC with `serialization: 'advanced'`. Times are milliseconds since the programme's start, of this life of
 * the programme process.
 */
import type { ProgramSource, ProgramTransition, RecordingStatus, RecordingWish } from '../core/program-link.ts';

export interface RecorderStart {
  folder: string;
  title: string;
  reserveBytes: number;
  frameRate: number;
  width: number;
  height: number;
  /** Wall clock of the programme's start, ms since the epoch. */
  startedAt: number;
}

export type RecorderEntry =
  /** From now on the contributor has these tracks; what was recorded of them before is complete. */
  | { type: 'tracks'; contributorId: string; name: string; video: 'vp8' | 'h264' | null; audio: boolean }
  | {
      type: 'picture';
      contributorId: string;
      ms: number;
      key: boolean;
      width: number;
      height: number;
      data: Uint8Array;
    }
  | { type: 'sound'; contributorId: string; ms: number; data: Uint8Array }
  /** `ftyp` + `moov` of the programme: parts of another life come. */
  | { type: 'init'; data: Uint8Array }
  /** `ms`: of its first picture. */
  | { type: 'part'; ms: number; durationMs: number; startsSegment: boolean; data: Uint8Array }
  /** `tick` is the first with that source; a transition begins at it. */
  | {
      type: 'take';
      tick: number;
      source: ProgramSource;
      transition: ProgramTransition;
      /** What else a hand at the fader holds in the picture. */
      beside?: ProgramSource;
      /** Of the clips and stills in it, by their id. */
      titles: Record<string, string>;
    }
  | { type: 'wish'; wish: RecordingWish }
  /** Something was left out here: what is open ends, and begins anew. */
  | { type: 'lost' };

export type ToRecorder =
  | ({ type: 'start' } & RecorderStart)
  | { type: 'batch'; entries: RecorderEntry[]; bytes: number }
  /** Complete every file and end. */
  | { type: 'stop' };

export type FromRecorder =
  /** These bytes of batches have been dealt with. */
  | { type: 'done'; bytes: number }
  | { type: 'status'; status: RecordingStatus }
  | { type: 'keyFrameWanted'; contributorId: string };
