/** How the link is doing, as one word for the page: the worst of what is known decides. */
import type { LinkQuality } from '@antenne/server/contract';
import type { Link } from '../realtime/index.ts';
import type { RtcConnection } from '../realtime/rtc.ts';

export type LinkWord = 'connecting' | 'reconnecting' | 'offline' | 'good' | 'fair' | 'poor';

/**
 * @param link the socket's state @param media the transports' @param quality how the link was judged; null: not yet
 * @param online the browser's own opinion of its network
 */
export function linkWord(
  link: Link,
  media: RtcConnection,
  quality: Pick<LinkQuality, 'level'> | null,
  online: boolean,
): LinkWord {
  if (!online) return 'offline';
  if (media === 'reconnecting') return 'reconnecting';
  if (media !== 'connected') return link === 'reconnecting' ? 'reconnecting' : 'connecting';
  // The picture goes on without the socket; only what is known of it is old then.
  if (link === 'reconnecting') return 'reconnecting';
  return quality?.level ?? 'good';
}
