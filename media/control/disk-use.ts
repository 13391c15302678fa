/** What broadcasts take on the disk: the files below `hls/` and `recordings/`, by slug. */
import { readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';

export interface DiskUse {
  /** Of the disk; null where it cannot be told. */
  totalBytes: number | null;
  freeBytes: number | null;
  /** Missing to the reserve. */
  shortBytes: number;
  broadcasts: { slug: string; replayBytes: number; recordingBytes: number }[];
}

interface DiskUseOptions {
  /** Holds both folders. */
  dataDir: string;
  /** What should stay free. */
  reserveBytes: number;
}

/** Files that are looked at before others have their turn. */
const AT_ONCE = 64;

export class DiskMeter {
  readonly #options: DiskUseOptions;
  /** Of segments' folders: those of broadcasts that are over do not change, and hold thousands of files. */
  readonly #known = new Map<string, { changedAt: number; bytes: number }>();

  constructor(options: DiskUseOptions) {
    this.#options = options;
  }

  async measure(): Promise<DiskUse> {
    const { dataDir, reserveBytes } = this.#options;
    const replays = await this.#folders(join(dataDir, 'hls'), true);
    const recordings = await this.#folders(join(dataDir, 'recordings'), false);
    const slugs = new Set([...replays.keys(), ...recordings.keys()]);
    const disk = await statfs(dataDir).catch(() => null);
    const freeBytes = disk && disk.bavail * disk.bsize;
    return {
      totalBytes: disk && disk.blocks * disk.bsize,
      freeBytes,
      shortBytes: freeBytes === null ? 0 : Math.max(0, reserveBytes - freeBytes),
      broadcasts: [...slugs].map((slug) => ({
        slug,
        replayBytes: replays.get(slug) ?? 0,
        recordingBytes: recordings.get(slug) ?? 0,
      })),
    };
  }

  async #folders(root: string, areSegments: boolean): Promise<Map<string, number>> {
    const found = new Map<string, number>();
    for (const entry of await readdir(root, { withFileTypes: true }).catch(() => [])) {
      if (entry.isDirectory()) found.set(entry.name, await this.#folder(join(root, entry.name), areSegments));
    }
    return found;
  }

  /** Bytes of a folder with those in it; one that is gone meanwhile has none. */
  async #folder(path: string, areSegments: boolean): Promise<number> {
    const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
    let bytes = await this.#files(
      path,
      areSegments,
      entries.filter((entry) => entry.isFile()).map(({ name }) => name),
    );
    for (const entry of entries)
      if (entry.isDirectory()) bytes += await this.#folder(join(path, entry.name), areSegments);
    return bytes;
  }

  async #files(path: string, areSegments: boolean, names: readonly string[]): Promise<number> {
    const changedAt = (await stat(path).catch(() => null))?.mtimeMs ?? 0;
    const known = this.#known.get(path);
    if (areSegments && known?.changedAt === changedAt) return known.bytes;
    let bytes = 0;
    for (let index = 0; index < names.length; index += AT_ONCE) {
      const sizes = names.slice(index, index + AT_ONCE).map((name) => sizeOf(join(path, name)));
      for (const size of await Promise.all(sizes)) bytes += size;
    }
    if (areSegments) this.#known.set(path, { changedAt, bytes });
    return bytes;
  }
}

/** On the disk, which may be less than the file is long. */
async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => null);
  return found ? found.blocks * 512 : 0;
}
