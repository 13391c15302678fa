/**
 * Segments that have left the packager's memory, read whole and kept for a while: many who watch the same past, or a
 * replay that has just begun, cost the disk one reading. For files that never change.
 */
import { open } from 'node:fs/promises';

/** Bytes kept at most: some hundred segments. */
const MAX_KEPT = 64 * 1024 * 1024;
/** Longer files are not for memory. Bytes. */
const MAX_FILE = 8 * 1024 * 1024;

export class SegmentFiles {
  /** The one that was asked for last comes last. */
  private readonly files = new Map<string, Promise<Buffer | null>>();
  private readonly maxKept: number;
  private kept = 0;

  constructor(maxKept = MAX_KEPT) {
    this.maxKept = maxKept;
  }

  /** The file's bytes; null where it cannot be read, or is too long to be kept. Who asks meanwhile waits for the same. */
  read(path: string): Promise<Buffer | null> {
    const known = this.files.get(path);
    if (known) {
      this.files.delete(path);
      this.files.set(path, known);
      return known;
    }
    const reading = readWhole(path).catch(() => null);
    this.files.set(path, reading);
    void reading.then(async (bytes) => {
      if (bytes) await this.keep(bytes.length);
      else this.files.delete(path);
    });
    return reading;
  }

  private async keep(length: number): Promise<void> {
    this.kept += length;
    for (const [path, reading] of this.files) {
      if (this.kept <= this.maxKept) return;
      this.files.delete(path);
      this.kept -= (await reading)?.length ?? 0;
    }
  }
}

async function readWhole(path: string): Promise<Buffer | null> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    return size > MAX_FILE ? null : await file.readFile();
  } finally {
    await file.close();
  }
}
