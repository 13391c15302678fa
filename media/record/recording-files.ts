import { join } from 'node:path';
import type { Logger } from 'pino';
import type { DiskRoom } from './disk-room.ts';
import { fileBase, partFile, readPartFile } from './file-name.ts';
import type { EndReason, Journal, JournalEntry } from './journal.ts';
import type { RecorderStart } from './messages.ts';
import { type OpenFile, openNew, PartFile } from './part-file.ts';

/** How many files one contributor may have. */
const MAX_PARTS = 9_999;

export interface RecordingOptions extends RecorderStart {
  onKeyFrameWanted(contributorId: string): void;
  log: Logger;
  /** Steady ms. */
  now(): number;
  /** For tests. Default: a new file. */
  openFile?: OpenFile;
  /** For tests. Default: what the file system says. */
  freeBytes?: (folder: string) => Promise<number>;
}

/** What the files of one broadcast have in common: the programme's frames, the journal, their names, and the disk's room. */
export class RecordingFiles {
  readonly journal: Journal;
  readonly room: DiskRoom;
  readonly #options: RecordingOptions;
  readonly #open = new Set<string>();
  /** Frames of the programme before this life. */
  readonly #offset: number;
  /** Wall clock of frame 0, ms since the epoch. */
  readonly #origin: number;
  #since: number | null = null;
  #written = 0;

  /** Begins a life of the programme in `journal`, or goes on with the one that it holds. */
  constructor(options: RecordingOptions, journal: Journal, room: DiskRoom) {
    this.#options = options;
    this.journal = journal;
    this.room = room;
    const { startedAt, frameRate, title, width, height } = options;
    const head = journal.entries.find((entry) => entry.type === 'programme');
    this.#origin = head?.startedAt ?? startedAt;
    const known = journal.entries.flatMap((entry) => {
      if (entry.type === 'end') return entry.endFrame;
      return 'frame' in entry ? entry.frame + 1 : [];
    });
    const elapsed = Math.round(((startedAt - this.#origin) * frameRate) / 1000);
    const life = journal.entries.findLast((entry) => entry.type === 'life' && entry.startedAt === startedAt);
    // Frames never come twice, not even where somebody set the clock back between two lives.
    this.#offset = life?.type === 'life' ? life.frame : head ? Math.max(elapsed, ...known) : 0;
    if (!head) journal.add({ type: 'programme', version: 1, title, startedAt, frameRate, width, height });
    if (!life) journal.add({ type: 'life', frame: this.#offset, startedAt });
  }

  /** Since when something is recorded, ms since the epoch; null: nothing is. */
  get since(): number | null {
    return this.#since;
  }

  /** Bytes of media so far, in all files. */
  get written(): number {
    return this.#written;
  }

  /** The programme's frame at that tick of this life. */
  frameOfTick(tick: number): number {
    return this.#offset + tick;
  }

  /** The programme's frame at that time of this life. */
  frameAt(ms: number): number {
    // A picture at a tick's very time belongs to it, whatever binary fractions say.
    return this.#offset + Math.floor((ms * this.#options.frameRate) / 1000 + 1e-6);
  }

  /** The frame that a time in whole milliseconds means, where it is known to lie at a frame's border. */
  frameNear(ms: number): number {
    return this.#offset + Math.round((ms * this.#options.frameRate) / 1000);
  }

  /** When `frame` is due, ms since this life's start. */
  baseMs(frame: number): number {
    return ((frame - this.#offset) * 1000) / this.#options.frameRate;
  }

  /** When `frame` is due, ms since the epoch. */
  wallClock(frame: number): number {
    return this.#origin + (frame * 1000) / this.#options.frameRate;
  }

  /** Wall clock of the programme's first frame, ms since the epoch. */
  get origin(): number {
    return this.#origin;
  }

  /** What the names of a contributor's files begin with: the same as before, or one that nobody else has. */
  baseOf(contributorId: string, name: string): string {
    const taken = new Set<string>();
    for (const entry of this.journal.entries) {
      if (entry.type !== 'file') continue;
      const base = readPartFile(entry.file)?.base ?? '';
      if (entry.contributorId === contributorId) return base;
      taken.add(base);
    }
    return fileBase(name, contributorId, taken);
  }

  /**
   * A new file, with the next number that is free.
   * @throws RangeError after 9,999 files; else the file system's error
   */
  async create(base: string, extension: 'mkv' | 'mp4'): Promise<{ file: PartFile; path: string }> {
    const parts = this.journal.entries.flatMap((entry) => {
      const read = entry.type === 'file' ? readPartFile(entry.file) : null;
      return read?.base === base ? [read.part] : [];
    });
    const { folder, openFile = openNew } = this.#options;
    for (let part = Math.max(0, ...parts) + 1; part <= MAX_PARTS; part += 1) {
      const path = partFile(base, part, extension);
      const file = await createUnlessThere(join(folder, path), openFile);
      if (file) return { file, path };
    }
    throw new RangeError(`more than ${MAX_PARTS} files of ${base}`);
  }

  began(entry: Omit<Extract<JournalEntry, { type: 'file' }>, 'type' | 'pid'>): void {
    this.journal.add({ type: 'file', ...entry, pid: process.pid });
    this.#open.add(entry.file);
    this.#since ??= Date.now();
    this.#options.log.info({ file: entry.file }, 'recording');
  }

  wrote(bytes: number): void {
    this.#written += bytes;
  }

  ended(file: string, endFrame: number, bytes: number, reason: EndReason): void {
    this.journal.add({ type: 'end', file, endFrame, bytes, reason });
    this.#options.log.info({ file, bytes, reason }, 'recorded');
    this.#open.delete(file);
    if (this.#open.size === 0) this.#since = null;
  }
}

async function createUnlessThere(path: string, open: OpenFile): Promise<PartFile | null> {
  try {
    return await PartFile.create(path, open);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return null;
    throw error;
  }
}
