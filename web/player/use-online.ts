import { useSyncExternalStore } from 'react';

/** Whether this machine has a network at all, as the browser knows it. */
export function useOnline(): boolean {
  return useSyncExternalStore(subscribe, isOnline, isOnline);
}

function isOnline(): boolean {
  return navigator.onLine;
}

function subscribe(listener: () => void): () => void {
  const stop = new AbortController();
  for (const event of ['online', 'offline']) window.addEventListener(event, listener, { signal: stop.signal });
  return () => stop.abort();
}
