import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

export interface RotatingLog {
  readonly path: string;
  /** Appends one line. Where the disk takes none, it is lost: nothing else may end for it. */
  write(line: string): void;
  /** Safe twice. */
  close(): void;
}

/**
 * A log file that never grows past `limit` bytes: when it is full it becomes `<path>.1`, in place of the one before, and
 * begins anew. Writes are synchronous: a line that was written is in the file even if this process is killed next.
 * @param limit Default 10 MB.
 */
export function openLog(path: string, limit = 10_000_000): RotatingLog {
  mkdirSync(dirname(path), { recursive: true });
  let file: number | null = openSync(path, 'a', 0o600);
  let size = fstatSync(file).size;
  let closed = false;
  const append = (line: string): void => {
    if (file !== null && size > 0 && size + line.length > limit) {
      closeSync(file);
      file = null;
      renameSync(path, `${path}.1`);
    }
    if (file === null) {
      file = openSync(path, 'a', 0o600);
      size = fstatSync(file).size;
    }
    size += writeSync(file, `${line}\n`);
  };
  return {
    path,
    write(line) {
      if (closed) return;
      try {
        append(line);
      } catch (error) {
        if (!isDisk(error)) throw error;
      }
    },
    close() {
      closed = true;
      if (file === null) return;
      closeSync(file);
      file = null;
    },
  };
}

/** A disk that is full, over its quota or broken. */
function isDisk(error: unknown): boolean {
  return error instanceof Error && 'code' in error && ['ENOSPC', 'EDQUOT', 'EIO', 'EROFS'].includes(String(error.code));
}
