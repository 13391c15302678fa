import { whenOrphaned } from './orphan.mjs';

/** Why this process is to end; `message` is for the person at the terminal. */
export class Interrupted extends Error {
  override name = 'Interrupted';
}

/**
 * The signal by which this process is told to end: Ctrl-C, SIGTERM, a closed terminal, the end of npm, or the end of the
 * first stage when that is another process (it has an IPC channel to it). Its reason is an {@link Interrupted}.
 */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  const interrupt = (why: string) => controller.abort(new Interrupted(`Interrupted: ${why}.`));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);
  process.on('disconnect', () => interrupt('the process that started this one is gone'));
  if (!process.connected) whenOrphaned(() => interrupt('npm is gone'));
  // The channel alone is no reason to stay.
  process.channel?.unref();
  return controller.signal;
}
