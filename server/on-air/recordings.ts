/** Recordings from the control room: what is wished, what media says is recorded, and the way to the files. */
import type { Database } from '@antenne/prisma';
import type { Actor } from '../accounts/access.ts';
import type { StoredBroadcast } from '../broadcasts/store.ts';
import {
  type MediaReport,
  type RecordingKey,
  type RecordingState,
  type RecordingStatus,
  type RecordingWish,
  recordingKeyText,
} from '../contract/index.ts';
import type { Changes } from '../platform/changes.ts';
import { Refusal } from '../platform/failure.ts';
import { signedQuery } from '../platform/signed-address.ts';
import { loadWish, saveWish } from './recording-store.ts';

/** How long a key opens the recordings, ms. A download that has begun goes on. */
const KEY_MS = 15 * 60_000;

export interface RecordingsParts {
  database: Database;
  changes: Changes;
  /** How browsers reach media, without a trailing slash. */
  mediaPublicUrl: string;
  /** What server and media share. */
  secret: string;
  /** Tells the control pages. */
  tell(broadcastId: string, status: RecordingStatus | null): void;
  /** Has media delete. @returns whether it did. */
  remove(broadcastId: string, slug: string, file: string | null): Promise<boolean>;
}

export class Recordings {
  readonly #parts: RecordingsParts;
  /** Nothing of it outlives the link: media says it again on every connection. */
  readonly #status = new Map<string, RecordingStatus>();

  constructor(parts: RecordingsParts) {
    this.#parts = parts;
  }

  async state(broadcastId: string): Promise<RecordingState> {
    const wish = await loadWish(this.#parts.database.client, broadcastId);
    return { wish, status: this.status(broadcastId) };
  }

  status(broadcastId: string): RecordingStatus | null {
    return this.#status.get(broadcastId) ?? null;
  }

  take({ broadcastId, status }: Extract<MediaReport, { type: 'recording' }>): void {
    this.#status.set(broadcastId, status);
    this.#parts.tell(broadcastId, status);
  }

  /** The link to media is lost: what is recorded is unknown. */
  lost(broadcastIds: readonly string[]): void {
    for (const id of broadcastIds) if (this.#status.delete(id)) this.#parts.tell(id, null);
  }

  set(
    broadcastId: string,
    actor: Actor,
    changed: { [Key in keyof RecordingWish]?: RecordingWish[Key] | undefined },
  ): Promise<RecordingWish> {
    return this.#parts.changes.run(broadcastId, async (change) => {
      const before = await loadWish(change.tx, broadcastId);
      const wish = {
        on: changed.on ?? before.on,
        isos: changed.isos ?? before.isos,
        bestLayer: changed.bestLayer ?? before.bestLayer,
      };
      if (wish.on === before.on && wish.isos === before.isos && wish.bestLayer === before.bestLayer) return wish;
      await saveWish(change, wish);
      if (wish.on !== before.on) change.audit(actor, wish.on ? 'recording.start' : 'recording.stop');
      else change.audit(actor, 'recording.change');
      change.control({ type: 'recording', wish });
      change.touchMedia({ recording: wish });
      return wish;
    });
  }

  key({ slug }: StoredBroadcast, now = Date.now()): RecordingKey {
    const { mediaPublicUrl, secret } = this.#parts;
    const expires = Math.floor((now + KEY_MS) / 1000);
    const query = signedQuery(recordingKeyText(slug, expires), expires, secret);
    return {
      address: `${mediaPublicUrl}/recordings/${slug}/{file}?${query}`,
      expiresAt: new Date(expires * 1000).toISOString(),
    };
  }

  /** @throws Refusal `mediaUnavailable` without media, or where the file is being written */
  async remove({ id, slug }: StoredBroadcast, actor: Actor, file: string | null): Promise<void> {
    // Deleted first: a line in the log says what was done, not what was tried.
    if (!(await this.#parts.remove(id, slug, file))) {
      throw new Refusal('mediaUnavailable', 'media did not delete it: it is being written, or media is away');
    }
    await this.#parts.changes.run(id, async (change) => change.audit(actor, 'recording.delete', file ?? undefined));
  }
}
