/** Captions as they are written along: kept first, then shown to viewers and sent to media. */
import type { Actor } from '../accounts/access.ts';
import type { LiveView } from '../broadcasts/live-view.ts';
import type { StoredBroadcast } from '../broadcasts/store.ts';
import { type Caption, MOST_CAPTION_LANGUAGES, type NewCaption } from '../contract/index.ts';
import type { Change, Changes } from '../platform/changes.ts';
import { tooMany } from '../platform/commands.ts';
import { Refusal } from '../platform/failure.ts';
import { RateLimiter } from '../platform/rate-limit.ts';
import { addCaption, addLanguage, rewriteCaption } from './store.ts';

/** Of one writer: nobody reads faster. */
const PER_WRITER = { burst: 20, perSecond: 2 };
/** Milliseconds that a service may take to hear and write; and by which its clock may be ahead. */
const LATEST = 60_000;
const AHEAD = 2_000;

export interface CaptionsParts {
  changes: Changes;
  liveView: LiveView;
  /** A caption was written or rewritten: now or soon, it is on the screens. */
  onCaption(broadcastId: string, caption: Caption): void;
  /** Media lacks something. */
  onChange(broadcastId: string): void;
}

export class Captions {
  readonly #parts: CaptionsParts;
  readonly #writers = new RateLimiter(PER_WRITER);

  constructor(parts: CaptionsParts) {
    this.#parts = parts;
  }

  /** @throws Refusal `tooMany` */
  async announce({ id }: StoredBroadcast, actor: Actor, language: string): Promise<void> {
    const isNew = await this.#parts.changes.run(id, (change) => this.#announce(change, actor, language));
    if (isNew) this.#parts.onChange(id);
  }

  /** @throws Refusal `invalidState`, `tooMany`, `badRequest` for an instant that no viewer can be at */
  async send({ id, state }: StoredBroadcast, actor: Actor, { start, ...words }: NewCaption): Promise<Caption> {
    if (state !== 'live') throw new Refusal('invalidState', 'captions are written while the broadcast is live');
    const now = Date.now();
    const at = start === undefined ? now : Date.parse(start);
    if (at < now - LATEST || at > now + AHEAD) {
      throw new Refusal('badRequest', `start: not within the last ${LATEST / 1_000} seconds`);
    }
    this.#pace(actor);
    const caption = await this.#parts.changes.run(id, async (change) => {
      await this.#announce(change, actor, words.language);
      return addCaption(change, { ...words, start: new Date(at), by: actor.name });
    });
    this.#told(id, caption);
    return caption;
  }

  /** @throws Refusal `notFound`, `tooMany` */
  async correct({ id }: StoredBroadcast, actor: Actor, captionId: string, text: string): Promise<Caption> {
    this.#pace(actor);
    const caption = await this.#parts.changes.run(id, (change) => rewriteCaption(change, captionId, text));
    this.#told(id, caption);
    return caption;
  }

  async #announce(change: Change, actor: Actor, language: string): Promise<boolean> {
    const isNew = await addLanguage(change, language, MOST_CAPTION_LANGUAGES);
    if (isNew) {
      change.audit(actor, 'captions.language', language);
      await this.#parts.liveView.publish(change);
    }
    return isNew;
  }

  #pace(actor: Actor): void {
    const wait = this.#writers.take(actor.id);
    if (wait > 0) throw new Refusal('tooMany', tooMany(wait).message, { retryAfterMs: wait });
  }

  #told(broadcastId: string, caption: Caption): void {
    this.#parts.onCaption(broadcastId, caption);
    this.#parts.onChange(broadcastId);
  }
}
