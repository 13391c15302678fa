/**
 * Which media sequence numbers viewers got while the index could not be written. They are kept in a small file whose block
 * is there before the disk is full: it is only ever overwritten in place, and so takes what a full disk still takes.
 */
import { type FileHandle, open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { z } from 'zod';
import { parseMediaName } from './names.ts';
import type { Timeline } from './timeline.ts';
import type { TimelineEvent } from './timeline-event.ts';

const NUMBERS = 'numbers.json';
/** One sector: a disk writes it as a whole or not at all. */
const BYTES = 512;
/** Runs that fit into it. */
const MAX_RUNS = 8;

const Count = z.number().int().nonnegative();

const Numbers = z.object({
  /** Discontinuities since the broadcast began. */
  discontinuities: Count,
  /** Processes that gave out numbers of which the index may know nothing: the mark in their names, and which numbers. */
  runs: z.array(z.object({ run: z.string().regex(/^[a-z0-9]+$/), first: Count, last: Count })),
});

/** What earlier runs gave out, whatever their index says. */
export interface GivenOut {
  /** 0: nothing. */
  highest: number;
  discontinuities: number;
  /** Name under which viewers had a segment, where that is known. */
  nameOf(msn: number): string | undefined;
}

export class GivenNumbers {
  private readonly folder: string;
  private readonly log: Logger;
  private numbers: z.infer<typeof Numbers> = { discontinuities: 0, runs: [] };
  private file: FileHandle | null = null;

  constructor(folder: string, log: Logger) {
    this.folder = folder;
    this.log = log;
  }

  /** Reads what earlier runs left, in their note and in the names of their files, and takes the place for its own. */
  async open(): Promise<GivenOut> {
    const known = await readNumbers(join(this.folder, NUMBERS));
    const names = await segmentNames(this.folder);
    const { runs, discontinuities } = known ?? this.numbers;
    this.numbers = { runs: [...runs], discontinuities };
    try {
      this.file = await open(join(this.folder, NUMBERS), known ? 'r+' : 'w');
      if (!known) await this.write();
    } catch (error) {
      this.log.warn({ err: error }, 'no place for segment numbers on disk');
    }
    return {
      highest: [...names.keys(), ...runs.map(({ last }) => last)].reduce((a, b) => Math.max(a, b), 0),
      discontinuities,
      nameOf(msn) {
        const run = runs.find(({ first, last }) => msn >= first && msn <= last)?.run;
        return names.get(msn) ?? (run && `s${msn}-${run}.m4s`);
      },
    };
  }

  /**
   * Keeps which numbers this run has given out once these events are told. Never rejects; resolves when the file has it, or
   * cannot take it.
   */
  async keep(timeline: Timeline, events: readonly TimelineEvent[]): Promise<void> {
    const { numbers } = this;
    const { run, lastCompleteMsn, open } = timeline;
    const opening = events.flatMap((event) => (event.type === 'part' && event.opens ? [event] : []));
    const msn = opening.at(-1)?.msn ?? open?.msn ?? lastCompleteMsn;
    const more = opening.filter(({ opens }) => opens?.discontinuity).length;
    const discontinuities = timeline.discontinuities + more;
    const own = numbers.runs.find((one) => one.run === run);
    if (own && own.last >= msn && numbers.discontinuities === discontinuities) return;
    numbers.discontinuities = discontinuities;
    if (own) own.last = Math.max(own.last, msn);
    else numbers.runs = [...numbers.runs, { run, first: msn, last: msn }].slice(-MAX_RUNS);
    try {
      await this.write();
    } catch (error) {
      this.log.debug({ err: error, msn }, 'could not keep a segment number');
    }
  }

  /** The index has them all again. */
  settle(): void {
    this.numbers.runs = [];
  }

  /** Safe twice. */
  async close(): Promise<void> {
    const { file } = this;
    this.file = null;
    await file?.close();
  }

  private async write(): Promise<void> {
    const text = Buffer.alloc(BYTES, ' ');
    text.write(JSON.stringify(this.numbers));
    await this.file?.write(text, 0, BYTES, 0);
    // For a loss of power; nobody waits for it.
    this.file?.datasync().catch((error: unknown) => this.log.debug({ err: error }, 'could not flush segment numbers'));
  }
}

async function readNumbers(path: string): Promise<z.infer<typeof Numbers> | null> {
  try {
    return Numbers.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    // There is none, or none that was written whole: the files' names still say something.
    return null;
  }
}

/** The segments of which there is a file, or a thumbnail, by their numbers. */
async function segmentNames(folder: string): Promise<Map<number, string>> {
  const names = new Map<number, string>();
  for (const file of await readdir(folder).catch(() => [])) {
    const name = parseMediaName(file.replace(/^t(.+)\.jpg$/, 's$1.m4s'));
    if (name?.type === 'segment') names.set(name.msn, name.name);
  }
  return names;
}
