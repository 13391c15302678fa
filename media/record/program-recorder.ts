import type { Logger } from 'pino';
import { PROGRAM_FILE } from './file-name.ts';
import type { EndReason } from './journal.ts';
import type { RecorderEntry } from './messages.ts';
import { moveEarlier, timescalesOf } from './mp4-time.ts';
import type { PartFile } from './part-file.ts';
import type { RecordingFiles } from './recording-files.ts';

interface OpenProgram {
  name: string;
  file: PartFile;
  /** Of its time 0, ms since the programme's start. */
  baseMs: number;
  endMs: number;
}

export interface ProgramRecorderOptions {
  files: RecordingFiles;
  title: string;
  width: number;
  height: number;
  log: Logger;
  /** Steady ms. */
  now(): number;
}

/** The programme's files: the parts that viewers get, one after the other, from the beginning of a segment. */
export class ProgramRecorder {
  readonly #options: ProgramRecorderOptions;
  readonly #files: RecordingFiles;
  #init: { bytes: Uint8Array; timescales: Map<number, number> } | null = null;
  #open: OpenProgram | null = null;

  constructor(options: ProgramRecorderOptions) {
    this.#options = options;
    this.#files = options.files;
  }

  get isOpen(): boolean {
    return this.#open !== null;
  }

  /** The initialisation section of what comes from now on. */
  async begin(init: Uint8Array): Promise<void> {
    await this.end('tracks');
    this.#init = { bytes: init, timescales: timescalesOf(Buffer.from(init)) };
  }

  async take({ ms, durationMs, startsSegment, data }: Extract<RecorderEntry, { type: 'part' }>): Promise<void> {
    if (!this.#init) return;
    try {
      if (!this.#open) {
        if (!startsSegment) return;
        await this.#create(ms, this.#init.bytes);
      }
      const open = this.#open;
      if (!open) return;
      await open.file.append(moveEarlier(data, this.#init.timescales, open.baseMs / 1000));
      open.endMs = ms + durationMs;
      this.#files.wrote(data.length);
    } catch (err) {
      const reason = this.#files.room.failed('program', err, this.#options.now());
      this.#options.log.error({ err, reason }, 'programme not recorded any more');
      await this.end(reason);
    }
  }

  /** Completes the file, where there is one. */
  async end(reason: EndReason): Promise<void> {
    const open = this.#open;
    if (!open) return;
    this.#open = null;
    await open.file.close().catch((err) => this.#options.log.error({ err, file: open.name }, 'while closing'));
    this.#files.ended(open.name, this.#files.frameNear(open.endMs), open.file.length, reason);
  }

  async #create(ms: number, init: Uint8Array): Promise<void> {
    const { title, width, height } = this.#options;
    // Parts are told in whole milliseconds; they begin at a frame.
    const startFrame = this.#files.frameNear(ms);
    const baseMs = this.#files.baseMs(startFrame);
    const { file, path } = await this.#files.create(PROGRAM_FILE, 'mp4');
    this.#open = { name: path, file, baseMs, endMs: baseMs };
    const tracks = { video: 'h264', audio: true, width, height } as const;
    this.#files.began({ file: path, contributorId: null, name: title, startFrame, ...tracks });
    await file.append(init);
  }
}
