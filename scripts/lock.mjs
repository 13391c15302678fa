import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** @typedef {{ release(): void, tookOver: boolean }} Held `release()` is safe twice. `tookOver`: the last holder died. */
/** @typedef {{ heldBy: number }} Busy The process id of the one who has it. */

let serial = 0;

/**
 * When a process began, in clock ticks since the machine's start: with its id, the name of one process, since ids are
 * used again. Null where the system does not tell (no /proc). One that is over and that nobody has reaped has no beginning.
 * @param {number} pid
 * @returns {string | null}
 */
function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command name, in parentheses, may contain anything; the state is the first field after it, the start the 20th.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return /^[ZX]/.test(fields[0] ?? '') ? 'over' : (fields[19] ?? null);
  } catch {
    return null;
  }
}

/** @param {number} pid */
function exists(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * The process that holds the lock with this content, or null when there is none any more.
 * @param {string} content
 * @returns {number | null}
 */
function holder(content) {
  const [pidText, start] = content.trim().split(' ');
  const pid = Number(pidText);
  if (!Number.isInteger(pid) || pid <= 0 || !exists(pid)) return null;
  const now = startOf(pid);
  return now === null || start === undefined || start === now ? pid : null;
}

/**
 * Takes the lock file at `path`, or says who has it. A lock whose process is gone is taken over. The file holds the
 * process's id and start, so that a process that got the same id later does not count as the holder.
 * @param {string} path
 * @returns {Held | Busy}
 */
export function takeLock(path) {
  mkdirSync(dirname(path), { recursive: true });
  const mine = `${process.pid} ${startOf(process.pid) ?? ''}`.trim();
  serial += 1;
  const own = `${path}.${process.pid}.${serial}`;
  let tookOver = false;
  try {
    // Linking a written file is atomic: nobody ever reads a lock that is not filled in yet.
    writeFileSync(own, mine, { mode: 0o600 });
    for (;;) {
      try {
        linkSync(own, path);
        return { tookOver, release: () => releaseOwn(path, mine) };
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      }
      const content = contentOf(path);
      if (content === null) continue;
      const pid = holder(content);
      if (pid !== null) return { heldBy: pid };
      tookOver = true;
      setAside(path, content);
    }
  } finally {
    rmSync(own, { force: true });
  }
}

/**
 * Waits until the lock is free and takes it.
 * @param {string} path
 * @param {{ signal?: AbortSignal, onWait?: (heldBy: number) => void }} [options] `onWait` is called once.
 * @returns {Promise<Held>}
 */
export async function waitForLock(path, { signal, onWait } = {}) {
  for (let told = false; ; told = true) {
    const lock = takeLock(path);
    if ('release' in lock) return lock;
    if (!told) onWait?.(lock.heldBy);
    await wait(250, undefined, { signal });
  }
}

/** @param {string} path */
function contentOf(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/**
 * Removes a dead process's lock. Renaming first makes sure that it is that one: when somebody else took it over in
 * between, theirs is put back.
 * @param {string} path
 * @param {string} dead
 */
function setAside(path, dead) {
  const aside = `${path}.dead.${process.pid}.${serial}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  try {
    if (contentOf(aside) !== dead) linkSync(aside, path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/**
 * @param {string} path
 * @param {string} mine
 */
function releaseOwn(path, mine) {
  if (contentOf(path) === mine) rmSync(path, { force: true });
}
