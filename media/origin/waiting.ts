/**
 * Requests held until the playlist has advanced. Those that wait for the same thing share one question; all share one
 * timer, because all wait equally long and so run out in the order in which they came.
 */

export type WaitOutcome = 'there' | 'late' | 'full';
/** Calls back once the answer is over, however it ends; at once where it is already. */
export type Gone = (listener: () => void) => void;

interface Group {
  isThere: () => boolean;
  members: Set<Waiter>;
}

interface Waiter {
  group: string;
  deadline: number;
  release: (outcome: WaitOutcome) => void;
}

export interface WaitingOptions {
  /** Milliseconds until a request is answered as late. */
  patienceMs: number;
  /** More than this many are turned away. */
  limit: number;
}

export class Waiting {
  private readonly options: WaitingOptions;
  private readonly groups = new Map<string, Group>();
  /** In order of deadline. */
  private readonly waiters = new Set<Waiter>();
  private timer: NodeJS.Timeout | null = null;

  constructor(options: WaitingOptions) {
    this.options = options;
  }

  get size(): number {
    return this.waiters.size;
  }

  /**
   * Waits until `isThere`; `key` names the condition. A client that goes away is taken out, and the promise stays unsettled
   * for nobody.
   */
  wait(key: string, isThere: () => boolean, gone: Gone): Promise<WaitOutcome> {
    if (this.waiters.size >= this.options.limit) return Promise.resolve('full');
    const { promise, resolve } = Promise.withResolvers<WaitOutcome>();
    const waiter: Waiter = { group: key, deadline: performance.now() + this.options.patienceMs, release: resolve };
    const group = this.groups.get(key) ?? { isThere, members: new Set() };
    this.groups.set(key, group);
    group.members.add(waiter);
    this.waiters.add(waiter);
    gone(() => this.remove(waiter));
    this.timer ??= setTimeout(() => this.expire(), this.options.patienceMs);
    return promise;
  }

  /** Something changed: lets go of all whose condition now holds. */
  wake(): void {
    for (const group of [...this.groups.values()]) {
      if (group.isThere()) for (const waiter of [...group.members]) this.release(waiter, 'there');
    }
  }

  /** Lets everybody go, late. */
  close(): void {
    for (const waiter of [...this.waiters]) this.release(waiter, 'late');
  }

  private expire(): void {
    this.timer = null;
    const now = performance.now();
    for (const waiter of this.waiters) {
      if (waiter.deadline > now) {
        this.timer = setTimeout(() => this.expire(), Math.ceil(waiter.deadline - now));
        return;
      }
      this.release(waiter, 'late');
    }
  }

  private release(waiter: Waiter, outcome: WaitOutcome): void {
    this.remove(waiter);
    waiter.release(outcome);
  }

  private remove(waiter: Waiter): void {
    this.waiters.delete(waiter);
    const group = this.groups.get(waiter.group);
    group?.members.delete(waiter);
    if (group?.members.size === 0) this.groups.delete(waiter.group);
    if (this.waiters.size === 0 && this.timer) {
      clearTimeout(this.timer);
      this.timer = null;
    }
  }
}
