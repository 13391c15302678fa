import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ProgramItem, PublicBroadcast } from '../contract/index.ts';
import { Refusal } from '../platform/failure.ts';
import { createHttp } from '../platform/http.ts';
import { Addresses } from './addresses.ts';
import { syndicationRoutes } from './routes.ts';

const HOME = 'https://antenne.example';
const EVIL = `Café "équitable" & <script>alert('$&')</script>`;

function broadcast(more: Partial<PublicBroadcast> = {}): PublicBroadcast {
  return {
    id: '00000000-0000-4000-8000-000000000001',
    slug: 'le-tour',
    title: 'Le Tour',
    summary: { fr: 'Six duplex et vos questions.', en: 'Six two-ways and your questions.' },
    accent: '#c2571a',
    zone: 'Europe/Paris',
    state: 'live',
    plannedStart: '2026-05-09T12:00:00.000Z',
    plannedEnd: '2026-05-09T16:00:00.000Z',
    startedAt: '2026-05-09T12:00:03.000Z',
    endedAt: null,
    themes: [],
    program: [],
    nowItemId: null,
    nextItemId: null,
    before: { trailer: null, poster: null },
    captionLanguages: [],
    entry: 'open',
    hlsUntil: null,
    hlsUrl: 'https://media.example/hls/le-tour/index.m3u8',
    ...more,
  };
}

function item(more: Partial<ProgramItem> & { id: string }): ProgramItem {
  return {
    type: 'duplex',
    title: { fr: more.id },
    description: null,
    place: null,
    continent: null,
    zone: null,
    themeId: null,
    plannedDurationMs: 600_000,
    plannedStart: '2026-05-09T12:00:00.000Z',
    expectedStart: '2026-05-09T12:00:00.000Z',
    status: 'upcoming',
    ...more,
  };
}

let webFolder: string;
let shows: PublicBroadcast[];
let looks: number;
let databaseFails: boolean;
const closing: (() => Promise<void>)[] = [];

