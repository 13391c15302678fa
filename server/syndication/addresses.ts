import { Slug, StartAt } from '../contract/index.ts';

/** The addresses that the outside world is given. None ends with a slash. */
export class Addresses {
  readonly home: string;

  constructor(publicUrl: string) {
    this.home = publicUrl;
  }

  page(slug: string): string {
    return `${this.home}/b/${slug}`;
  }

  /** `startAt`: as it stands in a link (`1h2m3s`). */
  embed(slug: string, startAt?: string): string {
    return `${this.home}/embed/${slug}${startAt === undefined ? '' : `?t=${startAt}`}`;
  }

  calendar(slug: string): string {
    return `${this.page(slug)}/calendar.ics`;
  }

  get feed(): string {
    return `${this.home}/feed.xml`;
  }

  oembed(slug: string, format: 'json' | 'xml'): string {
    return `${this.home}/oembed?${new URLSearchParams({ url: this.page(slug), format })}`;
  }

  /** The still card, 1200×630. */
  get card(): string {
    return `${this.home}/card.png`;
  }

  /** Which broadcast an address of ours (its page or its embedded player) leads to; null: it is none. */
  read(address: string): { slug: string; startAt: string | undefined } | null {
    if (!URL.canParse(address)) return null;
    const { protocol, host, pathname, searchParams } = new URL(address);
    // People share both http: and https: addresses of the same pages.
    if (!/^https?:$/.test(protocol) || host !== new URL(this.home).host) return null;
    const slug = Slug.safeParse(/^\/(?:b|embed)\/([^/]+)\/?$/.exec(pathname)?.[1]);
    if (!slug.success) return null;
    const startAt = searchParams.get('t') ?? undefined;
    return { slug: slug.data, startAt: StartAt.safeParse(startAt).success ? startAt : undefined };
  }
}
