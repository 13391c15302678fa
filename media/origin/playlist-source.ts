/** What the origin needs to know of a broadcast: the packager's channels have this shape. */

export type MediaBytes =
  | { type: 'bytes'; chunks: readonly Uint8Array[]; length: number }
  /** `length` may be infinite: to the file's end. */
  | { type: 'file'; path: string; start: number; length: number }
  /** Promised by the preload hint, not there yet. */
  | { type: 'hinted' };

/** What a playlist leaves out that its reader has: nothing, old segments, or old segments and date ranges. */
export type Delta = false | 'segments' | 'all';

export interface PlaylistSource {
  readonly ready: Promise<void>;
  readonly closed: boolean;
  /** Changes whenever a playlist would read differently. */
  readonly version: number;
  readonly started: boolean;
  readonly ended: boolean;
  readonly firstMsn: number;
  readonly lastCompleteMsn: number;
  /** Seconds. */
  readonly targetSeconds: number;
  readonly partSeconds: number;
  /** Parts of that segment so far, 0 before it begins. */
  partCount(msn: number): number;
  /** `uncut`: also where nothing is left after the cuts. Default: no. */
  multivariant(uncut?: boolean): string | null;
  /** The thumbnails of what is listed, as WebVTT. */
  thumbnails(): string;
  newestThumbnail(): MediaBytes | null;
  /** Thumbnails in one picture, by its name in their list; null: there is none such. */
  storyboard(name: string): Promise<Uint8Array | null>;
  /** Has there ever been such a rendition? */
  has(rendition: string): boolean;
  media(rendition: string, delta: Delta): string | null;
  /** With what was cut out of a finished broadcast; null while it is not finished. */
  uncut(rendition: string): string | null;
  /** `uncut`: also what was cut out of a finished broadcast. Default: no. */
  find(rendition: string, name: string, uncut?: boolean): MediaBytes | null;
  /** Called after every change and when the source closes. Returns its undo. */
  subscribe(listener: () => void): () => void;
}

export interface PlaylistSources {
  find(slug: string): Promise<PlaylistSource | null>;
}
