/** The words between this process and the one that started it. Without one, the process stands alone. */
import type { ToLauncher } from '../contract/index.ts';

export function tellLauncher(message: ToLauncher): void {
  if (process.connected) process.send?.(message);
}

/** Calls `stop` when the launcher is gone: a server that nobody supervises would keep its port. */
export function onLauncherGone(stop: () => void): void {
  if (process.send) process.once('disconnect', stop);
}
