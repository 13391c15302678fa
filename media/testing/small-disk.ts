/** A file system of its own for a test, so small that it can be filled: a tmpfs, where this machine lets us mount one. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether this machine lets a test have one. */
export function mayMount(): boolean {
  const place = mkdtempSync(join(tmpdir(), 'antenne-mount-'));
  try {
    mountSmallDisk(place, 1)();
    return true;
  } catch {
    return false;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** @returns what takes it away again, with all that is in it; whoever writes there ends before. */
export function mountSmallDisk(folder: string, megabytes: number): () => void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'none', folder], { stdio: 'ignore' });
  return () => execFileSync('umount', [folder], { stdio: 'ignore' });
}