beforeAll(() => {
  webFolder = mkdtempSync(join(tmpdir(), 'antenne-web-'));
  writeFileSync(join(webFolder, 'index.html'), '<!doctype html><head><title>Antenne</title></head><div id="root">');
  writeFileSync(join(webFolder, 'card.png'), 'a picture');
});
afterAll(() => rmSync(webFolder, { recursive: true }));
beforeEach(() => {
  shows = [broadcast()];
  looks = 0;
  databaseFails = false;
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** The web server with its headers and these routes, as `startApp` puts them together. */
async function open({ publicUrl = HOME, page = 'index.html' } = {}) {
  const log = pino({ level: 'silent' });
  const mediaPublicUrl = 'https://media.example';
  const app = await createHttp({ publicUrl, mediaPublicUrl, trustedProxies: 0, webFolder, log });
  syndicationRoutes(app, {
    addresses: new Addresses(publicUrl),
    pageFile: join(webFolder, page),
    find: async (slug) => {
      looks += 1;
      if (databaseFails) throw new Error('the database is away');
      const found = shows.find((show) => show.slug === slug);
      if (!found) throw new Refusal('notFound', 'no such broadcast');
      return { broadcast: found, revision: 7 };
    },
    latest: async () => shows,
    log,
  });
  closing.push(() => app.close());
  return app;
}

/** The values of the tags with this property or name. */
function tags(html: string, name: string): string[] {
  return [...html.matchAll(new RegExp(`<meta (?:property|name)="${name}" content="([^"]*)" />`, 'g'))].map(
    (match) => match[1] ?? '',
  );
}

describe('the head of a broadcast’s page', () => {
  test('says what is shown, where, and who to ask for more', async () => {
    const app = await open();
    const { statusCode, headers, body } = await app.inject('/b/le-tour');
    expect([statusCode, headers['content-type'], headers['cache-control']]).toEqual([
      200,
      'text/html; charset=utf-8',
      'no-cache',
    ]);
    expect(body).toContain('<title>Le Tour · Antenne</title>');
    expect(body).not.toContain('<title>Antenne</title>');
    expect(body).toContain('<div id="root">');
    expect(tags(body, 'og:title')).toEqual(['Le Tour']);
    expect(tags(body, 'og:description')).toEqual(['Six duplex et vos questions.']);
    expect(tags(body, 'og:url')).toEqual([`${HOME}/b/le-tour`]);
    expect(tags(body, 'og:image:width')).toEqual(['1200']);
    expect(tags(body, 'twitter:card')).toEqual(['player']);
    expect(tags(body, 'twitter:player')).toEqual([`${HOME}/embed/le-tour`]);
    expect(body).toContain(
      '<link rel="alternate" type="application/json+oembed" ' +
        'href="https://antenne.example/oembed?url=https%3A%2F%2Fantenne.example%2Fb%2Fle-tour&amp;format=json" title="Le Tour" />',
    );
    expect(body).toContain('type="text/xml+oembed"');
  });

  test('writes any title as text', async () => {
    shows = [broadcast({ title: EVIL })];
    const app = await open();
    const { body } = await app.inject('/b/le-tour');
    expect(body).not.toContain('<script>');
    expect(tags(body, 'og:title')).toEqual([
      'Café &quot;équitable&quot; &amp; &lt;script&gt;alert(&#39;$&amp;&#39;)&lt;/script&gt;',
    ]);
  });

  test('is in the language that is asked for, in French where it is not known', async () => {
    const app = await open();
    expect(tags((await app.inject('/b/le-tour?lang=en')).body, 'og:description')).toEqual([
      'Six two-ways and your questions.',
    ]);
    expect(tags((await app.inject('/b/le-tour?lang=es')).body, 'og:description')).toEqual([
      'Six duplex et vos questions.',
    ]);
    expect(tags((await app.inject('/b/le-tour?lang=xx')).body, 'og:locale')).toEqual(['fr_FR']);
  });

  test('before the show says its day in its own zone, without a summary what the programme holds', async () => {
    const program = [item({ id: 'Quito' }), item({ id: 'Bamako' })];
    shows = [broadcast({ state: 'scheduled', startedAt: null, summary: null, program })];
    const app = await open();
    expect(tags((await app.inject('/b/le-tour')).body, 'description')).toEqual([
      'samedi 9 mai 2026 à 14:00 (Europe/Paris) — Quito · Bamako',
    ]);
  });

  test('a long description is cut between words', async () => {
    shows = [broadcast({ summary: { fr: 'éàü mots '.repeat(60) } })];
    const app = await open();
    const [text = ''] = tags((await app.inject('/b/le-tour')).body, 'og:description');
    expect(text.length).toBeLessThanOrEqual(221);
    expect(text).toMatch(/ (mots|éàü)…$/);
  });

  test('shows the live picture while the show is on, and the card where there is none', async () => {
    const app = await open();
    const live = (await app.inject('/b/le-tour')).body;
    const picture = 'https://media.example/hls/le-tour/thumbnail.jpg';
    expect(tags(live, 'og:image')).toEqual([picture, `${HOME}/card.png`]);
    expect(tags(live, 'twitter:image')).toEqual([picture]);
    shows = [broadcast({ slug: 'fini', state: 'ended' })];
    const ended = (await app.inject('/b/fini')).body;
    expect(tags(ended, 'og:image')).toEqual([`${HOME}/card.png`]);
    expect(tags(ended, 'twitter:image')).toEqual([`${HOME}/card.png`]);
  });

  test('without https there is no player card', async () => {
    const app = await open({ publicUrl: 'http://antenne.example' });
    const { body } = await app.inject('/b/le-tour');
    expect(tags(body, 'twitter:card')).toEqual(['summary_large_image']);
    expect(tags(body, 'twitter:player')).toEqual([]);
  });

  test('the page comes as it is for an unknown broadcast, and while the database is away', async () => {
    const app = await open();
    const unknown = await app.inject('/b/rien');
    expect([unknown.statusCode, unknown.body.includes('<title>Antenne</title>')]).toEqual([404, true]);
    databaseFails = true;
    const blind = await app.inject('/b/autre');
    expect([blind.statusCode, blind.body.includes('<title>Antenne</title>')]).toEqual([200, true]);
    databaseFails = false;
    shows = [broadcast({ slug: 'autre' })];
    expect((await app.inject('/b/autre')).body).toContain('<title>Le Tour · Antenne</title>');
  });

  test.each(['/b/%00', '/b/LE-TOUR', '/b/le%20tour', '/embed/%27', '/b/%00/calendar.ics'])(
    '%s is no broadcast’s address, and not looked for',
    async (url) => {
      const app = await open();
      expect((await app.inject(url)).statusCode).toBe(404);
      expect(looks).toBe(0);
    },
  );

  test('a rush at one address is one look at the database', async () => {
    const app = await open();
    const pages = await Promise.all(Array.from({ length: 20 }, () => app.inject('/b/le-tour')));
    expect(pages.every(({ body }) => body.includes('og:title'))).toBe(true);
    expect(looks).toBe(1);
  });

  test('without built pages there is nothing', async () => {
    const app = await open({ page: 'none.html' });
    expect((await app.inject('/b/le-tour')).statusCode).toBe(404);
  });
});

describe('frames', () => {
  test('other sites may show the embedded player, and nothing else', async () => {
    const app = await open();
    const embed = await app.inject('/embed/le-tour?autoplay=1');
    expect(embed.statusCode).toBe(200);
    expect(embed.headers['content-security-policy']).toMatch(/frame-ancestors \*(;|$)/);
    expect(embed.headers['content-security-policy']).toMatch(/script-src 'self'(;|$)/);
    expect(embed.headers['x-frame-options']).toBeUndefined();
    expect(embed.body).toContain(`<link rel="canonical" href="${HOME}/b/le-tour" />`);
    expect((await app.inject('/embed/rien')).headers['content-security-policy']).toMatch(/frame-ancestors \*/);
    for (const url of ['/', '/b/le-tour', '/studio/le-tour', '/embed/le-tour/x', '/embed/../studio/le-tour']) {
      const { headers } = await app.inject(url);
      expect(headers['content-security-policy'], url).toMatch(/frame-ancestors 'self'/);
      expect(headers['x-frame-options'], url).toBe('SAMEORIGIN');
    }
  });

  test('other sites may show the card', async () => {
    const app = await open();
    const card = await app.inject('/card.png');
    expect([card.statusCode, card.headers['cross-origin-resource-policy']]).toEqual([200, 'cross-origin']);
    expect((await app.inject('/')).headers['cross-origin-resource-policy']).toBe('same-origin');
  });
});

describe('oEmbed', () => {
  const ask = async (query: Record<string, string>) => {
    const app = await open();
    return app.inject({ url: '/oembed', query: { url: `${HOME}/b/le-tour`, ...query } });
  };

  test('answers with a player in JSON', async () => {
    const answer = await ask({});
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    expect(answer.headers['access-control-allow-origin']).toBe('*');
    expect(answer.json()).toEqual({
      version: '1.0',
      type: 'video',
      title: 'Le Tour',
      provider_name: 'Antenne',
      provider_url: HOME,
      cache_age: 300,
      width: 640,
      height: 360,
      html:
        '<iframe src="https://antenne.example/embed/le-tour" width="640" height="360" title="Le Tour" style="border:0" ' +
        'allow="autoplay; fullscreen; picture-in-picture" allowfullscreen loading="lazy"></iframe>',
      thumbnail_url: `${HOME}/card.png`,
      thumbnail_width: 1200,
      thumbnail_height: 630,
    });
  });

  test.each([
    [{ maxwidth: '480' }, 480, 270],
    [{ maxheight: '180' }, 320, 180],
    [{ maxwidth: '1000', maxheight: '90' }, 160, 90],
    [{ maxwidth: '100000' }, 1920, 1080],
    [{ maxwidth: '1' }, 1, 1],
  ])('within %j it is %i×%i', async (limits, width, height) => {
    const answer = (await ask(limits)).json();
    expect(answer).toMatchObject({ width, height });
    expect('thumbnail_url' in answer).toBe('maxwidth' in limits && Number(limits.maxwidth) >= 1200);
    expect(answer.html).toContain(`width="${width}" height="${height}"`);
  });

  test('answers in XML that says the same', async () => {
    shows = [broadcast({ title: EVIL })];
    const answer = await ask({ format: 'xml' });
    expect(answer.headers['content-type']).toBe('text/xml; charset=utf-8');
    expect(answer.body).toMatch(/^<\?xml version="1\.0" encoding="utf-8" standalone="yes"\?>\n<oembed>/);
    expect(answer.body).toContain('<type>video</type>');
    expect(answer.body).toContain('<title>Café &quot;équitable&quot; &amp; &lt;script&gt;');
    expect(answer.body).toContain('<html>&lt;iframe src=&quot;https://antenne.example/embed/le-tour&quot;');
    expect(answer.body).not.toContain('<iframe');
  });

  test.each([
    [`${HOME}/embed/le-tour`, 200],
    ['http://antenne.example/b/le-tour/?lang=en#x', 200],
    [`${HOME}/b/rien`, 404],
    [`${HOME}/studio/le-tour`, 404],
    [`${HOME}/`, 404],
    ['https://elsewhere.example/b/le-tour', 404],
    ['javascript:alert(1)', 404],
    ['not an address', 404],
  ])('%s: %i', async (url, status) => {
    expect((await ask({ url })).statusCode).toBe(status);
  });

  test('a start time goes along, what is none does not', async () => {
    const source = async (url: string) => /src="([^"]*)"/.exec((await ask({ url })).json().html)?.[1];
    expect(await source(`${HOME}/b/le-tour?t=1h2m`)).toBe(`${HOME}/embed/le-tour?t=1h2m`);
    expect(await source(`${HOME}/b/le-tour?t=%22x`)).toBe(`${HOME}/embed/le-tour`);
  });

  test('another format is not implemented; no address and no size are bad requests', async () => {
    expect((await ask({ format: 'yaml' })).statusCode).toBe(501);
    expect((await ask({ maxwidth: '-3' })).statusCode).toBe(400);
    const app = await open();
    expect((await app.inject('/oembed')).statusCode).toBe(400);
  });
});

