/** At most two messages a second, however many vote. */
const EVERY_MS = 500;
/** Telling a full house takes a while: so many times as long stays free for what must not wait. */
const REST = 3;

/** @returns when all are told; null: they are */
type SendVotes = (broadcastId: string, votes: Record<string, number>) => Promise<void> | null;

/**
 * Merges vote counts and hands them on, at most twice a second per broadcast, more seldom where so many watch that telling
 * them takes long. The owner calls `close`.
 */
export class VoteTally {
  readonly #send: SendVotes;
  readonly #pending = new Map<string, Map<string, number>>();
  readonly #clock: () => number;
  readonly #timer: NodeJS.Timeout;
  #notBefore = Number.NEGATIVE_INFINITY;
  #telling = false;

  /** @param clock ms of a steady clock */
  constructor(send: SendVotes, clock: () => number = () => performance.now()) {
    this.#send = send;
    this.#clock = clock;
    this.#timer = setInterval(() => this.#flush(), EVERY_MS);
    this.#timer.unref();
  }

  count(broadcastId: string, questionId: string, votes: number): void {
    const counts = this.#pending.get(broadcastId) ?? new Map<string, number>();
    counts.set(questionId, votes);
    this.#pending.set(broadcastId, counts);
  }

  #flush(): void {
    const begun = this.#clock();
    if (this.#telling || begun < this.#notBefore) return;
    const telling = [...this.#pending].flatMap(([id, counts]) => this.#send(id, Object.fromEntries(counts)) ?? []);
    this.#pending.clear();
    const rest = (): void => {
      const ended = this.#clock();
      this.#notBefore = ended + REST * (ended - begun);
      this.#telling = false;
    };
    this.#telling = telling.length > 0;
    if (this.#telling) void Promise.all(telling).then(rest);
    else rest();
  }

  close(): void {
    clearInterval(this.#timer);
  }
}
