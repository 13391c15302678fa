import { setImmediate as turn } from 'node:timers/promises';
import type { Namespace } from 'socket.io';

/** So many sockets are told in one turn of the event loop: some milliseconds. */
export const MOST_AT_ONCE = 250;
/** Where more groups than that wait, more than one has its turn at a time: to fall behind without end helps nobody. */
const PATIENCE = 100;

/** Of a namespace, whatever its events are. */
interface Rooms {
  readonly adapter: Pick<Namespace['adapter'], 'rooms'>;
}

/**
 * Rooms that may hold thousands. To write to all of them takes a fifth of a second, in which nobody else would be heard or
 * answered: they are told in groups, a turn of the event loop each, and whatever has arrived meanwhile is dealt with between
 * them. What is told to one room is told to each of its sockets in that order.
 */
export class Crowds<Group> {
  readonly #namespace: Rooms & { to(room: string): Group };
  readonly #prefix: string;
  /** By room: what is still to be done for it, in turn. */
  readonly #waiting = new Map<string, (() => void)[]>();

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
   * @returns when all are told; null: they are
   */
  tell(name: string, send: (group: Group) => void): Promise<void> | null {
    const groups = this.#groups(name);
    const isAtOnce = groups.length < 2 && !this.#waiting.has(name);
    this.#do(
      name,
      groups.map((group) => () => send(this.#namespace.to(group))),
    );
    return isAtOnce ? null : new Promise((resolve) => this.afterwards(name, resolve));
  }

  /** Does something once all that was told to this room is told; at once when nothing waits. */
  afterwards(name: string, run: () => void): void {
    this.#do(name, [run]);
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

  #do(name: string, steps: readonly (() => void)[]): void {
    const waiting = this.#waiting.get(name);
    if (waiting) {
      waiting.push(...steps);
      return;
    }
    const [first, ...others] = steps;
    first?.();
    if (others.length > 0) void this.#work(name, others);
  }

  async #work(name: string, steps: (() => void)[]): Promise<void> {
    this.#waiting.set(name, steps);
    while (steps.length > 0) {
      await turn();
      for (const step of steps.splice(0, 1 + Math.floor(steps.length / PATIENCE))) step();
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