test('the feed has the latest first, and dates what has begun', async () => {
  shows = [
    broadcast({ id: 'a', slug: 'hier', title: EVIL, startedAt: '2026-05-08T12:00:00.000Z', state: 'ended' }),
    broadcast({
      id: 'b',
      slug: 'demain',
      startedAt: null,
      state: 'scheduled',
      plannedStart: '2026-05-10T12:00:00.000Z',
    }),
    broadcast({ id: 'c', slug: 'ici' }),
  ];
  const app = await open();
  const { headers, body } = await app.inject('/feed.xml');
  expect(headers['content-type']).toBe('application/rss+xml; charset=utf-8');
  expect(headers['cache-control']).toBe('public, max-age=60');
  expect(body).toContain('<atom:link href="https://antenne.example/feed.xml" rel="self" type="application/rss+xml" />');
  const items = body.split('<item>').slice(1);
  expect(items.map((one) => /<link>([^<]*)<\/link>/.exec(one)?.[1])).toEqual([
    `${HOME}/b/demain`,
    `${HOME}/b/ici`,
    `${HOME}/b/hier`,
  ]);
  expect(items.map((one) => /<pubDate>([^<]*)/.exec(one)?.[1])).toEqual([
    undefined,
    'Sat, 09 May 2026 12:00:03 GMT',
    'Fri, 08 May 2026 12:00:00 GMT',
  ]);
  expect(items[2]).toContain('<title>Café &quot;équitable&quot; &amp; &lt;script&gt;');
  expect(items[2]).toContain('<guid isPermaLink="false">a</guid>');
});

