import { type FileHandle, open } from 'node:fs/promises';

/** What a part needs of a file; tests put a failing one in its place. */
export type OpenFile = (path: string) => Promise<Pick<FileHandle, 'write' | 'truncate' | 'close'>>;

/** A new file; one that is there already is left alone (`EEXIST`). */
export const openNew: OpenFile = (path) => open(path, 'wx');

/**
 * A file that grows by whole pieces: where one cannot be written, what came of it is cut off again, so that the file ends
 * with the last whole one. Owns its handle.
 */
export class PartFile {
  readonly #file: Awaited<ReturnType<OpenFile>>;
  #length = 0;
  #closed = false;

  private constructor(file: Awaited<ReturnType<OpenFile>>) {
    this.#file = file;
  }

  static async create(path: string, openFile: OpenFile = openNew): Promise<PartFile> {
    return new PartFile(await openFile(path));
  }

  /** Bytes in it. */
  get length(): number {
    return this.#length;
  }

  /** @throws the file system's error; the file is then as it was before. */
  async append(piece: Uint8Array): Promise<void> {
    try {
      await this.#writeAll(piece, this.#length);
    } catch (error) {
      await this.#file.truncate(this.#length);
      throw error;
    }
    this.#length += piece.length;
  }

  /** Writes over what is there. */
  async patch(at: number, bytes: Uint8Array): Promise<void> {
    if (at + bytes.length > this.#length) throw new RangeError(`${bytes.length} bytes at ${at} are past the end`);
    await this.#writeAll(bytes, at);
  }

  async #writeAll(bytes: Uint8Array, position: number): Promise<void> {
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await this.#file.write(bytes, done, bytes.length - done, position + done);
      done += bytesWritten;
    }
  }

  /** Safe twice. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#file.close();
  }
}
