/** The clips and stills on this node's disk, from the first byte of their upload on. */
import { type ChildProcess, fork } from 'node:child_process';
import { createWriteStream, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, open, rename, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Logger } from 'pino';
import { z } from 'zod';
import { assetFiles } from '../core/asset-files.ts';
import type { MadeFacts, MakeOrder, MakerMessage } from './messages.ts';

export type AssetProblem = 'cut' | 'tooLarge' | 'diskFull' | 'unreadable' | 'missing' | 'internal';

/** How far an asset is, as it is told. */
export interface AssetNews {
  broadcastId: string;
  assetId: string;
  state: 'uploading' | 'processing' | 'ready' | 'failed';
  /** 0–1, of what `state` is about. */
  progress: number;
  problem: AssetProblem | null;
  facts: MadeFacts | null;
}

/** An upload that was allowed. */
export interface AllowedUpload {
  assetId: string;
  broadcastId: string;
  kind: 'clip' | 'still';
  bytes: number;
}

/** An upload that was refused, or broke off. */
export class UploadFailure extends Error {
  override name = 'UploadFailure';
  readonly problem: AssetProblem | 'exists';

  constructor(problem: AssetProblem | 'exists', message: string, options?: ErrorOptions) {
    super(message, options);
    this.problem = problem;
  }
}

const Facts = z.object({
  width: z.number(),
  height: z.number(),
  durationMs: z.number().nullable(),
  hasSound: z.boolean(),
});
const Record = z.object({
  broadcastId: z.string(),
  kind: z.enum(['clip', 'still']),
  state: z.enum(['processing', 'ready', 'failed']),
  problem: z.enum(['diskFull', 'unreadable', 'missing', 'internal']).nullable(),
  facts: Facts.nullable(),
});
type Record = z.infer<typeof Record>;

export interface AssetStoreOptions {
  /** Its own; one folder in it for each asset. */
  folder: string;
  format: MakeOrder['format'];
  onNews(news: AssetNews): void;
  log: Logger;
  /** Bytes that stay free beside an upload. Default: 500 MB. */
  reserve?: number;
}

const RESERVE = 500_000_000;
const NEWS_INTERVAL_MS = 1_000;
/** A maker that says nothing for this long hangs. */
const SILENCE_LIMIT_MS = 120_000;

export class AssetStore {
  readonly #options: AssetStoreOptions;
  readonly #records = new Map<string, Record>();
  readonly #arriving = new Map<string, { upload: AllowedUpload; abort: AbortController }>();
  /** To be made ready, one after the other. */
  #queue: string[] = [];
  #making: { assetId: string; child: ChildProcess } | null = null;
  #closed = false;

  /** Goes on with what is there: uploads that broke off are removed, what was not ready is made ready. */
  constructor(options: AssetStoreOptions) {
    this.#options = options;
  }

  async open(): Promise<void> {
    const { folder, log } = this.#options;
    await mkdir(folder, { recursive: true });
    for (const assetId of readdirSync(folder)) {
      const record = readRecord(join(folder, assetId));
      if (!record) {
        log.info({ assetId }, 'upload that broke off removed');
        rmSync(join(folder, assetId), { recursive: true, force: true });
        continue;
      }
      // Not kept on disk: the files may be there again after the next start.
      const isMissing = record.state === 'ready' && !hasFiles(join(folder, assetId), record);
      if (isMissing) log.warn({ assetId }, 'the files of an asset are gone');
      this.#records.set(assetId, isMissing ? { ...record, state: 'failed', problem: 'missing' } : record);
      this.#tell(assetId, this.isReady(assetId) ? 1 : 0);
      if (record.state === 'processing') this.#queue.push(assetId);
    }
    this.#makeNext();
  }

