import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

export interface RotatingLog {
  readonly path: string;
  /** Appends one line. */
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
  return {
    path,
    write(line) {
      if (file === null) return;
      if (size > 0 && size + line.length > limit) {
        closeSync(file);
        renameSync(path, `${path}.1`);
        file = openSync(path, 'a', 0o600);
        size = 0;
      }
      size += writeSync(file, `${line}\n`);
    },
    close() {
      if (file === null) return;
      closeSync(file);
      file = null;
    },
  };
}
