/** Rendered playlists, one rendering and one compression per version, shared by everybody who asks. */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { PlaylistSource } from './playlist-source.ts';

export type PlaylistKind = 'multivariant' | 'full' | 'delta';

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
  private readonly bodies = new Map<PlaylistKind, Body>();

  constructor(source: PlaylistSource) {
    this.source = source;
  }

  /** The playlist as it is now; null while there is nothing to play. */
  get(kind: PlaylistKind): Body | null {
    if (this.version !== this.source.version) {
      this.bodies.clear();
      this.version = this.source.version;
    }
    const known = this.bodies.get(kind);
    if (known) return known;
    const text = kind === 'multivariant' ? this.source.multivariant() : this.source.media(kind === 'delta');
    if (text === null) return null;
    const body = makeBody(Buffer.from(text));
    this.bodies.set(kind, body);
    return body;
  }
}

function makeBody(plain: Buffer): Body {
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