  folderOf(assetId: string): string {
    return join(this.#options.folder, assetId);
  }

  isReady(assetId: string): boolean {
    return this.#records.get(assetId)?.state === 'ready';
  }

  kindOf(assetId: string): 'clip' | 'still' | null {
    return this.#records.get(assetId)?.kind ?? null;
  }

  /**
   * Brings a broadcast's assets in line with what is wanted: others are removed, with what is being made of them.
   */
  keepOnly(broadcastId: string, wanted: readonly string[]): void {
    for (const [assetId, record] of this.#records) {
      if (record.broadcastId === broadcastId && !wanted.includes(assetId)) this.#remove(assetId);
    }
    for (const [assetId, { upload, abort }] of this.#arriving) {
      if (upload.broadcastId === broadcastId && !wanted.includes(assetId)) abort.abort();
    }
  }

  /**
   * Takes an upload in. It is on disk, and will be made ready whatever happens, when this resolves.
   * @throws UploadFailure; nothing is left behind then
   */
  async receive(upload: AllowedUpload, body: Readable): Promise<void> {
    const { assetId, bytes } = upload;
    const { log } = this.#options;
    if (this.#arriving.has(assetId) || this.#records.has(assetId)) {
      throw new UploadFailure('exists', 'this upload has been begun already');
    }
    const abort = new AbortController();
    this.#arriving.set(assetId, { upload, abort });
    const folder = this.folderOf(assetId);
    try {
      await this.#checkRoom(bytes);
      await mkdir(folder, { recursive: true });
      await this.#write(upload, body, abort.signal);
      const record: Record = { ...upload, state: 'processing', problem: null, facts: null };
      await this.#keep(assetId, record);
      log.info({ assetId, bytes }, 'upload is here');
    } catch (error) {
      const failure = toFailure(error);
      log.info({ assetId, problem: failure.problem, reason: failure.message }, 'upload failed');
      await rm(folder, { recursive: true, force: true });
      this.#options.onNews({ ...newsOf(upload), state: 'failed', progress: 0, problem: known(failure), facts: null });
      throw failure;
    } finally {
      this.#arriving.delete(assetId);
    }
    this.#tell(assetId, 0);
    this.#queue.push(assetId);
    this.#makeNext();
  }

  async #checkRoom(bytes: number): Promise<void> {
    const { folder, reserve = RESERVE } = this.#options;
    await mkdir(folder, { recursive: true });
    const { bavail, bsize } = await statfs(folder);
    if (bavail * bsize < bytes + reserve) throw new UploadFailure('diskFull', 'there is no room for it on the disk');
  }

