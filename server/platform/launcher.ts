/** The words between this process and the one that started it. Without one, the process stands alone. */
export type ToLauncher =
  /** Listening, migrated, seeded. */
  | { type: 'ready' }
  /** Addresses for people, also in `links.json` of the data folder. */
  | { type: 'links'; links: Links };

export interface Links {
  viewer?: string;
  studio?: string;
  moderation?: string;
  contributor?: string;
  owner?: string;
  /** The demonstration's multivariant playlist. */
  hls?: string;
  /** The list of broadcasts as JSON. */
  api?: string;
}

export function tellLauncher(message: ToLauncher): void {
  if (process.connected) process.send?.(message);
}

/** Calls `stop` when the launcher is gone: a server that nobody supervises would keep its port. */
export function onLauncherGone(stop: () => void): void {
  if (process.send) process.once('disconnect', stop);
}
