import { renameSync, writeFileSync } from 'node:fs';

/** Writes a file that only its owner can read (mode 0600). Whoever looks sees the old content or the new one. */
export function writePrivately(path: string, content: string): void {
  const beside = `${path}.${process.pid}`;
  writeFileSync(beside, content, { mode: 0o600 });
  renameSync(beside, path);
}
