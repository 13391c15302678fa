/** Addresses below `/hls`: whose, of which rendition, what, and how far its playlist is to have come. */
import { type AnswerKind, kindOf } from './answers.ts';
import { type Directives, parseDirectives } from './directives.ts';
import type { HttpRequest } from './request-head.ts';

/** Of a broadcast itself, not of one of its renditions. */
export type OwnName = 'index.m3u8' | 'thumbnails.vtt' | 'thumbnail.jpg';

export interface Address {
  slug: string;
  /** What lets them in; empty: nothing. */
  pass: string;
  /** Empty: the broadcast's own. */
  rendition: string;
  name: string;
  kind: AnswerKind;
  /** Of a media playlist; a reason where they cannot be meant seriously. */
  directives: Directives | string;
}

export const MEDIA_PLAYLIST = 'live.m3u8';
const OWN_NAMES: ReadonlySet<string> = new Set<OwnName>(['index.m3u8', 'thumbnails.vtt', 'thumbnail.jpg']);
/** `/hls/<broadcast>/<name>` or `/hls/<broadcast>/<rendition>/<name>`, with `~<pass>/` after the broadcast where it has one. */
const ADDRESS = /^\/hls\/([^/?]+)\/(?:~([^/?]+)\/)?(?:([^/?]+)\/)?([^/?]+)(?:\?(.*))?$/;
/** Everybody who follows asks for the same: a few addresses a second, each by a thousand viewers. */
const MOST_KNOWN = 256;

export class Addresses {
  readonly #known = new Map<string, Address>();

  /** Null: nothing of ours. */
  read({ method, url = '' }: HttpRequest): Address | null {
    if (method !== 'GET' && method !== 'HEAD') return null;
    const known = this.#known.get(url);
    if (known) return known;
    const address = readAddress(url);
    if (!address) return null;
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    this.#known.set(url, address);
    return address;
  }
}

function readAddress(url: string): Address | null {
  const [, slug, pass = '', rendition = '', name = '', query = ''] = ADDRESS.exec(url) ?? [];
  if (slug === undefined) return null;
  const isOurs = rendition === '' ? OWN_NAMES.has(name) : name === MEDIA_PLAYLIST || !name.endsWith('.m3u8');
  if (!isOurs) return null;
  const directives = parseDirectives(new URLSearchParams(name === MEDIA_PLAYLIST ? query : ''));
  return { slug, pass, rendition, name, kind: kindOf(url), directives };
}
