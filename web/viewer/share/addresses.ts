import type { PublicBroadcast } from '@antenne/server/contract';

/** The page of a broadcast; `startAt` in seconds from its beginning, null for what is on now. */
export function pageLink(origin: string, slug: string, startAt: number | null): string {
  return `${origin}/b/${slug}${startAt === null ? '' : `?t=${startAt}`}`;
}

/** Address of a broadcast's page that starts with what went out at that instant, ms since 1970 UTC. */
export function linkToMoment({ slug, startedAt }: PublicBroadcast, at: number): string {
  const from = startedAt === null ? null : Math.max(0, Math.floor((at - Date.parse(startedAt)) / 1000));
  return pageLink(location.origin, slug, from);
}

const MARKUP: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** What another site puts into its page to show the player. docs/embed.md */
export function embedCode(
  origin: string,
  { slug, title }: Pick<PublicBroadcast, 'slug' | 'title'>,
  startAt: number | null,
): string {
  const source = `${origin}/embed/${slug}${startAt === null ? '' : `?t=${startAt}`}`;
  const name = title.replace(/[&<>"]/g, (sign) => MARKUP[sign] ?? sign);
  return (
    `<iframe src="${source}" width="640" height="360" title="${name}" style="border:0" ` +
    'allow="autoplay; fullscreen; picture-in-picture" allowfullscreen loading="lazy"></iframe>'
  );
}
