/**
 * Replays as files to download: a head that a child makes on the first request, and the segments as they lie on the disk.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Logger } from 'pino';
import type { MakerAnswer, ReplaySegment } from './messages.ts';

/** Heads kept in memory; one of four hours is about 5 MB. */
const KEPT = 4;

export interface ReplayFile {
  /** Bytes. */
  length: number;
  /** Another one wherever the file is another. */
  tag: string;
  /** Those bytes. An error of the disk breaks it off. */
  read(start: number, length: number): Readable;
}

export interface ReplayFilesOptions {
  /** The segments that a replay shows; null while there is none. */
  segments(slug: string): Promise<ReplaySegment[] | null>;
  log: Logger;
}

export class ReplayFiles {
  readonly #options: ReplayFilesOptions;
  /** By tag, the least asked for first. */
  readonly #heads = new Map<string, Promise<Uint8Array>>();
  readonly #children = new Set<ChildProcess>();
  #making: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(options: ReplayFilesOptions) {
    this.#options = options;
  }

  /** @returns null where there is no replay. @throws Error where it cannot be made into a file */
  async find(slug: string): Promise<ReplayFile | null> {
    const segments = await this.#options.segments(slug);
    if (!segments || segments.length === 0 || this.#closed) return null;
    const facts = segments.map(({ path, bytes, continues }) => `${path} ${bytes} ${continues}\n`);
    const tag = createHash('sha256').update(facts.join('')).digest('base64url').slice(0, 22);
    const head = await this.#head(tag, slug, segments);
    const pieces = [{ bytes: head.length }, ...segments];
    return {
      length: pieces.reduce((sum, { bytes }) => sum + bytes, 0),
      tag,
      read: (start, length) => Readable.from(bytesOf(head, segments, start, length), { objectMode: false }),
    };
  }

  /** Safe twice. */
  close(): void {
    this.#closed = true;
    for (const child of this.#children) child.kill('SIGKILL');
  }

  #head(tag: string, slug: string, segments: ReplaySegment[]): Promise<Uint8Array> {
    const known = this.#heads.get(tag);
    // One at a time: there is always somebody who is live.
    const head = known ?? this.#making.then(() => this.#make(slug, segments));
    if (!known) {
      this.#making = head.catch(() => undefined);
      head.catch(() => this.#heads.delete(tag));
    }
    this.#heads.delete(tag);
    this.#heads.set(tag, head);
    for (const oldest of this.#heads.keys()) {
      if (this.#heads.size <= KEPT) break;
      this.#heads.delete(oldest);
    }
    return head;
  }

  #make(slug: string, segments: ReplaySegment[]): Promise<Uint8Array> {
    const { log } = this.#options;
    const begun = performance.now();
    const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
    if (this.#closed) reject(new Error('closing'));
    const child = fork(join(import.meta.dirname, 'maker.ts'), [], {
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.#children.add(child);
    child.on('message', (answer: MakerAnswer) => {
      if (answer.type === 'failed') reject(new Error(answer.reason));
      else resolve(answer.head);
    });
    child.on('error', reject);
    child.once('exit', (code, signal) => {
      this.#children.delete(child);
      reject(new Error(`the maker ended by ${signal ?? code}`));
    });
    child.send(segments);
    return promise.then(
      (head) => {
        const ms = Math.round(performance.now() - begun);
        log.info({ slug, segments: segments.length, bytes: head.length, ms }, 'replay made into a file');
        return head;
      },
      (err: unknown) => {
        log.error({ err, slug }, 'replay cannot be made into a file');
        throw err;
      },
    );
  }
}

async function* bytesOf(
  head: Uint8Array,
  segments: readonly ReplaySegment[],
  start: number,
  length: number,
): AsyncGenerator<Uint8Array> {
  let skip = start;
  let left = length;
  const part = (bytes: number) => {
    const from = Math.min(skip, bytes);
    const until = Math.min(bytes, from + left);
    skip -= from;
    left -= until - from;
    return { from, until };
  };
  const first = part(head.length);
  if (first.until > first.from) yield head.subarray(first.from, first.until);
  for (const { path, bytes } of segments) {
    if (left === 0) return;
    const { from, until } = part(bytes);
    if (until === from) continue;
    let read = 0;
    for await (const chunk of createReadStream(path, { start: from, end: until - 1 })) {
      read += chunk.length;
      yield chunk;
    }
    if (read < until - from) throw new Error(`${path} is shorter than ${until}`);
  }
}