  async #write(upload: AllowedUpload, body: Readable, signal: AbortSignal): Promise<void> {
    const { onNews } = this.#options;
    let received = 0;
    let toldAt = performance.now();
    onNews({ ...newsOf(upload), state: 'uploading', progress: 0, problem: null, facts: null });
    const counted = async function* (source: AsyncIterable<Buffer>) {
      for await (const chunk of source) {
        received += chunk.length;
        if (received > upload.bytes) throw new UploadFailure('tooLarge', 'more bytes than were announced');
        if (performance.now() - toldAt > NEWS_INTERVAL_MS) {
          toldAt = performance.now();
          const progress = received / upload.bytes;
          onNews({ ...newsOf(upload), state: 'uploading', progress, problem: null, facts: null });
        }
        yield chunk;
      }
    };
    const { upload: path } = assetFiles(this.folderOf(upload.assetId));
    await pipeline(body, counted, createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true }), { signal });
    if (received !== upload.bytes) throw new UploadFailure('cut', `${received} of ${upload.bytes} bytes`);
  }

  #makeNext(): void {
    const { folder, format, log } = this.#options;
    if (this.#closed || this.#making) return;
    const assetId = this.#queue.shift();
    const record = assetId ? this.#records.get(assetId) : undefined;
    if (!assetId || !record) {
      if (assetId) this.#makeNext();
      return;
    }
    const order: MakeOrder = { kind: record.kind, folder: join(folder, assetId), format };
    const child = fork(join(import.meta.dirname, 'maker.ts'), [JSON.stringify(order)], {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.#making = { assetId, child };
    log.info({ assetId, kind: record.kind, pid: child.pid }, 'making an asset ready');
    let outcome: Exclude<MakerMessage, { type: 'progress' }> | null = null;
    let silence: NodeJS.Timeout | undefined;
    const listen = (): void => {
      clearTimeout(silence);
      silence = setTimeout(() => child.kill('SIGKILL'), SILENCE_LIMIT_MS);
    };
    listen();
    child.on('message', (message: MakerMessage) => {
      listen();
      if (message.type === 'progress') this.#tell(assetId, message.share);
      else outcome = message;
    });
    child.on('error', (err) => log.error({ err, assetId }, 'maker'));
    child.once('exit', (code, signal) => {
      clearTimeout(silence);
      this.#making = null;
      if (this.#closed) return;
      // Killed by what it read: that file is not tried again.
      const ended = outcome ?? {
        type: 'failed' as const,
        problem: 'unreadable' as const,
        reason: `ended by ${signal ?? code}`,
      };
      void this.#settle(assetId, ended).finally(() => this.#makeNext());
    });
  }

  async #settle(assetId: string, outcome: Exclude<MakerMessage, { type: 'progress' }>): Promise<void> {
    const { log } = this.#options;
    const record = this.#records.get(assetId);
    // Removed meanwhile.
    if (!record) return rm(this.folderOf(assetId), { recursive: true, force: true });
    const isReady = outcome.type === 'ready';
    if (outcome.type === 'failed') log.warn({ assetId, ...outcome }, 'asset cannot be made ready');
    else log.info({ assetId, facts: outcome.facts }, 'asset is ready');
    try {
      await this.#keep(assetId, {
        ...record,
        state: isReady ? 'ready' : 'failed',
        problem: isReady ? null : outcome.problem,
        facts: isReady ? outcome.facts : null,
      });
      await rm(assetFiles(this.folderOf(assetId)).upload, { force: true });
    } catch (err) {
      log.error({ err, assetId }, 'could not keep how far an asset is');
    }
    this.#tell(assetId, isReady ? 1 : 0);
  }

  /** The record on disk first, then in memory. */
  async #keep(assetId: string, record: Record): Promise<void> {
    const { record: path } = assetFiles(this.folderOf(assetId));
    const file = await open(`${path}.new`, 'w', 0o600);
    try {
      await file.writeFile(JSON.stringify(Record.parse(record)));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${path}.new`, path);
    this.#records.set(assetId, record);
  }

  #tell(assetId: string, progress: number): void {
    const record = this.#records.get(assetId);
    if (!record) return;
    const { broadcastId, state, problem, facts } = record;
    this.#options.onNews({ broadcastId, assetId, state, progress, problem, facts });
  }

  #remove(assetId: string): void {
    this.#options.log.info({ assetId }, 'asset removed');
    this.#records.delete(assetId);
    this.#queue = this.#queue.filter((id) => id !== assetId);
    // Its folder goes when the maker has: `#settle`.
    if (this.#making?.assetId === assetId) this.#making.child.kill('SIGKILL');
    else rmSync(this.folderOf(assetId), { recursive: true, force: true });
  }

  /** Breaks off what runs; the next start goes on with it. Safe twice. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const { abort } of this.#arriving.values()) abort.abort();
    const child = this.#making?.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGKILL');
    await exited;
  }
}

function readRecord(folder: string): Record | null {
  try {
    return Record.parse(JSON.parse(readFileSync(assetFiles(folder).record, 'utf8')));
  } catch {
    return null;
  }
}

function newsOf({ broadcastId, assetId }: AllowedUpload): Pick<AssetNews, 'broadcastId' | 'assetId'> {
  return { broadcastId, assetId };
}

function toFailure(error: unknown): UploadFailure {
  if (error instanceof UploadFailure) return error;
  const code = error instanceof Error && 'code' in error ? error.code : null;
  const message = error instanceof Error ? error.message : String(error);
  if (code === 'ENOSPC') return new UploadFailure('diskFull', message, { cause: error });
  const isCut = code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ABORT_ERR';
  return new UploadFailure(isCut ? 'cut' : 'internal', message, { cause: error });
}

/** A second attempt says nothing of the first. */
function known({ problem }: UploadFailure): AssetProblem {
  return problem === 'exists' ? 'internal' : problem;
}

/** All that is shown of a ready asset is there. */
function hasFiles(folder: string, { kind, facts }: Record): boolean {
  const { picture, video, index, sound } = assetFiles(folder);
  const needed = kind === 'still' ? [picture] : [video, index, ...(facts?.hasSound ? [sound] : [])];
  return needed.every((path) => existsSync(path));
}
