import type { Locale, PublicBroadcast } from '../contract/index.ts';
import type { Addresses } from './addresses.ts';
import { describe } from './description.ts';
import { escapeMarkup } from './markup.ts';

const OG_LOCALES: Record<Locale, string> = { fr: 'fr_FR', en: 'en_GB', es: 'es_ES' };
/** Pixels of the still card. */
export const CARD = { width: 1200, height: 630 } as const;
/** Pixels that the embedded player is announced with. */
const PLAYER = { width: 1280, height: 720 } as const;

type Tag = [name: 'meta' | 'link', attributes: Record<string, string>];

/**
 * What a broadcast's page says about itself to those who only read its head: search engines and the previews of
 * messengers and networks (ogp.me, X cards, oEmbed discovery).
 */
export function pageHead(broadcast: PublicBroadcast, addresses: Addresses, locale: Locale): string {
  const { slug, title, state } = broadcast;
  const about = describe(broadcast, locale);
  const picture = state === 'live' ? [livePicture(broadcast)] : [];
  const embed = addresses.embed(slug);
  // X shows a player from https: only.
  const card = embed.startsWith('https:') ? 'player' : 'summary_large_image';
  const property = (name: string, content: string | number): Tag => [
    'meta',
    { property: name, content: String(content) },
  ];
  const named = (name: string, content: string | number): Tag => ['meta', { name, content: String(content) }];
  const alternate = (type: string, href: string): Tag => ['link', { rel: 'alternate', type, href, title }];
  const tags: Tag[] = [
    named('description', about),
    ['link', { rel: 'canonical', href: addresses.page(slug) }],
    property('og:site_name', 'Antenne'),
    property('og:type', 'video.other'),
    property('og:title', title),
    property('og:description', about),
    property('og:url', addresses.page(slug)),
    property('og:locale', OG_LOCALES[locale]),
    // The first that can be had is taken: there is no picture in the first seconds of a show.
    ...picture.map((address) => property('og:image', address)),
    property('og:image', addresses.card),
    property('og:image:width', CARD.width),
    property('og:image:height', CARD.height),
    property('og:image:alt', title),
    property('og:video', embed),
    property('og:video:type', 'text/html'),
    property('og:video:width', PLAYER.width),
    property('og:video:height', PLAYER.height),
    named('twitter:card', card),
    named('twitter:title', title),
    named('twitter:description', about),
    named('twitter:image', picture[0] ?? addresses.card),
    ...(card === 'player'
      ? [
          named('twitter:player', embed),
          named('twitter:player:width', PLAYER.width),
          named('twitter:player:height', PLAYER.height),
        ]
      : []),
    alternate('application/json+oembed', addresses.oembed(slug, 'json')),
    alternate('text/xml+oembed', addresses.oembed(slug, 'xml')),
    alternate('text/calendar', addresses.calendar(slug)),
    ['link', { rel: 'alternate', type: 'application/rss+xml', href: addresses.feed, title: 'Antenne' }],
  ];
  return [titleTag(title), ...tags.map(written)].join('\n    ');
}

/** The newest thumbnail of the programme; the origin keeps it beside the playlist. */
function livePicture({ hlsUrl }: PublicBroadcast): string {
  return new URL('thumbnail.jpg', hlsUrl).href;
}

/** The head of a page that stands in other sites' frames: search engines are sent to the broadcast's own. */
export function embedHead(broadcast: PublicBroadcast, addresses: Addresses): string {
  const canonical: Tag = ['link', { rel: 'canonical', href: addresses.page(broadcast.slug) }];
  return [titleTag(broadcast.title), written(canonical)].join('\n    ');
}

/** The head of a page that not everybody may see: search engines leave it out. */
export function lockedHead({ title }: Pick<PublicBroadcast, 'title'>): string {
  return [titleTag(title), written(['meta', { name: 'robots', content: 'noindex' }])].join('\n    ');
}

/** The built page with `head` in the place of its title. */
export function withHead(page: string, head: string): string {
  return page.replace(/<title>[^<]*<\/title>/, () => head);
}

function titleTag(title: string): string {
  return `<title>${escapeMarkup(`${title} · Antenne`)}</title>`;
}

function written([name, attributes]: Tag): string {
  const list = Object.entries(attributes).map(([key, value]) => `${key}="${escapeMarkup(value)}"`);
  return `<${name} ${list.join(' ')} />`;
}
