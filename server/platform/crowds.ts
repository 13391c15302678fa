import { setImmediate as turn } from 'node:timers/promises';
import type { Namespace } from 'socket.io';

/** Sockets of a group, which are told without a break: some five milliseconds. */
export const MOST_AT_ONCE = 250;
/** Groups that are told in one turn of the event loop. */
const GROUPS = { ordered: 4, patient: 1 };
/** Where so many groups wait, one more is told in each turn: to fall behind without end helps nobody. */
const PATIENCE = 100;

/** What is still to be done for a room, in turn. */
interface Waiting {
  /** In this order. */
  ordered: (() => void)[];
  /** Whenever nothing else waits. */
  patient: (() => void)[];
}

/** Of a namespace, whatever its events are. */
interface Rooms {
  readonly adapter: Pick<Namespace['adapter'], 'rooms'>;
}

/**
 * Rooms that may hold thousands. To write to all of them takes a fifth of a second, in which nobody else would be heard or
 * answered: they are told in groups, a turn of the event loop each, and whatever has arrived meanwhile is dealt with between
 * them. What is told to one room is told to each of its sockets in that order, but for what may wait.
 */
export class Crowds<Group> {
  readonly #namespace: Rooms & { to(room: string): Group };
  readonly #prefix: string;
  readonly #waiting = new Map<string, Waiting>();

  /** @param prefix no other room of the namespace begins with it */
  constructor(namespace: Rooms & { to(room: string): Group }, prefix: string) {
    this.#namespace = namespace;
    this.#prefix = prefix;
  }

  /** The first group with a place takes the socket. It leaves as it leaves any room. */
  join(socket: { join(room: string): unknown }, name: string): void {
    let index = 0;
    while (this.#size(name, index) >= MOST_AT_ONCE) index += 1;
    void socket.join(this.#group(name, index));
  }

  /**
   * Calls `send` for each group: at once for the first one when nothing waits for this room.
   * @param what `patient`: gives way to what is told in order, whenever that comes
   * @returns when all are told; null: they are
   */
  tell(name: string, send: (group: Group) => void, what: keyof Waiting = 'ordered'): Promise<void> | null {
    const groups = this.#groups(name);
    const isAtOnce = groups.length < 2 && !this.#waiting.has(name);
    const steps = groups.map((group) => () => send(this.#namespace.to(group)));
    this.#do(name, steps, what);
    return isAtOnce ? null : new Promise((resolve) => this.#do(name, [resolve], what));
  }

  /** Does something once all that was told to this room in order is told; at once when nothing waits. */
  afterwards(name: string, run: () => void): void {
    this.#do(name, [run], 'ordered');
  }

  /** How many sockets are in it. */
  count(name: string): number {
    return this.#groups(name).reduce((sum, group) => sum + (this.#namespace.adapter.rooms.get(group)?.size ?? 0), 0);
  }

  /** The rooms that somebody is in. */
  names(): string[] {
    const groups = [...this.#namespace.adapter.rooms.keys()].filter((room) => room.startsWith(this.#prefix));
    return [...new Set(groups.map((room) => room.slice(this.#prefix.length, room.lastIndexOf('/'))))];
  }

  #do(name: string, steps: readonly (() => void)[], what: keyof Waiting): void {
    const waiting = this.#waiting.get(name);
    if (waiting) {
      waiting[what].push(...steps);
      return;
    }
    const [first, ...others] = steps;
    first?.();
    if (others.length > 0) void this.#work(name, { ordered: [], patient: [], [what]: others });
  }

  async #work(name: string, waiting: Waiting): Promise<void> {
    const { ordered, patient } = waiting;
    this.#waiting.set(name, waiting);
    while (ordered.length + patient.length > 0) {
      await turn();
      const what = ordered.length > 0 ? 'ordered' : 'patient';
      const steps = waiting[what];
      for (const step of steps.splice(0, GROUPS[what] + Math.floor(steps.length / PATIENCE))) step();
    }
    this.#waiting.delete(name);
  }

  #group(name: string, index: number): string {
    return `${this.#prefix}${name}/${index}`;
  }

  #size(name: string, index: number): number {
    return this.#namespace.adapter.rooms.get(this.#group(name, index))?.size ?? 0;
  }

  /** Groups become empty anywhere, so all rooms of the namespace are looked at: there are as many as groups. */
  #groups(name: string): string[] {
    const own = `${this.#prefix}${name}/`;
    return [...this.#namespace.adapter.rooms.keys()].filter((room) => room.startsWith(own));
  }
}
