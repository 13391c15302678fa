/**
 * What a broadcast's recordings are, and when the programme showed whom: `journal.jsonl` in their folder, one entry a line,
 * appended and never changed; `recording.json` says the same for people and programs.
 *
 * All positions are frames of the programme: 0 is its first frame, and they go on over restarts of the programme process.
 */
import { readFileSync } from 'node:fs';
import { appendFile, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

export const JOURNAL = 'journal.jsonl';
export const MANIFEST = 'recording.json';

const Frame = z.number().int();
const Slot = z.looseObject({
  type: z.string(),
  contributorId: z.string().optional(),
  assetId: z.string().optional(),
});
const Source = Slot.extend({
  /** Of a scene. */
  slots: z.array(Slot).optional(),
  /** The same in older journals, where only people stood in scenes. */
  contributorIds: z.array(z.string()).optional(),
});
const Transition = z.discriminatedUnion('type', [
  z.object({ type: z.literal('cut') }),
  z.object({ type: z.enum(['mix', 'wipe', 'dip']), frames: z.number().int().positive() }),
]);

const RecordedFile = z.object({
  file: z.string(),
  /** Whose; null for the programme. */
  contributorId: z.string().nullable(),
  name: z.string(),
  /** The file's time 0. */
  startFrame: Frame,
  video: z.enum(['vp8', 'h264']).nullable(),
  audio: z.boolean(),
  width: z.number().int(),
  height: z.number().int(),
});

const EndReason = z.enum([
  'stopped',
  'left',
  'tracks',
  'isosPaused',
  'diskLow',
  'diskFull',
  'tooSlow',
  'failed',
  'crashed',
]);
export type EndReason = z.infer<typeof EndReason>;

export const JournalEntry = z.discriminatedUnion('type', [
  /** First line. `startedAt`: wall clock of frame 0, ms since the epoch. */
  z.object({
    type: z.literal('programme'),
    version: z.literal(1),
    title: z.string(),
    startedAt: z.number(),
    frameRate: z.number().positive(),
    width: z.number().int(),
    height: z.number().int(),
  }),
  /** A life of the programme process begins at this frame. */
  z.object({ type: z.literal('life'), frame: Frame, startedAt: z.number() }),
  RecordedFile.extend({ type: z.literal('file'), pid: z.number().int() }),
  /** The file is complete; `endFrame` is the first that is no more in it. */
  z.object({ type: z.literal('end'), file: z.string(), endFrame: Frame, bytes: z.number().int(), reason: EndReason }),
  z.object({ type: z.literal('deleted'), file: z.string() }),
  z.object({
    type: z.literal('take'),
    frame: Frame,
    source: Source,
    transition: Transition,
    /** What else a hand at the fader holds in the picture from here on. */
    beside: Source.optional(),
    /** Of the clips and stills in it, by their id. */
    titles: z.record(z.string(), z.string()).optional(),
  }),
  /** The programme process ended, as it should; `frame` is the first that was not made. */
  z.object({ type: z.literal('over'), frame: Frame }),
]);
export type JournalEntry = z.infer<typeof JournalEntry>;

export type ManifestFile = z.infer<typeof RecordedFile> & {
  /** Null while it is being written. */
  endFrame: number | null;
  bytes: number | null;
  reason: EndReason | null;
  /** Wall clock of its time 0, ISO 8601, and the same as timecode (UTC, non-drop). */
  startedAt: string;
  timecode: string;
};

export type Take = Extract<JournalEntry, { type: 'take' }>;

export interface Manifest {
  version: 1;
  title: string;
  frameRate: number;
  width: number;
  height: number;
  /** Wall clock of frame 0, ISO 8601, and the same as timecode (UTC, non-drop). */
  startedAt: string;
  timecode: string;
  files: ManifestFile[];
  takes: Omit<Take, 'type'>[];
  /** First frames of the programme process's lives: each began with a gap before it. */
  lives: number[];
  /** The first frame after the last that is known of. */
  endFrame: number;
}

/** Time of day at a frame: `HH:MM:SS:FF`, UTC, counting every frame (non-drop). */
export function timecode(startedAt: number, frame: number, frameRate: number): string {
  const midnight = Math.floor(startedAt / 86_400_000) * 86_400_000;
  const rate = Math.round(frameRate);
  const whole = Math.round(((startedAt - midnight) * frameRate) / 1000) + frame;
  const day = 86_400 * rate;
  const at = ((whole % day) + day) % day;
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return [at / rate / 3600, (at / rate / 60) % 60, (at / rate) % 60, at % rate].map(two).join(':');
}

/** Null before the first line is there. */
export function manifestOf(entries: readonly JournalEntry[]): Manifest | null {
  const head = entries.find((entry) => entry.type === 'programme');
  if (!head) return null;
  const { title, frameRate, width, height, startedAt } = head;
  const files = new Map<string, ManifestFile>();
  const manifest: Manifest = {
    version: 1,
    title,
    frameRate,
    width,
    height,
    startedAt: new Date(startedAt).toISOString(),
    timecode: timecode(startedAt, 0, frameRate),
    files: [],
    takes: [],
    lives: [],
    endFrame: 0,
  };
  for (const entry of entries) {
    switch (entry.type) {
      case 'programme':
        break;
      case 'life':
        manifest.lives.push(entry.frame);
        manifest.endFrame = Math.max(manifest.endFrame, entry.frame);
        break;
      case 'file': {
        const { type: _, pid: __, ...file } = entry;
        const at = startedAt + (file.startFrame * 1000) / frameRate;
        files.set(file.file, {
          ...file,
          endFrame: null,
          bytes: null,
          reason: null,
          startedAt: new Date(at).toISOString(),
          timecode: timecode(startedAt, file.startFrame, frameRate),
        });
        break;
      }
      case 'end': {
        const file = files.get(entry.file);
        if (file) Object.assign(file, { endFrame: entry.endFrame, bytes: entry.bytes, reason: entry.reason });
        manifest.endFrame = Math.max(manifest.endFrame, entry.endFrame);
        break;
      }
      case 'deleted':
        files.delete(entry.file);
        break;
      case 'take': {
        const { type: _, ...take } = entry;
        // A line that was written twice because the first time failed half-way.
        if (manifest.takes.at(-1)?.frame === take.frame) manifest.takes.pop();
        manifest.takes.push(take);
        manifest.endFrame = Math.max(manifest.endFrame, take.frame);
        break;
      }
      case 'over':
        manifest.endFrame = Math.max(manifest.endFrame, entry.frame);
        break;
      default:
        entry satisfies never;
    }
  }
  manifest.files = [...files.values()];
  return manifest;
}

/** The entries that can be read; empty where there is no journal. A torn line is left out. */
export async function readJournal(folder: string): Promise<JournalEntry[]> {
  const text = await readFile(join(folder, JOURNAL), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return text.split('\n').flatMap((line) => parseLine(line));
}

function parseLine(line: string): JournalEntry[] {
  if (line === '') return [];
  try {
    const parsed = JournalEntry.safeParse(JSON.parse(line));
    return parsed.success ? [parsed.data] : [];
  } catch {
    return [];
  }
}

/** Files that have no end, and whose recorder is not there any more. */
export function unfinished(entries: readonly JournalEntry[]): { file: string; startFrame: number }[] {
  const done = new Set(
    entries.flatMap((entry) => (entry.type === 'end' || entry.type === 'deleted' ? [entry.file] : [])),
  );
  return entries.flatMap((entry) =>
    entry.type === 'file' && !done.has(entry.file) && !isAlive(entry.pid)
      ? [{ file: entry.file, startFrame: entry.startFrame }]
      : [],
  );
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isUnreaped(pid);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** It is over, and only its number is still there because nobody has reaped it. */
function isUnreaped(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return /^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}

/** Forgets every file: what is left is when the programme ran and whom it showed. */
export async function forgetFiles(folder: string): Promise<void> {
  const kept = (await readJournal(folder)).filter(({ type }) => ['programme', 'life', 'take', 'over'].includes(type));
  const path = join(folder, JOURNAL);
  await writeFile(`${path}.new`, kept.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  await rename(`${path}.new`, path);
}

/** Appends entries and brings `recording.json` up to date. What cannot be written waits for the next call. */
export class Journal {
  readonly #folder: string;
  readonly #entries: JournalEntry[];
  #unwritten: JournalEntry[] = [];
  #last: Promise<void> = Promise.resolve();
  #manifestStale = false;

  private constructor(folder: string, entries: JournalEntry[]) {
    this.#folder = folder;
    this.#entries = entries;
  }

  static async open(folder: string): Promise<Journal> {
    return new Journal(folder, await readJournal(folder));
  }

  get entries(): readonly JournalEntry[] {
    return this.#entries;
  }

  add(...entries: JournalEntry[]): void {
    this.#entries.push(...entries);
    this.#unwritten.push(...entries);
    this.#manifestStale = true;
  }

  /** Writes what waits; false when it could not, and it waits on. */
  flush(): Promise<boolean> {
    const done = this.#last.then(() => this.#write());
    this.#last = done.then(
      () => undefined,
      () => undefined,
    );
    return done.then(
      () => true,
      () => false,
    );
  }

  async #write(): Promise<void> {
    const fresh = this.#unwritten;
    if (fresh.length > 0) {
      // A line that was torn by a full disk ends with this one's first byte.
      await appendFile(join(this.#folder, JOURNAL), fresh.map((entry) => `\n${JSON.stringify(entry)}`).join(''));
      this.#unwritten = this.#unwritten.slice(fresh.length);
    }
    if (!this.#manifestStale) return;
    const path = join(this.#folder, MANIFEST);
    // As it is on disk: somebody may have deleted files meanwhile.
    const manifest = manifestOf(await readJournal(this.#folder));
    await writeFile(`${path}.new`, `${JSON.stringify(manifest, null, 2)}\n`);
    await rename(`${path}.new`, path);
    this.#manifestStale = false;
  }
}
