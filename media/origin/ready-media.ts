/**
 * Answers with bytes that went out a moment ago, whole, as they will go out to the next who asks for the same: a thousand
 * viewers ask for a part within a tenth of a second. Valid for one version of the playlist.
 */
import type { Address } from './address.ts';
import type { PlaylistSource } from './playlist-source.ts';

export interface ReadyMedia {
  /** Names and values of the head by turns. */
  lines: readonly string[];
  bytes: Buffer;
}

/** More are not asked for by many at once. */
const MOST_KEPT = 32;

export class ReadyMediaCache {
  readonly #source: Pick<PlaylistSource, 'version'>;
  readonly #media = new Map<Address, ReadyMedia>();
  #version = Number.NaN;

  constructor(source: Pick<PlaylistSource, 'version'>) {
    this.#source = source;
  }

  get(address: Address): ReadyMedia | undefined {
    return this.#version === this.#source.version ? this.#media.get(address) : undefined;
  }

  set(address: Address, media: ReadyMedia): void {
    const { version } = this.#source;
    if (this.#version !== version || this.#media.size >= MOST_KEPT) this.#media.clear();
    this.#version = version;
    this.#media.set(address, media);
  }
}
