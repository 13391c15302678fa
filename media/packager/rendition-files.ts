/** One rendition's bytes: the newest in memory, all on disk, in a folder of their own. */
import { RecentBytes } from './recent-bytes.ts';
import type { Storage } from './storage.ts';

/** Where the bytes of a requested name are. */
export type FoundMedia =
  | { type: 'bytes'; chunks: readonly Uint8Array[]; length: number }
  | { type: 'file'; path: string; start: number; length: number }
  /** Promised by the preload hint, not there yet. */
  | { type: 'hinted' };

export class RenditionFiles {
  readonly recent = new RecentBytes();
  private readonly storage: Storage;

  constructor(storage: Storage) {
    this.storage = storage;
  }

  /** False while the disk fails or is too slow: what comes is in memory only. */
  get healthy(): boolean {
    return this.storage.healthy;
  }

  path(name: string): string {
    return this.storage.path(name);
  }

  /** Bytes on disk, 0 when it is not there. */
  sizeOf(name: string): Promise<number> {
    return this.storage.sizeOf(name);
  }

  /** Writes a small file of its own. Resolves to whether the disk has it. */
  putFile(name: string, data: Uint8Array): Promise<boolean> {
    return this.storage.putFile(name, data);
  }

  /** Keeps an initialisation section. Resolves when the disk has it, or could not take it. */
  async putInit(name: string, data: Uint8Array | undefined): Promise<void> {
    if (!data) return;
    this.recent.addInit(name, data);
    await this.storage.putFile(name, data);
  }

  /** Keeps the next part of a segment. Resolves when the disk has it, or could not take it. */
  async putPart(segment: { msn: number; name: string }, offset: number, data: Uint8Array | undefined): Promise<void> {
    if (!data) return;
    this.recent.addPart(segment.msn, data);
    this.recent.markPart(segment.msn, await this.storage.putPart(segment.name, offset, data));
  }

  /** Lets go of what nothing refers to any more. */
  forget(names: readonly string[]): void {
    if (names.length > 0) void this.storage.remove(names);
    this.recent.forget(names);
  }

  /** Resolves when all is written. Safe twice. */
  close(): Promise<void> {
    return this.storage.close();
  }
}
