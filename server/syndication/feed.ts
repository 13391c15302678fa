/** RSS 2.0 (rssboard.org) of the broadcasts that everyone may see. */
import type { Locale, PublicBroadcast } from '../contract/index.ts';
import type { Addresses } from './addresses.ts';
import { describe } from './description.ts';
import { element, escapeMarkup } from './markup.ts';

/** `broadcasts` in any order: the latest comes first. */
export function feed(broadcasts: readonly PublicBroadcast[], addresses: Addresses, locale: Locale): string {
  const latestFirst = broadcasts.toSorted((a, b) => beginning(b) - beginning(a));
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">',
    '<channel>',
    element('title', 'Antenne'),
    element('link', `${addresses.home}/`),
    element('description', 'Antenne'),
    element('language', locale),
    `<atom:link href="${escapeMarkup(addresses.feed)}" rel="self" type="application/rss+xml" />`,
    ...latestFirst.map((broadcast) => item(broadcast, addresses, locale)),
    '</channel>',
    '</rss>',
    '',
  ].join('\n');
}

function beginning({ startedAt, plannedStart }: PublicBroadcast): number {
  return Date.parse(startedAt ?? plannedStart);
}

function item(broadcast: PublicBroadcast, addresses: Addresses, locale: Locale): string {
  const { id, slug, title, startedAt } = broadcast;
  return [
    '<item>',
    element('title', title),
    element('link', addresses.page(slug)),
    `<guid isPermaLink="false">${escapeMarkup(id)}</guid>`,
    element('description', describe(broadcast, locale)),
    // Readers hide what is dated in the future: what is to come has no date of its own.
    ...(startedAt === null ? [] : [element('pubDate', new Date(startedAt).toUTCString())]),
    '</item>',
  ].join('');
}
