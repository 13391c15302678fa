/**
 * Brings captions to media, which makes renditions of them. Media says the newest revision that it has; everything above
 * is sent, in order. So nothing is lost by a restart of either side, and nothing is sent twice for long.
 */
import type { Database } from '@antenne/prisma';
import { MOST_CAPTIONS_AT_ONCE, type PublicCaption } from '../contract/index.ts';
import { Coalescer } from '../platform/coalesce.ts';
import type { Log } from '../platform/logging.ts';
import { captionFacts, captionsAfter, listCaptionedIds } from './store.ts';

export interface CaptionBatch {
  broadcastId: string;
  slug: string;
  languages: string[];
  captions: PublicCaption[];
}

/** @returns the newest revision that media has; null: nothing of this broadcast is there; undefined: no answer. */
export type PutCaptions = (batch: CaptionBatch) => Promise<number | null | undefined>;

export class CaptionDelivery {
  readonly #database: Database;
  readonly #put: PutCaptions;
  readonly #sending: Coalescer;
  /** By broadcast: the newest revision that media has. Nothing of it outlives the link. */
  readonly #has = new Map<string, number>();

  constructor(database: Database, put: PutCaptions, log: Log) {
    this.#database = database;
    this.#put = put;
    this.#sending = new Coalescer((broadcastId) => this.#send(broadcastId), log);
  }

  /** Something is new. @returns when media has it, or does not answer. */
  mark(broadcastId: string): Promise<void> {
    return this.#sending.mark(broadcastId);
  }

  /** A media node is there, and may lack anything. */
  async greeted(): Promise<void> {
    this.#has.clear();
    for (const id of await listCaptionedIds(this.#database.client)) await this.mark(id);
  }

  /** Safe twice. */
  close(): Promise<void> {
    return this.#sending.close();
  }

  async #send(broadcastId: string): Promise<void> {
    const { client } = this.#database;
    const facts = await captionFacts(client, broadcastId);
    if (!facts) return;
    const { slug, captionLanguages: languages } = facts;
    // Whatever is not known is asked for by an empty message.
    let has = this.#has.get(broadcastId);
    do {
      const captions = has === undefined ? [] : await captionsAfter(client, broadcastId, has, MOST_CAPTIONS_AT_ONCE);
      const now = await this.#put({ broadcastId, slug, languages, captions });
      const isStuck = captions.length > 0 && now !== null && now !== undefined && now <= (has ?? -1);
      if (now === null || now === undefined || isStuck) {
        this.#has.delete(broadcastId);
        return;
      }
      has = now;
      this.#has.set(broadcastId, now);
    } while (has < facts.captionRev);
  }
}
