/**
 * One broadcast's folder: segments, init sections and `index.jsonl`, one timeline event a line. Bytes are written before
 * the line that speaks of them, so the index never promises what is not there; lines that are torn are left out.
 *
 * Work is done in order, one thing at a time. A failure is reported through `healthy` and the log, never thrown: the live
 * picture goes on from memory. A finished segment and the index so far are flushed beside the queue, with nobody waiting:
 * after a loss of power at most the segment that was being made is missing, and no number is given out twice. Reopening
 * checks sizes and marks what is missing.
 */
import { type FileHandle, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { TimelineEvent } from './timeline-event.ts';

const INDEX = 'index.jsonl';
/** Bytes that may wait for a slow disk before further ones are given up. */
const MAX_WAITING_BYTES = 32 * 1024 * 1024;

/** Without another failure for this long, the disk counts as well again, ms: a busy one would fill the log. */
const CONVALESCENCE_MS = 30_000;

/** The live picture waits this long for the disk, in ms, before it goes on without; for one known to be ill, less. */
const PATIENCE_MS = 150;
const ILL_PATIENCE_MS = 10;

/** Does a file exist that a broadcast's index could be read from? */
export async function hasIndex(folder: string): Promise<boolean> {
  return stat(join(folder, INDEX)).then(
    (found) => found.isFile(),
    () => false,
  );
}

export class Storage {
  readonly folder: string;
  private ill = false;
  private illUntil = 0;
  private readonly log: Logger;
  private readonly now: () => number;
  private queue: Promise<unknown> = Promise.resolve();
  private waitingBytes = 0;
  private segment: { name: string; handle: FileHandle } | null = null;
  /** The last segment with a failed part. */
  private spoilt: string | null = null;
  private index: FileHandle | null = null;
  private indexSize = 0;
  private indexTorn = false;
  private closed = false;
  /** The flush of the last finished segment. */
  private flushing: Promise<void> | null = null;

  /** `now`: steady milliseconds. */
  constructor(folder: string, log: Logger, now = () => performance.now()) {
    this.folder = folder;
    this.log = log;
    this.now = now;
  }

  /** False from a failed or slow write on, until all has been well for a while. */
  get healthy(): boolean {
    return !this.ill;
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /**
   * The events of the last run, with null for each line that cannot be read. An index that cannot be read at all is set
   * aside and counts as one such line.
   */
  async readIndex(): Promise<(TimelineEvent | null)[]> {
    await mkdir(this.folder, { recursive: true });
    if (!(await hasIndex(this.folder))) return [];
    try {
      const lines = (await readFile(this.path(INDEX), 'utf8')).split('\n').filter((line) => line !== '');
      return lines.map(parseLine);
    } catch (error) {
      this.log.error({ err: error, folder: this.folder }, 'playlist index unreadable, set aside');
      await rename(this.path(INDEX), this.path(`${INDEX}.unread`));
      return [null];
    }
  }

  /** Bytes in the file, 0 when it is not there. */
  async sizeOf(name: string): Promise<number> {
    return stat(this.path(name)).then(
      (found) => found.size,
      () => 0,
    );
  }

  /** Makes the folder, where there is none. */
  prepare(): Promise<boolean> {
    return this.run(0, async () => {
      await mkdir(this.folder, { recursive: true });
    });
  }

  /** Writes a file whole: an init section, a thumbnail. */
  putFile(name: string, bytes: Uint8Array): Promise<boolean> {
    return this.run(bytes.length, async () => {
      await writeFile(this.path(`${name}.tmp`), bytes);
      await rename(this.path(`${name}.tmp`), this.path(name));
    });
  }

  /** Writes a part at its place in its segment's file. */
  putPart(name: string, offset: number, bytes: Uint8Array): Promise<boolean> {
    return this.run(bytes.length, async () => {
      // A file with a hole would look whole: after one failure, a segment is given up.
      if (this.spoilt === name) throw new Error(`${name} is incomplete`);
      try {
        if (this.segment?.name !== name) {
          this.finishSegment();
          this.segment = { name, handle: await open(this.path(name), 'w') };
        }
        await writeAll(this.segment.handle, bytes, offset);
      } catch (error) {
        this.spoilt = name;
        await this.closeSegment();
        await rm(this.path(name), { force: true });
        throw error;
      }
    });
  }

  /** Appends to the index. Fails until `replaceIndex` has succeeded once, and again after a failure. */
  putEvents(events: readonly TimelineEvent[]): Promise<boolean> {
    const text = Buffer.from(toLines(events));
    return this.run(text.length, async () => {
      if (!this.index || this.indexTorn) throw new Error('the index must be replaced first');
      // A line that failed would leave a hole if others followed it.
      this.indexTorn = true;
      await writeAll(this.index, text, this.indexSize);
      this.indexSize += text.length;
      this.indexTorn = false;
    });
  }

  /** Replaces the whole index, atomically. */
  replaceIndex(events: readonly TimelineEvent[]): Promise<boolean> {
    const text = Buffer.from(toLines(events));
    return this.run(text.length, async () => {
      await writeFile(this.path(`${INDEX}.tmp`), text);
      await rename(this.path(`${INDEX}.tmp`), this.path(INDEX));
      await this.index?.close();
      this.index = await open(this.path(INDEX), 'r+');
      this.indexSize = text.length;
      this.indexTorn = false;
    });
  }

  /** Deletes files; those that are not there count as deleted. */
  remove(names: readonly string[]): Promise<boolean> {
    return this.run(0, async () => {
      for (const name of names) await rm(this.path(name), { force: true });
    });
  }

  /** Waits for `work`, which never rejects, as long as the live picture can; the disk counts as ill if that is not enough. */
  async patiently(work: Promise<unknown>): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(
      () => {
        if (!this.ill) this.log.warn({ folder: this.folder }, 'segment storage is slow, not waiting for it');
        this.fallIll();
        resolve();
      },
      this.ill ? ILL_PATIENCE_MS : PATIENCE_MS,
    );
    void work.then(() => resolve());
    await promise;
    clearTimeout(timer);
  }

  /** Resolves when everything before it is done and the files are closed. Safe twice. */
  async close(): Promise<void> {
    this.closed = true;
    await this.queue;
    this.finishSegment();
    await this.flushing;
    const index = this.index;
    this.index = null;
    await index?.close();
  }

  /** Brings the segment and what the index says so far to the disk, then closes the segment's file. */
  private finishSegment(): void {
    const { segment } = this;
    this.segment = null;
    if (!segment) return;
    // A disk that is still at the last one gets no second: this one is left to the page cache.
    const before = this.flushing;
    const flush = async () => {
      try {
        if (!before) {
          await segment.handle.datasync();
          await this.index?.datasync();
        }
      } finally {
        await segment.handle.close();
      }
    };
    const failed = (error: unknown) => this.log.debug({ err: error, name: segment.name }, 'could not flush a segment');
    const flushing = (before ?? Promise.resolve())
      .then(flush)
      .catch(failed)
      .finally(() => {
        if (this.flushing === flushing) this.flushing = null;
      });
    this.flushing = flushing;
  }

  private async closeSegment(): Promise<void> {
    const segment = this.segment;
    this.segment = null;
    await segment?.handle.close();
  }

  /** Queues a piece of work; resolves to whether it succeeded. */
  private run(bytes: number, work: () => Promise<void>): Promise<boolean> {
    if (this.closed || this.waitingBytes + bytes > MAX_WAITING_BYTES) return Promise.resolve(false);
    this.waitingBytes += bytes;
    const done = this.queue.then(work).then(
      () => this.succeed(),
      (error: unknown) => this.fail(error),
    );
    this.queue = done.finally(() => {
      this.waitingBytes -= bytes;
    });
    return done;
  }

  private succeed(): boolean {
    if (this.ill && this.now() >= this.illUntil) {
      this.ill = false;
      this.log.info({ folder: this.folder }, 'segment storage works again');
    }
    return true;
  }

  private fail(error: unknown): boolean {
    if (!this.ill) this.log.error({ err: error, folder: this.folder }, 'segment storage failed, going on from memory');
    this.fallIll();
    return false;
  }

  private fallIll(): void {
    this.ill = true;
    this.illUntil = this.now() + CONVALESCENCE_MS;
  }
}

async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

function toLines(events: readonly TimelineEvent[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join('');
}

function parseLine(line: string): TimelineEvent | null {
  try {
    const parsed = TimelineEvent.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
