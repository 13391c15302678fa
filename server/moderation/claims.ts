import type { Database } from '@antenne/prisma';
import type { Actor } from '../accounts/access.ts';
import type { QuestionClaim } from '../contract/index.ts';
import type { Changes } from '../platform/changes.ts';
import { dropClaim, listClaims, settleClaims, takeClaim } from './claim-store.ts';

/**
 * Who works on which question. A claim keeps nobody from deciding, and it ends by itself: whoever disappears renews nothing.
 * It is stored with its end, so that a restart neither loses it nor keeps it for ever. It is no change of the question: its
 * version stays.
 */
export class Claims {
  readonly #database: Database;
  readonly #changes: Changes;
  readonly #tell: (broadcastId: string, claims: QuestionClaim[]) => void;
  readonly #clock: () => Date;

  constructor(
    database: Database,
    changes: Changes,
    tell: (broadcastId: string, claims: QuestionClaim[]) => void,
    clock: () => Date = () => new Date(),
  ) {
    this.#database = database;
    this.#changes = changes;
    this.#tell = tell;
    this.#clock = clock;
  }

  list(broadcastId: string): Promise<QuestionClaim[]> {
    return listClaims(this.#database.client, broadcastId, this.#clock());
  }

  /** Takes a question up for a minute, or for another one. @throws Refusal `notFound`, `conflict` */
  async take(broadcastId: string, actor: Actor, questionId: string): Promise<QuestionClaim> {
    const claim = await this.#changes.run(broadcastId, (change) => takeClaim(change, actor, questionId));
    await this.#tellAll(broadcastId);
    return claim;
  }

  async drop(broadcastId: string, actor: Actor, questionId: string): Promise<void> {
    await this.#changes.run(broadcastId, (change) => dropClaim(change, actor.id, questionId));
    await this.#tellAll(broadcastId);
  }

  /** These were decided. */
  async settle(broadcastId: string, questionIds: string[]): Promise<void> {
    if (await settleClaims(this.#database.client, broadcastId, questionIds)) await this.#tellAll(broadcastId);
  }

  async #tellAll(broadcastId: string): Promise<void> {
    this.#tell(broadcastId, await this.list(broadcastId));
  }
}