describe('the calendar', () => {
  test('is the show, in its own zone, under a name that stays', async () => {
    const app = await open();
    const { headers, body } = await app.inject('/b/le-tour/calendar.ics');
    expect(headers['content-type']).toBe('text/calendar; charset=utf-8');
    expect(headers['content-disposition']).toBe('attachment; filename="le-tour.ics"');
    expect(body.match(/BEGIN:VEVENT/g)).toHaveLength(1);
    expect(body).toContain('\r\nUID:00000000-0000-4000-8000-000000000001@antenne\r\nSEQUENCE:7\r\n');
    expect(body).toContain('\r\nDTSTART;TZID=Europe/Paris:20260509T140000\r\n');
    expect(body).toContain('\r\nTRIGGER:-PT10M\r\n');
    expect((await app.inject('/b/rien/calendar.ics')).statusCode).toBe(404);
  });

  test('is each item in its own place’s zone, without those that are skipped', async () => {
    const program = [
      item({ id: 'Quito', zone: 'America/Guayaquil', place: 'Quito, Équateur' }),
      item({ id: 'Lyon', plannedStart: '2026-05-09T12:10:00.000Z' }),
      item({ id: 'Bamako', status: 'skipped', zone: 'Africa/Bamako' }),
    ];
    shows = [broadcast({ program })];
    const app = await open();
    const { body } = await app.inject('/b/le-tour/calendar.ics?events=items');
    expect([...body.matchAll(/\r\nUID:(.*)\r\n/g)].map((match) => match[1])).toEqual(['Quito@antenne', 'Lyon@antenne']);
    expect(body).toContain(
      '\r\nDTSTART;TZID=America/Guayaquil:20260509T070000\r\nDTEND;TZID=America/Guayaquil:20260509T071000\r\n',
    );
    expect(body).toContain('\r\nDTSTART;TZID=Europe/Paris:20260509T141000\r\n');
    expect(body).toContain('\r\nLOCATION:Quito\\, Équateur\r\n');
    expect([...body.matchAll(/\r\nTZID:(.*)\r\n/g)].map((match) => match[1])).toEqual([
      'America/Guayaquil',
      'Europe/Paris',
    ]);
  });
});
