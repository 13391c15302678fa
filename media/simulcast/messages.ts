/** Between a broadcast's simulcast and one of its pusher processes. Structured clones over IPC. */

export type ToPusher =
  | {
      type: 'start';
      /** `rtmp(s)://` or `srt://`. */
      url: string;
      /** The programme's init section. */
      init: Uint8Array;
    }
  /** The programme's next part. The first one begins a segment. */
  | { type: 'part'; data: Uint8Array };

export type FromPusher =
  /** The other side takes the programme. */
  | { type: 'live' }
  /** So much of what was handed over is on its way. */
  | { type: 'pushed'; bytes: number }
  /** The process ends after this. `reason`: FFmpeg's words. */
  | { type: 'failed'; reason: string };
