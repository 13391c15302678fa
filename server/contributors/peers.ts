import { Refusal } from '../platform/failure.ts';

/** A peer of the SFU belongs to whoever claimed it first: another person cannot speak in its name. */
export interface Peer {
  broadcastId: string;
  peerId: string;
  /** Who it belongs to, such as `session:<id>` or `contributor:<id>`. */
  owner: string;
}

interface Held extends Peer {
  sockets: Set<string>;
  leaving: NodeJS.Timeout | null;
}

/** Which browser tabs speak WebRTC, and whether they are still there. The owner calls `close`. */
export class Peers {
  readonly #awayMs: number;
  readonly #onGone: (peer: Peer) => void;
  readonly #peers = new Map<string, Held>();

  /** @param awayMs milliseconds that a tab may stay away before it is gone for good. */
  constructor(awayMs: number, onGone: (peer: Peer) => void) {
    this.#awayMs = awayMs;
    this.#onGone = onGone;
  }

  /** Binds a socket to a peer. @throws Refusal `forbidden` when the peer is someone else's. */
  claim(peer: Peer, socketId: string): void {
    const key = keyOf(peer.broadcastId, peer.peerId);
    const held = this.#peers.get(key);
    if (held && held.owner !== peer.owner) throw new Refusal('forbidden', 'this peer is someone else');
    if (held?.leaving) clearTimeout(held.leaving);
    const sockets = held?.sockets ?? new Set();
    sockets.add(socketId);
    this.#peers.set(key, { ...peer, sockets, leaving: null });
  }

  /** Counts a peer as away that this process has not seen: one of the process before. */
  expect(peer: Peer): void {
    const key = keyOf(peer.broadcastId, peer.peerId);
    if (!this.#peers.has(key)) this.#startLeaving(key, { ...peer, sockets: new Set(), leaving: null });
  }

  /** A socket is gone: its peers are away until they come back, or gone after a while. */
  disconnect(socketId: string): void {
    for (const [key, held] of this.#peers) {
      if (held.sockets.delete(socketId) && held.sockets.size === 0) this.#startLeaving(key, held);
    }
  }

  /** The peer left, was replaced or lost its right: gone at once. */
  leave(broadcastId: string, peerId: string): void {
    const key = keyOf(broadcastId, peerId);
    const held = this.#peers.get(key);
    if (!held) return;
    if (held.leaving) clearTimeout(held.leaving);
    this.#peers.delete(key);
    this.#onGone({ broadcastId, peerId, owner: held.owner });
  }

  ofOwner(owner: string): Peer[] {
    return [...this.#peers.values()].filter((held) => held.owner === owner);
  }

  sockets(broadcastId: string, peerId: string): string[] {
    return [...(this.#peers.get(keyOf(broadcastId, peerId))?.sockets ?? [])];
  }

  #startLeaving(key: string, held: Held): void {
    const leaving = setTimeout(() => this.leave(held.broadcastId, held.peerId), this.#awayMs);
    leaving.unref();
    this.#peers.set(key, { ...held, leaving });
  }

  close(): void {
    for (const held of this.#peers.values()) if (held.leaving) clearTimeout(held.leaving);
    this.#peers.clear();
  }
}

function keyOf(broadcastId: string, peerId: string): string {
  return `${broadcastId}/${peerId}`;
}
