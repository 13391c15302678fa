import type { QuestionCount } from '../contract/index.ts';
import { Coalescer } from '../platform/coalesce.ts';
import type { Log } from '../platform/logging.ts';
import type { Outbox } from '../platform/outbox.ts';

const EVERY_MS = 1_000;

/** Says how many questions there are in each state, at most once a second per broadcast. The owner calls `close`. */
export class QuestionCounter {
  readonly #changed = new Set<string>();
  readonly #telling: Coalescer;
  readonly #unsubscribe: () => void;
  readonly #timer: NodeJS.Timeout;

  constructor(
    outbox: Outbox,
    {
      count,
      tell,
      log,
    }: {
      count(broadcastId: string): Promise<QuestionCount[]>;
      tell(broadcastId: string, counts: QuestionCount[]): void;
      log: Log;
    },
  ) {
    this.#telling = new Coalescer(async (broadcastId) => tell(broadcastId, await count(broadcastId)), log);
    this.#unsubscribe = outbox.subscribe(({ broadcastId, event: { type } }) => {
      if (type === 'staffQuestion' || type === 'questionsArchived' || type === 'questionsPurged') {
        this.#changed.add(broadcastId);
      }
    });
    this.#timer = setInterval(() => {
      for (const broadcastId of this.#changed) void this.#telling.mark(broadcastId);
      this.#changed.clear();
    }, EVERY_MS);
    this.#timer.unref();
  }

  async close(): Promise<void> {
    this.#unsubscribe();
    clearInterval(this.#timer);
    await this.#telling.close();
  }
}
