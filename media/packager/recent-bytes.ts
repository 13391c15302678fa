/** The newest segments' bytes in memory, part by part: what nearly every viewer asks for, and all there is without a disk. */

/** Complete segments kept when they are on disk as well. */
const KEEP_SEGMENTS = 8;
/** Bytes kept at most when they are not. */
const MAX_BYTES = 96 * 1024 * 1024;

interface Entry {
  parts: Uint8Array[];
  /** All parts in one piece, once no more follow. */
  whole: Uint8Array | null;
  bytes: number;
  /** Parts known to be on disk, or known not to be. */
  saved: number;
  failed: boolean;
}

export class RecentBytes {
  private readonly segments = new Map<number, Entry>();
  private readonly inits = new Map<string, Uint8Array>();
  private bytes = 0;

  addInit(name: string, bytes: Uint8Array): void {
    this.inits.set(name, bytes);
  }

  init(name: string): Uint8Array | undefined {
    return this.inits.get(name);
  }

  addPart(msn: number, bytes: Uint8Array): void {
    const entry = this.segments.get(msn) ?? { parts: [], whole: null, bytes: 0, saved: 0, failed: false };
    this.segments.set(msn, entry);
    entry.parts.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
    entry.bytes += bytes.length;
    this.bytes += bytes.length;
  }

  /** The next part of `msn` was written, or could not be. */
  markPart(msn: number, saved: boolean): void {
    const entry = this.segments.get(msn);
    if (!entry) return;
    if (saved) entry.saved += 1;
    else entry.failed = true;
  }

  part(msn: number, index: number): Uint8Array[] | undefined {
    const part = this.segments.get(msn)?.parts[index];
    return part && [part];
  }

  segment(msn: number): Uint8Array[] | undefined {
    const entry = this.segments.get(msn);
    return entry?.whole ? [entry.whole] : entry?.parts;
  }

  /**
   * Lets go of what is old. `lastComplete`: the newest finished segment.
   * @returns numbers of segments whose bytes are now nowhere.
   */
  trim(lastComplete: number): number[] {
    const lost: number[] = [];
    this.join(lastComplete);
    for (const [msn, entry] of this.segments) {
      if (lastComplete - msn < KEEP_SEGMENTS) break;
      const onDisk = !entry.failed && entry.saved === entry.parts.length;
      if (!onDisk && this.bytes <= MAX_BYTES) continue;
      this.segments.delete(msn);
      this.bytes -= entry.bytes;
      if (!onDisk) lost.push(msn);
    }
    return lost;
  }

  /** A segment that is one piece is sent with one call; its parts become views of it. */
  private join(msn: number): void {
    const entry = this.segments.get(msn);
    if (!entry || entry.whole) return;
    const whole = Buffer.concat(entry.parts);
    let end = 0;
    entry.parts = entry.parts.map(({ length }) => {
      end += length;
      return whole.subarray(end - length, end);
    });
    entry.whole = whole;
  }

  /** Files that nothing refers to any more. */
  forget(names: readonly string[]): void {
    for (const name of names) this.inits.delete(name);
  }
}
