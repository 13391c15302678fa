/** Rendered playlists, one rendering and one compression per version, shared by everybody who asks. */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Delta, PlaylistSource } from './playlist-source.ts';

/** Which playlist is meant: the multivariant one, or a rendition's, whole or what is new. */
export type PlaylistWanted = 'multivariant' | { rendition: string; delta: Delta };

export interface Body {
  plain: Buffer;
  /** Compressed; null where it would not pay. */
  gzipped: () => Promise<Buffer> | null;
}

/** Shorter playlists fit into a packet as they are. Bytes. */
const WORTH_COMPRESSING = 1024;
const compress = promisify(gzip);

export class PlaylistBodies {
  private readonly source: PlaylistSource;
  private version = -1;
  private readonly bodies = new Map<string, Body>();

  constructor(source: PlaylistSource) {
    this.source = source;
  }

  /** The playlist as it is now; null while there is nothing to play. */
  get(wanted: PlaylistWanted): Body | null {
    if (this.version !== this.source.version) {
      this.bodies.clear();
      this.version = this.source.version;
    }
    const key = wanted === 'multivariant' ? wanted : `${wanted.rendition}/${wanted.delta}`;
    const known = this.bodies.get(key);
    if (known) return known;
    const { source } = this;
    const text = wanted === 'multivariant' ? source.multivariant() : source.media(wanted.rendition, wanted.delta);
    if (text === null) return null;
    const body = makeBody(text);
    this.bodies.set(key, body);
    return body;
  }
}

/** Of a playlist's text. */
export function makeBody(text: string): Body {
  const plain = Buffer.from(text);
  let gzipped: Promise<Buffer> | null = null;
  return {
    plain,
    gzipped() {
      if (plain.length <= WORTH_COMPRESSING) return null;
      gzipped ??= compress(plain, { level: 6 });
      return gzipped;
    },
  };
}

/** Does the client take gzip? (RFC 9110 12.5.3, as far as browsers and CDNs use it.) */
export function takesGzip(acceptEncoding: string | undefined): boolean {
  return (acceptEncoding ?? '').split(',').some((item) => {
    const [coding, ...parameters] = item.split(';').map((text) => text.trim().toLowerCase());
    return (coding === 'gzip' || coding === '*') && !parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter));
  });
}
