/** One broadcast as the origin serves it: its rendered playlists and whoever waits for more. */
import { PlaylistBodies } from './bodies.ts';
import { isThere } from './directives.ts';
import { HeldViewers } from './held-viewers.ts';
import type { MediaBytes, PlaylistSource } from './playlist-source.ts';
import { ReadyMediaCache } from './ready-media.ts';
import type { SegmentFiles } from './segment-files.ts';
import { type Gone, Waiting, type WaitOutcome } from './waiting.ts';

/** hls.js gives up after 10 s; a held request is answered before. Milliseconds. */
const LONGEST_HOLD_MS = 9_000;
/** Requests held at once; each costs about a kilobyte beside its connection. */
const MAX_HELD = 50_000;

export class Station {
  readonly slug: string;
  readonly source: PlaylistSource;
  readonly bodies: PlaylistBodies;
  readonly ready: ReadyMediaCache;
  private readonly waiting: Waiting;
  private readonly following: HeldViewers;
  private readonly files: SegmentFiles;
  private readonly unsubscribe: () => void;
  private readonly onClosed: () => void;

  constructor(slug: string, source: PlaylistSource, files: SegmentFiles, onClosed: () => void) {
    this.slug = slug;
    this.source = source;
    this.files = files;
    this.bodies = new PlaylistBodies(source);
    this.ready = new ReadyMediaCache(source);
    this.onClosed = onClosed;
    const patienceMs = Math.min(3 * source.targetSeconds * 1000, LONGEST_HOLD_MS);
    this.waiting = new Waiting({ patienceMs, limit: MAX_HELD });
    this.following = new HeldViewers(patienceMs);
    this.unsubscribe = source.subscribe(() => {
      if (source.closed) {
        this.close();
        return;
      }
      this.following.beforeAdvance();
      this.waiting.wake();
    });
  }

  /** Requests that wait at present. */
  get held(): number {
    return this.waiting.size;
  }

  /** Players that follow the live picture, by rendition. */
  get viewers(): ReadonlyMap<string, number> {
    return this.following.count();
  }

  /** Until the playlist holds that segment, or that part of it. */
  playlistReaches(rendition: string, msn: number, part: number | null, gone: Gone): Promise<WaitOutcome> {
    this.following.add(rendition, gone);
    return this.waiting.wait(`${msn}.${part ?? ''}`, () => isThere(msn, part, this.source), gone);
  }

  /** Until the hinted part is there, or never will be. */
  hintSettles(rendition: string, name: string, gone: Gone): Promise<WaitOutcome> {
    const isThere = () => this.source.find(rendition, name)?.type !== 'hinted';
    return this.waiting.wait(`${rendition}/${name}`, isThere, gone);
  }

  /** The same out of memory, where it is there as it should be. */
  async inMemory(file: Extract<MediaBytes, { type: 'file' }>): Promise<Exclude<MediaBytes, { type: 'hinted' }>> {
    const { path, start } = file;
    const whole = await this.files.read(path);
    if (!whole) return file;
    const length = Number.isFinite(file.length) ? file.length : whole.length - start;
    const bytes = length === whole.length ? whole : whole.subarray(start, start + length);
    return bytes.length === length ? { type: 'bytes', chunks: [bytes], length } : file;
  }

  /** Answers whoever waits and leaves the source. Safe twice. */
  close(): void {
    this.unsubscribe();
    this.waiting.close();
    this.onClosed();
  }
}
