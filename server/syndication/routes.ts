/**
 * Broadcasts for the world outside: pages whose head says what they show, `/embed/:slug` for other sites' frames,
 * `/oembed`, `/feed.xml`, and `/b/:slug/calendar.ics`. All public, in the reader's language where `?lang=` names one; of a
 * broadcast that needs a link or a password nothing but its title.
 */
import { readFile } from 'node:fs/promises';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { type Failure, Locale, type PublicBroadcast, Slug } from '../contract/index.ts';
import { Refusal } from '../platform/failure.ts';
import { allowFraming } from '../platform/framing.ts';
import type { Log } from '../platform/logging.ts';
import type { Addresses } from './addresses.ts';
import { calendarFile } from './calendar.ts';
import { feed } from './feed.ts';
import { oembed, oembedXml } from './oembed.ts';
import { embedHead, lockedHead, pageHead, withHead } from './page-head.ts';
import { Recent } from './recent.ts';

export interface SyndicationParts {
  addresses: Addresses;
  /** The built page's file. Where there is none, pages are not served here. */
  pageFile: string;
  /** One broadcast, and a number that grows with its rundown. @throws Refusal `notFound` */
  find(slug: string): Promise<Found>;
  /** The latest broadcasts. */
  latest(): Promise<PublicBroadcast[]>;
  log: Log;
}

interface Found {
  broadcast: PublicBroadcast;
  revision: number;
}

/** Milliseconds that a rush of requests is answered from one look. */
const KEEP_MS = 2_000;
const MOST_KEPT = 200;
/** Seconds for which others' caches may keep what is not a page. */
const CACHE = 'public, max-age=60';

const LOCKED: Failure = { code: 'locked', message: 'this broadcast is not for everybody' };

const Language = z.object({ lang: Locale.catch('fr').default('fr') });
const pixels = z.coerce.number().int().min(1).max(100_000).optional();
const OembedQuery = z.object({
  url: z.string().max(2_000),
  format: z.string().default('json'),
  maxwidth: pixels,
  maxheight: pixels,
});
const CalendarQuery = Language.extend({ events: z.enum(['show', 'items']).catch('show').default('show') });

export function syndicationRoutes(app: FastifyInstance, parts: SyndicationParts): void {
  const { addresses, log } = parts;
  const found = new Recent(KEEP_MS, MOST_KEPT, async (slug) => {
    if (!Slug.safeParse(slug).success) throw new Refusal('notFound', 'no such broadcast');
    return parts.find(slug);
  });
  const latest = new Recent(KEEP_MS, 1, () => parts.latest());

  /** The built page with the head that `head` writes; as it is when nothing can be found out about the broadcast. */
  const sendPage = async (reply: FastifyReply, slug: string, head: (broadcast: PublicBroadcast) => string) => {
    const page = await readFile(parts.pageFile, 'utf8').catch((error: unknown) => {
      if (isMissing(error)) throw new Refusal('notFound', 'the pages are not built');
      throw error;
    });
    void reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8');
    try {
      const { broadcast } = await found.get(slug);
      return reply.send(withHead(page, head(broadcast)));
    } catch (error) {
      const unknown = error instanceof Refusal && error.failure.code === 'notFound';
      // The page itself tells people; it also waits for a database that is away.
      if (!unknown) log.warn({ err: error, slug }, 'a page goes out without its head');
      return reply.code(unknown ? 404 : 200).send(page);
    }
  };

  app.get<{ Params: { slug: string } }>('/b/:slug', async (request, reply) => {
    const { lang } = Language.parse(request.query);
    return sendPage(reply, request.params.slug, (broadcast) =>
      broadcast.entry === 'open' ? pageHead(broadcast, addresses, lang) : lockedHead(broadcast),
    );
  });

  app.get<{ Params: { slug: string } }>('/embed/:slug', async (request, reply) => {
    allowFraming(reply);
    return sendPage(reply, request.params.slug, (broadcast) =>
      broadcast.entry === 'open' ? embedHead(broadcast, addresses) : lockedHead(broadcast),
    );
  });

  app.get('/oembed', async (request, reply) => {
    const query = OembedQuery.safeParse(request.query);
    if (!query.success) throw new Refusal('badRequest', z.prettifyError(query.error));
    const { url, format, maxwidth, maxheight } = query.data;
    if (format !== 'json' && format !== 'xml') {
      const error: Failure = { code: 'badRequest', message: 'format: json and xml are what there is' };
      return reply.code(501).send({ error });
    }
    const address = addresses.read(url);
    if (address === null) throw new Refusal('notFound', 'no broadcast has this address');
    const { broadcast } = await found.get(address.slug);
    // oEmbed 1.0, 2.3.4.
    if (broadcast.entry !== 'open') return reply.code(401).send({ error: LOCKED });
    const answer = oembed(broadcast, addresses, { maxWidth: maxwidth, maxHeight: maxheight }, address.startAt);
    open(reply);
    return format === 'json' ? reply.send(answer) : reply.type('text/xml; charset=utf-8').send(oembedXml(answer));
  });

  app.get('/feed.xml', async (request, reply) => {
    const { lang } = Language.parse(request.query);
    const broadcasts = await latest.get('');
    open(reply);
    return reply.type('application/rss+xml; charset=utf-8').send(feed(broadcasts, addresses, lang));
  });

  app.get<{ Params: { slug: string } }>('/b/:slug/calendar.ics', async (request, reply) => {
    const { lang, events } = CalendarQuery.parse(request.query);
    const { broadcast, revision } = await found.get(request.params.slug);
    if (broadcast.entry !== 'open') throw new Refusal(LOCKED.code, LOCKED.message);
    const url = addresses.page(broadcast.slug);
    open(reply);
    void reply.header('content-disposition', `attachment; filename="${broadcast.slug}.ics"`);
    return reply
      .type('text/calendar; charset=utf-8')
      .send(calendarFile(broadcast, { url, locale: lang, events, revision, now: Date.now() }));
  });
}

/** Other sites' scripts may read it: there is nothing in it that is not public. */
function open(reply: FastifyReply): void {
  void reply
    .header('cache-control', CACHE)
    .header('access-control-allow-origin', '*')
    .header('cross-origin-resource-policy', 'cross-origin');
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
