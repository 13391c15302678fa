/** At most two messages a second, however many vote. */
const EVERY_MS = 500;

/** Merges vote counts and hands them on, at most twice a second per broadcast. The owner calls `close`. */
export class VoteTally {
  readonly #send: (broadcastId: string, votes: Record<string, number>) => void;
  readonly #pending = new Map<string, Map<string, number>>();
  readonly #timer: NodeJS.Timeout;

  constructor(send: (broadcastId: string, votes: Record<string, number>) => void) {
    this.#send = send;
    this.#timer = setInterval(() => this.#flush(), EVERY_MS);
    this.#timer.unref();
  }

  count(broadcastId: string, questionId: string, votes: number): void {
    const counts = this.#pending.get(broadcastId) ?? new Map<string, number>();
    counts.set(questionId, votes);
    this.#pending.set(broadcastId, counts);
  }

  #flush(): void {
    for (const [broadcastId, counts] of this.#pending) this.#send(broadcastId, Object.fromEntries(counts));
    this.#pending.clear();
  }

  close(): void {
    clearInterval(this.#timer);
  }
}
