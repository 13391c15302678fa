/**
 * One broadcast's recordings, as the recorder process makes them: coded media goes in, files and a journal come out.
 * Everything is done in order; whoever calls waits for one call before the next.
 */
import { mkdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordingStatus, RecordingWish } from '../core/program-link.ts';
import { DiskRoom } from './disk-room.ts';
import { IsoRecorder } from './iso-recorder.ts';
import { type EndReason, Journal, unfinished } from './journal.ts';
import type { RecorderEntry } from './messages.ts';
import { ProgramRecorder } from './program-recorder.ts';
import { RecordingFiles, type RecordingOptions } from './recording-files.ts';
import { salvage } from './salvage.ts';

/** The rate of writing is told over at least this long, ms. */
const RATE_OVER_MS = 2_000;

export class Recording {
  readonly #options: RecordingOptions;
  readonly #files: RecordingFiles;
  readonly #isos: IsoRecorder;
  readonly #program: ProgramRecorder;
  #wish: RecordingWish = { program: false, isos: false };
  #lastMs = 0;
  #rate: { bytes: number; at: number; perSecond: number };
  #free: number | null = null;
  #closed = false;

  private constructor(options: RecordingOptions, journal: Journal) {
    this.#options = options;
    const files = new RecordingFiles(options, journal, new DiskRoom(options.reserveBytes));
    this.#files = files;
    this.#isos = new IsoRecorder({ ...options, files });
    this.#program = new ProgramRecorder({ ...options, files });
    this.#rate = { bytes: 0, at: options.now(), perSecond: 0 };
  }

  /** @throws the file system's error where the folder cannot be made or its journal not be read */
  static async open(options: RecordingOptions): Promise<Recording> {
    await mkdir(options.folder, { recursive: true });
    const journal = await Journal.open(options.folder);
    await salvageAll(options, journal);
    const recording = new Recording(options, journal);
    await recording.#look();
    await journal.flush();
    return recording;
  }

  async take(entry: RecorderEntry): Promise<void> {
    const { journal, room } = this.#files;
    switch (entry.type) {
      case 'tracks':
        await this.#isos.bind(entry);
        return;
      case 'picture':
      case 'sound':
        this.#lastMs = Math.max(this.#lastMs, entry.ms);
        if (this.#wish.isos && room.isos) await this.#isos.take(entry);
        else this.#isos.skip(entry.contributorId);
        return;
      case 'init':
        await this.#program.begin(entry.data);
        return;
      case 'part':
        this.#lastMs = Math.max(this.#lastMs, entry.ms + entry.durationMs);
        if (this.#wish.program && room.program) await this.#program.take(entry);
        return;
      case 'take':
        journal.add({
          type: 'take',
          frame: this.#files.frameOfTick(entry.tick),
          source: entry.source,
          transition: entry.transition,
          ...(entry.beside && { beside: entry.beside }),
          titles: entry.titles,
        });
        return;
      case 'wish':
        this.#wish = entry.wish;
        if (!entry.wish.isos) await this.#isos.endAll('stopped');
        if (!entry.wish.program) await this.#program.end('stopped');
        return;
      case 'lost':
        this.#options.log.error('the disk did not keep up: recordings go on in new files');
        room.tooSlow(this.#options.now());
        await this.#endAll('tooSlow');
        return;
      default:
        entry satisfies never;
    }
  }

  /** To be called about once a second: looks at the disk and writes what waits in memory. */
  async settle(): Promise<void> {
    await this.#look();
    const { room, journal } = this.#files;
    const pause = room.problem(this.#options.now()) ?? 'diskLow';
    if (!room.isos) await this.#isos.endAll(pause);
    if (!room.program) await this.#program.end(pause);
    await this.#isos.flush();
    await journal.flush();
  }

  get status(): RecordingStatus {
    const now = this.#options.now();
    const { room, written, since } = this.#files;
    const elapsed = now - this.#rate.at;
    if (elapsed >= RATE_OVER_MS) {
      const perSecond = Math.round(((written - this.#rate.bytes) * 1000) / elapsed);
      this.#rate = { bytes: written, at: now, perSecond };
    }
    const problem = room.problem(now);
    const wished = this.#wish.program || this.#wish.isos;
    return {
      since,
      problem: wished && (problem !== 'isosPaused' || this.#wish.isos) ? problem : null,
      isos: this.#isos.recorded,
      program: this.#program.isOpen,
      bytesPerSecond: this.#rate.perSecond,
      freeBytes: this.#free,
    };
  }

  /** Completes every file. Safe twice. */
  async close(reason: 'stopped' | 'failed'): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#endAll(reason);
    const { journal } = this.#files;
    journal.add({ type: 'over', frame: this.#files.frameAt(this.#lastMs) + 1 });
    await journal.flush();
  }

  async #endAll(reason: EndReason): Promise<void> {
    await this.#isos.endAll(reason);
    await this.#program.end(reason);
  }

  async #look(): Promise<void> {
    const { folder, freeBytes = freeIn, now } = this.#options;
    this.#free = await freeBytes(folder).catch(() => null);
    this.#files.room.look(this.#free, now());
  }
}

/** Files whose recorder was killed: what is whole of them stays, and the journal says how much that is. */
async function salvageAll({ folder, frameRate, log }: RecordingOptions, journal: Journal): Promise<void> {
  for (const { file, startFrame } of unfinished(journal.entries)) {
    try {
      const found = await salvage(join(folder, file));
      const endFrame = startFrame + Math.round(found.seconds * frameRate) + (file.endsWith('.mkv') ? 1 : 0);
      journal.add({ type: 'end', file, endFrame, bytes: found.bytes, reason: 'crashed' });
      log.warn({ file, bytes: found.bytes }, 'recording of a killed recorder completed');
    } catch (err) {
      log.error({ err, file }, 'recording of a killed recorder cannot be read');
      journal.add({ type: 'end', file, endFrame: startFrame, bytes: 0, reason: 'crashed' });
    }
  }
}

async function freeIn(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
