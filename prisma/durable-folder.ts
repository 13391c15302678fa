/**
 * The embedded database's folder, kept as PostgreSQL keeps one: what was committed survives a loss of power, and a crash
 * of the machine leaves a folder that opens. By itself PGlite turns fsync off, and its file system (Emscripten's NODEFS)
 * has none: the page cache outlives a killed process only.
 */
import { fdatasyncSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

/** PGlite's own, but for `-F` (no fsync). Of the ways to flush its log, Emscripten's C library passes on fsync alone. */
const START_PARAMS = [...PGlite.defaultStartParams.filter((word) => word !== '-F'), '-c', 'wal_sync_method=fsync'];

/** Brings a file's bytes to the disk before it returns; `fd`: a file descriptor of this process. */
export type Flush = (fd: number) => void;

class DurableFolder extends NodeFS {
  readonly #flush: Flush;

  constructor(folder: string, flush: Flush) {
    super(folder);
    this.#flush = flush;
  }

  override async init(...args: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const made = await super.init(...args);
    const fsync = (stream: { nfd?: number }) => {
      // Folders have no descriptor here: journalling file systems keep names with the bytes of the file.
      if (stream.nfd !== undefined) this.#flush(stream.nfd);
      return 0;
    };
    const { emscriptenOpts } = made;
    const preRun = [emscriptenOpts.preRun ?? []].flat();
    return {
      ...made,
      emscriptenOpts: { ...emscriptenOpts, preRun: [...preRun, ({ NODEFS }) => addOperation(NODEFS, { fsync })] },
    };
  }
}

/** Emscripten's types do not show a file system's operations. */
function addOperation(fileSystem: object, operation: object): void {
  if (!('stream_ops' in fileSystem) || typeof fileSystem.stream_ops !== 'object' || fileSystem.stream_ops === null) {
    throw new Error('PGlite’s file system has no operations to add fsync to');
  }
  Object.assign(fileSystem.stream_ops, operation);
}

/** Opens the folder, making it when there is none. The caller waits for `waitReady`, and closes. */
export function openFolder(folder: string, flush: Flush = fdatasyncSync): PGlite {
  return new PGlite({ fs: new DurableFolder(folder, flush), startParams: START_PARAMS });
}
