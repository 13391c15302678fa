/** Milliseconds between two looks. */
const INTERVAL_MS = 300;

/**
 * Under npm, calls `tell` once npm is gone. A signal to npm reaches its child only by a shell that may not pass it on,
 * and SIGKILL not at all; a process that nobody waits for any more would keep the ports. Started by hand, a process may
 * well outlive its shell: then nothing is watched.
 * @param {() => void} tell
 */
export function whenOrphaned(tell) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    tell();
  }, INTERVAL_MS);
  timer.unref();
}
