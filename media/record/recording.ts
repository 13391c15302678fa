/**
 * One broadcast's recordings, as the recorder process makes them: coded media goes in, files and a journal come out.
 * Everything is done in order; whoever calls waits for one call before the next.
 */
import { mkdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { RecordingStatus, RecordingWish } from '../core/program-link.ts';
import { DiskRoom } from './disk-room.ts';
import { fileBase, PROGRAM_FILE, partFile, readPartFile } from './file-name.ts';
import { lengthPrefixed } from './h264-units.ts';
import { IsoFile } from './iso-file.ts';
import { type EndReason, Journal, timecode, unfinished } from './journal.ts';
import type { RecorderEntry, RecorderStart } from './messages.ts';
import { moveEarlier, timescalesOf } from './mp4-time.ts';
import { type OpenFile, openNew, PartFile } from './part-file.ts';
import { salvage } from './salvage.ts';

/** Browsers send key frames only when asked; for cutting and searching there is one in so many ms. */
const KEY_FRAME_EVERY_MS = 10_000;
/** The first key frame is asked for this often, ms. */
const KEY_FRAME_PATIENCE_MS = 1_000;
/** Sound waits this long for a picture before it is recorded alone, ms. */
const PICTURE_PATIENCE_MS = 3_000;
/** How many files one contributor may have. */
const MAX_PARTS = 9_999;

export interface RecordingOptions extends RecorderStart {
  onKeyFrameWanted(contributorId: string): void;
  log: Logger;
  /** Steady ms. */
  now(): number;
  /** For tests. Default: a new file. */
  openFile?: OpenFile;
  /** For tests. Default: what the file system says. */
  freeBytes?: (folder: string) => Promise<number>;
}

type Picture = Extract<RecorderEntry, { type: 'picture' }>;
type Sound = Extract<RecorderEntry, { type: 'sound' }>;

interface Contributor {
  name: string;
  video: 'vp8' | 'h264' | null;
  audio: boolean;
  /** What waits for a file. */
  waiting: (Picture | Sound)[];
  open: OpenIso | null;
  keyAt: number;
  askedAt: number;
}

interface OpenIso {
  name: string;
  file: IsoFile;
  /** Of its time 0, ms since the programme's start. */
  baseMs: number;
}

interface OpenProgram {
  name: string;
  file: PartFile;
  baseMs: number;
  endMs: number;
}

export class Recording {
  readonly #options: RecordingOptions;
  readonly #journal: Journal;
  readonly #room: DiskRoom;
  readonly #contributors = new Map<string, Contributor>();
  /** Frames of the programme before this life. */
  readonly #offset: number;
  /** Wall clock of frame 0, ms since the epoch. */
  readonly #origin: number;
  #wish: RecordingWish = { program: false, isos: false };
  #init: { bytes: Uint8Array; timescales: Map<number, number> } | null = null;
  #program: OpenProgram | null = null;
  #since: number | null = null;
  #lastMs = 0;
  #written = 0;
  #rate = { bytes: 0, at: 0, perSecond: 0 };
  #free: number | null = null;
  #closed = false;

  private constructor(options: RecordingOptions, journal: Journal) {
    this.#options = options;
    this.#journal = journal;
    this.#room = new DiskRoom(options.reserveBytes);
    const { startedAt, frameRate, title, width, height } = options;
    const head = journal.entries.find((entry) => entry.type === 'programme');
    this.#origin = head?.startedAt ?? startedAt;
    const known = journal.entries.flatMap((entry) => {
      if (entry.type === 'end') return entry.endFrame;
      return 'frame' in entry ? entry.frame + 1 : [];
    });
    const elapsed = Math.round(((startedAt - this.#origin) * frameRate) / 1000);
    const life = journal.entries.findLast((entry) => entry.type === 'life' && entry.startedAt === startedAt);
    // Frames never come twice, not even where somebody set the clock back between two lives.
    this.#offset = life?.type === 'life' ? life.frame : head ? Math.max(elapsed, ...known) : 0;
    if (!head) journal.add({ type: 'programme', version: 1, title, startedAt, frameRate, width, height });
    if (!life) journal.add({ type: 'life', frame: this.#offset, startedAt });
    this.#rate.at = options.now();
  }

  /** @throws the file system's error where the folder cannot be made or its journal not be read */
  static async open(options: RecordingOptions): Promise<Recording> {
    await mkdir(options.folder, { recursive: true });
    const journal = await Journal.open(options.folder);
    await salvageAll(options, journal);
    const recording = new Recording(options, journal);
    await recording.#look();
    await recording.#journal.flush();
    return recording;
  }

  async take(entry: RecorderEntry): Promise<void> {
    switch (entry.type) {
      case 'tracks':
        await this.#bind(entry);
        return;
      case 'picture':
      case 'sound':
        this.#lastMs = Math.max(this.#lastMs, entry.ms);
        await this.#takeIso(entry);
        return;
      case 'init':
        await this.#endProgram('tracks');
        this.#init = { bytes: entry.data, timescales: timescalesOf(Buffer.from(entry.data)) };
        return;
      case 'part':
        this.#lastMs = Math.max(this.#lastMs, entry.ms + entry.durationMs);
        await this.#takePart(entry);
        return;
      case 'take':
        this.#journal.add({
          type: 'take',
          frame: this.#offset + entry.tick,
          source: entry.source,
          transition: entry.transition,
          ...(entry.beside && { beside: entry.beside }),
          titles: entry.titles,
        });
        return;
      case 'wish':
        this.#wish = entry.wish;
        if (!entry.wish.isos) await this.#endIsos('stopped');
        if (!entry.wish.program) await this.#endProgram('stopped');
        return;
      case 'lost':
        this.#options.log.error('the disk did not keep up: recordings go on in new files');
        this.#room.tooSlow(this.#options.now());
        await this.#endIsos('tooSlow');
        await this.#endProgram('tooSlow');
        return;
      default:
        entry satisfies never;
    }
  }

  /** To be called about once a second: looks at the disk and writes what waits in memory. */
  async settle(): Promise<void> {
    await this.#look();
    if (!this.#room.isos) await this.#endIsos(this.#pause());
    if (!this.#room.program) await this.#endProgram(this.#pause());
    for (const [id, { open }] of this.#contributors) if (open) await this.#tryIso(id, () => open.file.flush());
    await this.#journal.flush();
  }

  get status(): RecordingStatus {
    const now = this.#options.now();
    const isos = [...this.#contributors].flatMap(([id, { open }]) => (open ? [id] : []));
    const problem = this.#room.problem(now);
    const elapsed = now - this.#rate.at;
    if (elapsed >= 2_000) {
      this.#rate = {
        bytes: this.#written,
        at: now,
        perSecond: Math.round(((this.#written - this.#rate.bytes) * 1000) / elapsed),
      };
    }
    const wished = this.#wish.program || this.#wish.isos;
    return {
      since: this.#since,
      problem: wished && (problem !== 'isosPaused' || this.#wish.isos) ? problem : null,
      isos,
      program: this.#program !== null,
      bytesPerSecond: this.#rate.perSecond,
      freeBytes: this.#free,
    };
  }

  /** Completes every file. Safe twice. */
  async close(reason: 'stopped' | 'failed'): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#endIsos(reason);
    await this.#endProgram(reason);
    this.#journal.add({ type: 'over', frame: this.#frameAt(this.#lastMs) + 1 });
    await this.#journal.flush();
  }

  async #look(): Promise<void> {
    const { folder, freeBytes = freeIn, now } = this.#options;
    this.#free = await freeBytes(folder).catch(() => null);
    this.#room.look(this.#free, now());
  }

  #pause(): EndReason {
    return this.#room.problem(this.#options.now()) ?? 'diskLow';
  }

  /** The programme's frame at that time of this life. */
  #frameAt(ms: number): number {
    // A picture at a tick's very time belongs to it, whatever binary fractions say.
    return this.#offset + Math.floor((ms * this.#options.frameRate) / 1000 + 1e-6);
  }

  #baseMs(frame: number): number {
    return ((frame - this.#offset) * 1000) / this.#options.frameRate;
  }

  // --- contributors ---

  async #bind({ contributorId, name, video, audio }: Extract<RecorderEntry, { type: 'tracks' }>): Promise<void> {
    await this.#endIso(contributorId, video || audio ? 'tracks' : 'left');
    if (!video && !audio) {
      this.#contributors.delete(contributorId);
      return;
    }
    const fresh = { waiting: [], open: null, keyAt: Number.NEGATIVE_INFINITY, askedAt: Number.NEGATIVE_INFINITY };
    this.#contributors.set(contributorId, { name, video, audio, ...fresh });
  }

  async #takeIso(entry: Picture | Sound): Promise<void> {
    const id = entry.contributorId;
    const contributor = this.#contributors.get(id);
    if (!contributor || !this.#wish.isos || !this.#room.isos) {
      if (contributor) contributor.waiting = [];
      return;
    }
    this.#askForKeyFrame(id, contributor, entry);
    const { open } = contributor;
    // A picture that came late to a file for sound alone needs a file with both.
    if (open && entry.type === 'picture' && !open.file.video) {
      if (!entry.key) return;
      await this.#endIso(id, 'tracks');
    }
    if (!contributor.open) {
      // The file begins with a key frame; what was before is of no use to anyone.
      if (entry.type === 'picture' && !entry.key) return;
      contributor.waiting.push(entry);
      await this.#begin(id, contributor, entry);
      return;
    }
    await this.#write(id, contributor.open, contributor, entry);
  }

  #askForKeyFrame(id: string, contributor: Contributor, entry: Picture | Sound): void {
    // A camera that is off answers no request: sound alone does not ask.
    if (!contributor.video || (entry.type === 'sound' && contributor.open)) return;
    if (entry.type === 'picture' && entry.key) contributor.keyAt = entry.ms;
    const wait = contributor.open?.file.video ? KEY_FRAME_EVERY_MS : 0;
    if (entry.ms - contributor.keyAt < wait || entry.ms - contributor.askedAt < KEY_FRAME_PATIENCE_MS) return;
    if (entry.ms === contributor.keyAt) return;
    contributor.askedAt = entry.ms;
    this.#options.onKeyFrameWanted(id);
  }

  async #begin(id: string, contributor: Contributor, last: Picture | Sound): Promise<void> {
    const { waiting, video, audio, name } = contributor;
    const [first] = waiting;
    if (!first) return;
    const key = waiting.find((entry) => entry.type === 'picture');
    if (video && !key && last.ms - first.ms < PICTURE_PATIENCE_MS) return;
    contributor.waiting = [];
    const startFrame = this.#frameAt(Math.min(...waiting.map(({ ms }) => ms)));
    const baseMs = this.#baseMs(startFrame);
    const picture =
      key && video ? { codec: video, width: key.width, height: key.height, keyFrame: Buffer.from(key.data) } : null;
    await this.#tryIso(id, async () => {
      const { file, path } = await this.#create(this.#baseOf(id, name), 'mkv');
      const { frameRate } = this.#options;
      const { width, height } = picture ?? { width: 0, height: 0 };
      contributor.open = {
        name: path,
        baseMs,
        file: await IsoFile.begin(file, {
          startedAt: this.#origin + (startFrame * 1000) / frameRate,
          title: name,
          tags: {
            TIMECODE: timecode(this.#origin, startFrame, frameRate),
            PROGRAMME_FRAME: String(startFrame),
            PROGRAMME_FRAME_RATE: String(frameRate),
          },
          video: picture,
          audio,
        }),
      };
      this.#journal.add({
        type: 'file',
        file: path,
        contributorId: id,
        name,
        startFrame,
        video: picture?.codec ?? null,
        audio,
        width,
        height,
        pid: process.pid,
      });
      this.#began(path);
    });
    for (const entry of waiting) {
      if (contributor.open) await this.#write(id, contributor.open, contributor, entry);
    }
  }

  async #write(id: string, open: OpenIso, contributor: Contributor, entry: Picture | Sound): Promise<void> {
    const bytes = Buffer.from(entry.data.buffer, entry.data.byteOffset, entry.data.byteLength);
    const picture = entry.type === 'picture';
    if (picture ? !open.file.video : !contributor.audio) return;
    const data = picture && contributor.video === 'h264' ? lengthPrefixed(bytes) : bytes;
    const ms = Math.max(0, Math.round(entry.ms - open.baseMs));
    const block = { kind: picture ? 'video' : 'audio', ms, key: picture ? entry.key : true, data } as const;
    await this.#tryIso(id, () => open.file.add(block));
    this.#written += data.length;
  }

  /** A file that cannot be written ends; the picture has nothing to do with it. */
  async #tryIso(id: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (err) {
      const reason = this.#room.failed('iso', err, this.#options.now());
      this.#options.log.error({ err, contributorId: id, reason }, 'contributor not recorded any more');
      const contributor = this.#contributors.get(id);
      const open = contributor?.open;
      if (!contributor || !open) return;
      contributor.open = null;
      await open.file.abandon().catch(() => undefined);
      this.#ended(open, reason);
    }
  }

  async #endIsos(reason: EndReason): Promise<void> {
    for (const [id, contributor] of this.#contributors) {
      contributor.waiting = [];
      await this.#endIso(id, reason);
    }
  }

  async #endIso(id: string, reason: EndReason): Promise<void> {
    const contributor = this.#contributors.get(id);
    const open = contributor?.open;
    if (!contributor || !open) return;
    contributor.open = null;
    try {
      await open.file.finish();
    } catch (err) {
      this.#options.log.error({ err, file: open.name }, 'recording without an index');
    }
    this.#ended(open, reason);
  }

  #ended({ name, file, baseMs }: OpenIso, reason: EndReason): void {
    this.#end(name, this.#frameAt(baseMs + file.endMs) + 1, file.length, reason);
  }

  // --- programme ---

  async #takePart({ ms, durationMs, startsSegment, data }: Extract<RecorderEntry, { type: 'part' }>): Promise<void> {
    if (!this.#init || !this.#wish.program || !this.#room.program) return;
    try {
      if (!this.#program) {
        if (!startsSegment) return;
        await this.#beginProgram(ms, this.#init.bytes);
      }
      const open = this.#program;
      if (!open) return;
      await open.file.append(moveEarlier(data, this.#init.timescales, open.baseMs / 1000));
      open.endMs = ms + durationMs;
      this.#written += data.length;
    } catch (err) {
      const reason = this.#room.failed('program', err, this.#options.now());
      this.#options.log.error({ err, reason }, 'programme not recorded any more');
      await this.#endProgram(reason);
    }
  }

  async #beginProgram(ms: number, init: Uint8Array): Promise<void> {
    const { width, height, frameRate } = this.#options;
    // Parts are told in whole milliseconds; they begin at a frame.
    const startFrame = this.#offset + Math.round((ms * frameRate) / 1000);
    const baseMs = this.#baseMs(startFrame);
    const { file, path } = await this.#create(PROGRAM_FILE, 'mp4');
    this.#program = { name: path, file, baseMs, endMs: baseMs };
    this.#journal.add({
      type: 'file',
      file: path,
      contributorId: null,
      name: this.#options.title,
      startFrame,
      video: 'h264',
      audio: true,
      width,
      height,
      pid: process.pid,
    });
    await file.append(init);
    this.#began(path);
  }

  async #endProgram(reason: EndReason): Promise<void> {
    const open = this.#program;
    if (!open) return;
    this.#program = null;
    await open.file.close().catch((err) => this.#options.log.error({ err, file: open.name }, 'while closing'));
    const endFrame = this.#offset + Math.round((open.endMs * this.#options.frameRate) / 1000);
    this.#end(open.name, endFrame, open.file.length, reason);
  }

  // --- files ---

  #baseOf(contributorId: string, name: string): string {
    const taken = new Set<string>();
    for (const entry of this.#journal.entries) {
      if (entry.type !== 'file') continue;
      const base = readPartFile(entry.file)?.base ?? '';
      if (entry.contributorId === contributorId) return base;
      taken.add(base);
    }
    return fileBase(name, contributorId, taken);
  }

  /** A new file, with the next number that is free. */
  async #create(base: string, extension: 'mkv' | 'mp4'): Promise<{ file: PartFile; path: string }> {
    const parts = this.#journal.entries.flatMap((entry) => {
      const read = entry.type === 'file' ? readPartFile(entry.file) : null;
      return read?.base === base ? [read.part] : [];
    });
    for (let part = Math.max(0, ...parts) + 1; part <= MAX_PARTS; part += 1) {
      const path = partFile(base, part, extension);
      try {
        const { folder, openFile = openNew } = this.#options;
        return { file: await PartFile.create(join(folder, path), openFile), path };
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      }
    }
    throw new RangeError(`more than ${MAX_PARTS} files of ${base}`);
  }

  #began(file: string): void {
    this.#since ??= Date.now();
    this.#options.log.info({ file }, 'recording');
  }

  #end(file: string, endFrame: number, bytes: number, reason: EndReason): void {
    this.#journal.add({ type: 'end', file, endFrame, bytes, reason });
    this.#options.log.info({ file, bytes, reason }, 'recorded');
    const open = this.#program !== null || [...this.#contributors.values()].some((each) => each.open !== null);
    if (!open) this.#since = null;
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
