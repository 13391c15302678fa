import { whenOrphaned } from './orphan.mjs';

/**
 * The signal by which this process is told to end: Ctrl-C, SIGTERM, a closed terminal, the end of npm, or the end of the
 * first stage when that is another process (it has an IPC channel to it).
 */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  const interrupt = () => controller.abort();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);
  process.on('disconnect', interrupt);
  if (!process.connected) whenOrphaned(interrupt);
  // The channel alone is no reason to stay.
  process.channel?.unref();
  return controller.signal;
}
