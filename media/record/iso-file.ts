import {
  type Block,
  type CuePoint,
  type FileFacts,
  type Head,
  type TrackKind,
  writeCluster,
  writeEnd,
  writeHead,
} from './matroska.ts';
import type { PartFile } from './part-file.ts';

/** A crash costs at most this much, ms. */
const CLUSTER_MS = 1_000;
/** An index entry for sound alone, ms. */
const SOUND_CUE_MS = 5_000;
/** Of a packet of sound, for the file's length, ms. */
const SOUND_MS = 20;

/** One Matroska file in the making. Owns its file. */
export class IsoFile {
  readonly video: boolean;
  readonly #file: PartFile;
  readonly #head: Head;
  readonly #cues: CuePoint[] = [];
  #blocks: Block[] = [];
  #endMs = 0;

  private constructor(file: PartFile, head: Head, video: boolean) {
    this.#file = file;
    this.#head = head;
    this.video = video;
  }

  /** Takes the file over. @throws the file system's error */
  static async begin(file: PartFile, facts: FileFacts): Promise<IsoFile> {
    const head = writeHead(facts);
    await file.append(head.bytes);
    return new IsoFile(file, head, facts.video !== null);
  }

  get length(): number {
    return this.#file.length;
  }

  /** The end of what is written, ms from its time 0. */
  get endMs(): number {
    return this.#endMs;
  }

  /** @throws the file system's error; what was written before stays whole */
  async add(block: Block): Promise<void> {
    const [first] = this.#blocks;
    // Players can begin at a cluster: a key frame is the best place for one.
    if (first && (block.ms - first.ms >= CLUSTER_MS || (block.kind === 'video' && block.key))) await this.flush();
    this.#blocks.push(block);
  }

  /** Writes what waits. */
  async flush(): Promise<void> {
    const blocks = this.#blocks;
    if (blocks.length === 0) return;
    this.#blocks = [];
    const position = this.#file.length - this.#head.segmentAt;
    await this.#file.append(writeCluster(blocks));
    const kind: TrackKind = this.video ? 'video' : 'audio';
    const key = blocks.find((block) => block.kind === kind && block.key);
    const last = this.#cues.at(-1);
    if (key && (this.video || !last || key.ms - last.ms >= SOUND_CUE_MS)) {
      this.#cues.push({ ms: key.ms, kind, position });
    }
    for (const { kind: each, ms } of blocks) this.#endMs = Math.max(this.#endMs, each === 'audio' ? ms + SOUND_MS : ms);
  }

  /** Completes the file with its index and its length. @throws the file system's error; the file plays nevertheless */
  async finish(): Promise<void> {
    try {
      await this.flush();
      const { cues, patches } = writeEnd(this.#head, this.#file.length, this.#cues, this.#endMs);
      await this.#file.append(cues);
      for (const { at, bytes } of patches) await this.#file.patch(at, bytes);
    } finally {
      await this.#file.close();
    }
  }

  /** Leaves the file as it is, without an index. */
  abandon(): Promise<void> {
    return this.#file.close();
  }
}
