import { VIEWING_EVERY_MS } from '@antenne/server/contract';

export interface ViewingOptions {
  slug: string;
  /** A random UUID that this tab made for nothing else. */
  tabId: string;
  /** Where the pages are served. Default: where this one is. */
  server?: string;
  /** Hands a word over to the network without waiting for it. Default: a beacon, which outlives the page. */
  send?: (address: string, body: string) => void;
  /** 0–1. */
  random?: () => number;
}

/** Part of the time between two words by which they vary: a thousand pages that were opened together drift apart. */
const SPREAD = 0.1;

/**
 * Says that somebody watches here, now and then every 25 s or so: for players without a socket, which are not counted
 * otherwise. Returns what ends it. What gets lost on the way is nobody's concern: the server waits for more than one.
 */
export function startViewing({
  slug,
  tabId,
  server = '',
  send = sendBeacon,
  random = Math.random,
}: ViewingOptions): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const say = () => {
    send(`${server}/api/broadcasts/${slug}/viewing`, tabId);
    timer = setTimeout(say, VIEWING_EVERY_MS * (1 + SPREAD * (2 * random() - 1)));
  };
  say();
  return () => clearTimeout(timer);
}

function sendBeacon(address: string, body: string): void {
  // As plain text: no page needs leave for that, wherever it comes from. Some blockers take beacons away.
  if (navigator.sendBeacon?.(address, body)) return;
  fetch(address, { method: 'POST', body, keepalive: true, credentials: 'omit' }).catch(() => {});
}
