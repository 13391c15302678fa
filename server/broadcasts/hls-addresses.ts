/** Where a broadcast's playlists are for those who may watch it, and what is shown before. */
import { createHmac } from 'node:crypto';
import { assetAddress } from '../assets/address.ts';
import { type AssetKind, type EntryMode, passText } from '../contract/index.ts';

/**
 * A pass is the same for everybody for so long, and good for twice as long: whoever gets one has at least this much time
 * to fetch the next, and caches have two copies of something at most. Longer than a show, because Safari's own player
 * begins anew with another address. Milliseconds.
 */
const PERIOD_MS = 6 * 3_600_000;

/** Who may watch, as far as addresses go. */
export interface Entrance {
  mode: EntryMode;
  generation: number;
}

export class HlsAddresses {
  readonly #mediaPublicUrl: string;
  readonly #secret: string;

  /** @param mediaPublicUrl without a trailing slash. @param secret what server and media share */
  constructor(mediaPublicUrl: string, secret: string) {
    this.#mediaPublicUrl = mediaPublicUrl;
    this.#secret = secret;
  }

  /** Of the multivariant playlist; `entry` null: everybody may watch. */
  of(slug: string, entry: Entrance | null, now: Date): { hlsUrl: string; hlsUntil: string | null } {
    const folder = `${this.#mediaPublicUrl}/hls/${slug}`;
    if (!entry || entry.mode === 'open') return { hlsUrl: `${folder}/index.m3u8`, hlsUntil: null };
    const until = (Math.floor(now.getTime() / PERIOD_MS) + 2) * PERIOD_MS;
    const pass = signedPass(passText(slug, entry.generation, until / 1000), until / 1000, this.#secret);
    return { hlsUrl: `${folder}/${pass}/index.m3u8`, hlsUntil: new Date(until).toISOString() };
  }

  /** Of a clip with its sound, and of a still; null where there is none among `assets`. */
  before(
    assets: readonly { id: string; kind: AssetKind }[],
    now: Date,
  ): { trailer: string | null; poster: string | null } {
    const door = { mediaPublicUrl: this.#mediaPublicUrl, secret: this.#secret };
    const find = (kind: AssetKind) => assets.find((asset) => asset.kind === kind)?.id;
    const [clip, still] = [find('clip'), find('still')];
    return {
      trailer: clip === undefined ? null : assetAddress(door, clip, 'trailer', now.getTime()),
      poster: still === undefined ? null : assetAddress(door, still, 'view', now.getTime()),
    };
  }
}

/** What stands in the path after the broadcast. `expires`: Unix seconds. */
export function signedPass(text: string, expires: number, secret: string): string {
  return `~${expires}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}
