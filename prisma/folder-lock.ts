/**
 * Keeps a second process out of the embedded database's folder: PGlite has no lock of its own, and two writers destroy
 * it. The lock is a file that names its holder; a holder that was killed is recognised and its lock taken over.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Another living process has this folder open. */
export class FolderLockedError extends Error {
  override name = 'FolderLockedError';
}

export interface FolderLock {
  /** Safe twice. */
  release(): void;
}

/** @throws FolderLockedError */
export function lockFolder(folder: string): FolderLock {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'database.lock');
  const mine = `${process.pid} ${processStart(process.pid) ?? '?'}`;
  for (let attempt = 0; ; attempt += 1) {
    try {
      writeFileSync(path, mine, { flag: 'wx', mode: 0o600 });
      break;
    } catch (error) {
      if (!isExisting(error)) throw error;
      const [pid = '', start = ''] = readHolder(path).split(' ');
      if (attempt > 3 || holderLives(Number(pid), start)) {
        throw new FolderLockedError(`${folder} is in use by process ${pid}: stop it, or choose another DATA_DIR`);
      }
      rmSync(path, { force: true });
    }
  }
  let held = true;
  return {
    release() {
      if (!held) return;
      held = false;
      if (readHolder(path) === mine) rmSync(path, { force: true });
    },
  };
}

function isExisting(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}

function readHolder(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Released between our attempt and this look.
    return '';
  }
}

function holderLives(pid: number, start: string): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return pid === process.pid;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  // A number is given out again after a reboot: the same process began at the same tick.
  const now = processStart(pid);
  return now === null || start === '?' || now === start;
}

/**
 * Ticks since boot at which a process began, where /proc tells it; null elsewhere. One that is over and that nobody has
 * reaped, as in containers whose first process does not care, has none.
 */
function processStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return /^[ZX]/.test(fields[0] ?? '') ? 'over' : (fields[19] ?? null);
  } catch {
    return null;
  }
}
