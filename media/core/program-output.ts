/** What the programme process encodes, on its way to the origin. */

/** The initialisation section of a rendition, and what the multivariant playlist says about it. */
export interface RenditionInit {
  /** `ftyp` + `moov`. */
  data: Uint8Array;
  /** RFC 6381, e.g. `avc1.4d401f,mp4a.40.2`. */
  codecs: string;
  /** Pixels; 0 by 0: it is sound alone. */
  width: number;
  height: number;
  /** Peak and average bits per second, sound included. */
  bandwidth: number;
  averageBandwidth: number;
}

/**
 * The encoded programme on its way to the origin, in order: one `init`, then parts. An epoch is one life of the
 * encoder: timestamps begin anew with it, so the origin puts a discontinuity between two epochs.
 */
export type ProgramOutput =
  | (RenditionInit & {
      type: 'init';
      epoch: string;
      /** Wall clock of the media time 0, ms since 1970 UTC: the `tfdt` of a picture tells its instant. */
      startedAt: number;
      frameRate: number;
      /** The lower renditions, in the order in which each part brings them; sound alone is the last of them. */
      lower: (RenditionInit & { name: string })[];
    })
  | {
      type: 'part';
      epoch: string;
      /** One or more `moof` + `mdat`. */
      data: Uint8Array;
      /** The same stretch of the lower renditions: all of a part comes at once, so that they never differ in its borders. */
      lower: Uint8Array[];
      /** Seconds of video in it. */
      duration: number;
      /** It begins with an IDR frame. */
      independent: boolean;
      /** It is the first part of a segment (then always independent). */
      startsSegment: boolean;
      /** Wall clock of its first video frame, ms since the epoch. */
      programDateTime: number;
    }
  | {
      /** A small JPEG of a segment's first picture; not of every segment. */
      type: 'thumbnail';
      data: Uint8Array;
      width: number;
      height: number;
      /** Of that segment. */
      programDateTime: number;
    };
