import type { Logger } from 'pino';
import { lengthPrefixed } from './h264-units.ts';
import { IsoFile } from './iso-file.ts';
import { type EndReason, timecode } from './journal.ts';
import type { RecorderEntry } from './messages.ts';
import type { RecordingFiles } from './recording-files.ts';

/** Browsers send key frames only when asked; for cutting and searching there is one in so many ms. */
const KEY_FRAME_EVERY_MS = 10_000;
/** The first key frame is asked for this often, ms. */
const KEY_FRAME_PATIENCE_MS = 1_000;
/** Sound waits this long for a picture before it is recorded alone, ms. */
const PICTURE_PATIENCE_MS = 3_000;

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

export interface IsoRecorderOptions {
  files: RecordingFiles;
  frameRate: number;
  onKeyFrameWanted(contributorId: string): void;
  log: Logger;
  /** Steady ms. */
  now(): number;
}

/** The contributors' own files: what each of them sends, without transcoding. A file with pictures begins with a key frame. */
export class IsoRecorder {
  readonly #options: IsoRecorderOptions;
  readonly #files: RecordingFiles;
  readonly #contributors = new Map<string, Contributor>();

  constructor(options: IsoRecorderOptions) {
    this.#options = options;
    this.#files = options.files;
  }

  /** Who is being recorded. */
  get recorded(): string[] {
    return [...this.#contributors].flatMap(([id, { open }]) => (open ? [id] : []));
  }

  /** What a contributor sends from now on: their file ends, another begins. */
  async bind({ contributorId, name, video, audio }: Extract<RecorderEntry, { type: 'tracks' }>): Promise<void> {
    await this.#end(contributorId, video || audio ? 'tracks' : 'left');
    if (!video && !audio) {
      this.#contributors.delete(contributorId);
      return;
    }
    const fresh = { waiting: [], open: null, keyAt: Number.NEGATIVE_INFINITY, askedAt: Number.NEGATIVE_INFINITY };
    this.#contributors.set(contributorId, { name, video, audio, ...fresh });
  }

  async take(entry: Picture | Sound): Promise<void> {
    const id = entry.contributorId;
    const contributor = this.#contributors.get(id);
    if (!contributor) return;
    this.#askForKeyFrame(id, contributor, entry);
    const { open } = contributor;
    // A picture that came late to a file for sound alone needs a file with both.
    if (open && entry.type === 'picture' && !open.file.video) {
      if (!entry.key) return;
      await this.#end(id, 'tracks');
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

  /** Nothing of this contributor is to be recorded now: what waited for a file is not either. */
  skip(contributorId: string): void {
    const contributor = this.#contributors.get(contributorId);
    if (contributor) contributor.waiting = [];
  }

  /** Writes what waits in memory. */
  async flush(): Promise<void> {
    for (const [id, { open }] of this.#contributors) if (open) await this.#try(id, () => open.file.flush());
  }

  /** Completes every file. */
  async endAll(reason: EndReason): Promise<void> {
    for (const [id, contributor] of this.#contributors) {
      contributor.waiting = [];
      await this.#end(id, reason);
    }
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
    const startFrame = this.#files.frameAt(Math.min(...waiting.map(({ ms }) => ms)));
    const baseMs = this.#files.baseMs(startFrame);
    const picture =
      key && video ? { codec: video, width: key.width, height: key.height, keyFrame: Buffer.from(key.data) } : null;
    await this.#try(id, async () => {
      const { file, path } = await this.#files.create(this.#files.baseOf(id, name), 'mkv');
      const { frameRate } = this.#options;
      const { width, height } = picture ?? { width: 0, height: 0 };
      contributor.open = {
        name: path,
        baseMs,
        file: await IsoFile.begin(file, {
          startedAt: this.#files.wallClock(startFrame),
          title: name,
          tags: {
            TIMECODE: timecode(this.#files.origin, startFrame, frameRate),
            PROGRAMME_FRAME: String(startFrame),
            PROGRAMME_FRAME_RATE: String(frameRate),
          },
          video: picture,
          audio,
        }),
      };
      this.#files.began({
        file: path,
        contributorId: id,
        name,
        startFrame,
        video: picture?.codec ?? null,
        audio,
        width,
        height,
      });
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
    await this.#try(id, () => open.file.add(block));
    this.#files.wrote(data.length);
  }

  /** A file that cannot be written ends; the picture has nothing to do with it. */
  async #try(id: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (err) {
      const reason = this.#files.room.failed('iso', err, this.#options.now());
      this.#options.log.error({ err, contributorId: id, reason }, 'contributor not recorded any more');
      const contributor = this.#contributors.get(id);
      const open = contributor?.open;
      if (!contributor || !open) return;
      contributor.open = null;
      await open.file.abandon().catch(() => undefined);
      this.#ended(open, reason);
    }
  }

  async #end(id: string, reason: EndReason): Promise<void> {
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
    this.#files.ended(name, this.#files.frameAt(baseMs + file.endMs) + 1, file.length, reason);
  }
}
