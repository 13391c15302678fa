/** oEmbed 1.0 (oembed.com): how another site shows a broadcast that somebody pasted the address of. */
import type { PublicBroadcast } from '../contract/index.ts';
import type { Addresses } from './addresses.ts';
import { element, escapeMarkup } from './markup.ts';
import { CARD } from './page-head.ts';

export interface OembedAnswer {
  version: '1.0';
  type: 'video';
  title: string;
  provider_name: string;
  provider_url: string;
  /** Seconds. */
  cache_age: number;
  /** Pixels of the player. */
  width: number;
  height: number;
  html: string;
  thumbnail_url?: string;
  thumbnail_width?: number;
  thumbnail_height?: number;
}

/** The size without any wish, and the largest that is offered. 16:9. */
const USUAL_WIDTH = 640;
const LARGEST_WIDTH = 1920;
const CACHE_SECONDS = 300;

/** Pixels that the consumer has. */
export interface Room {
  maxWidth: number | undefined;
  maxHeight: number | undefined;
}

export function oembed(
  broadcast: PublicBroadcast,
  addresses: Addresses,
  room: Room,
  startAt: string | undefined,
): OembedAnswer {
  const { width, height } = playerSize(room);
  const { slug, title } = broadcast;
  const fits = CARD.width <= (room.maxWidth ?? Infinity) && CARD.height <= (room.maxHeight ?? Infinity);
  const source = escapeMarkup(addresses.embed(slug, startAt));
  return {
    version: '1.0',
    type: 'video',
    title,
    provider_name: 'Antenne',
    provider_url: addresses.home,
    cache_age: CACHE_SECONDS,
    width,
    height,
    html:
      `<iframe src="${source}" width="${width}" height="${height}" title="${escapeMarkup(title)}" ` +
      'style="border:0" allow="autoplay; fullscreen; picture-in-picture" allowfullscreen loading="lazy"></iframe>',
    // The limits hold for it, too, and there is one size of it.
    ...(fits
      ? { thumbnail_url: addresses.card, thumbnail_width: CARD.width, thumbnail_height: CARD.height }
      : undefined),
  };
}

/** The largest 16:9 within both limits. */
function playerSize({ maxWidth, maxHeight }: Room): { width: number; height: number } {
  const wanted = maxWidth === undefined && maxHeight === undefined ? USUAL_WIDTH : LARGEST_WIDTH;
  const width = Math.max(1, Math.min(wanted, maxWidth ?? wanted, Math.floor(((maxHeight ?? Infinity) * 16) / 9)));
  return { width, height: Math.max(1, Math.floor((width * 9) / 16)) };
}

export function oembedXml(answer: OembedAnswer): string {
  const members = Object.entries(answer).map(([name, value]) => element(name, String(value)));
  return `<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>${members.join('')}</oembed>\n`;
}
