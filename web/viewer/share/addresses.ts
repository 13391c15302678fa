import type { PublicBroadcast } from '@antenne/server/contract';
import { entryKey } from '../../realtime/index.ts';

/** The page of a broadcast; `startAt` in seconds from its beginning, null for what is on now. With its key, where it needs its link. */
export function pageLink(
  origin: string,
  broadcast: Pick<PublicBroadcast, 'slug' | 'entry'>,
  startAt: number | null,
): string {
  return `${origin}/b/${broadcast.slug}${startAt === null ? '' : `?t=${startAt}`}${keyOf(broadcast)}`;
}

/** Address of a broadcast's page that starts with what went out at that instant, ms since 1970 UTC. */
export function linkToMoment(broadcast: PublicBroadcast, at: number): string {
  const { startedAt } = broadcast;
  const from = startedAt === null ? null : Math.max(0, Math.floor((at - Date.parse(startedAt)) / 1000));
  return pageLink(location.origin, broadcast, from);
}

/** A password's key is nobody's to pass on. */
function keyOf({ slug, entry }: Pick<PublicBroadcast, 'slug' | 'entry'>): string {
  const key = entry === 'link' ? entryKey(slug) : undefined;
  return key === undefined ? '' : `#key=${key}`;
}

const MARKUP: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** What another site puts into its page to show the player. docs/embed.md */
export function embedCode(
  origin: string,
  broadcast: Pick<PublicBroadcast, 'slug' | 'title' | 'entry'>,
  startAt: number | null,
): string {
  const { slug, title } = broadcast;
  const source = `${origin}/embed/${slug}${startAt === null ? '' : `?t=${startAt}`}${keyOf(broadcast)}`;
  const name = title.replace(/[&<>"]/g, (sign) => MARKUP[sign] ?? sign);
  return (
    `<iframe src="${source}" width="640" height="360" title="${name}" style="border:0" ` +
    'allow="autoplay; fullscreen; picture-in-picture" allowfullscreen loading="lazy"></iframe>'
  );
}
