/**
 * Who gets which size of the programme's picture: what their page wants, as far as their link carries it. Staff get all
 * of it always: they judge it.
 */
import type { types } from 'mediasoup';
import type { Logger } from 'pino';
import type { ReturnSize } from './return-size.ts';
import { ReturnWatch } from './return-watch.ts';
import type { PeerIdentity, SignalNotice } from './signals.ts';

/** What this needs of a peer. */
export interface ReceivingPeer {
  readonly identity: PeerIdentity;
  programConsumers(): types.Consumer[];
  endReturn(): void;
  notify(notice: SignalNotice): void;
}

export interface ReturnsOptions {
  peers(): Iterable<ReceivingPeer>;
  /** Somebody needs the small picture, or nobody any more. */
  onNeed(): void;
  /** What there is to receive of this size now. */
  offered(size: 'full' | 'small'): types.Producer | null;
  log: Logger;
}

export class Returns {
  readonly #options: ReturnsOptions;
  readonly #wanted = new Map<string, 'full' | 'small'>();
  readonly #watch: ReturnWatch;

  constructor(options: ReturnsOptions) {
    this.#options = options;
    this.#watch = new ReturnWatch({
      listeners: () =>
        [...options.peers()]
          .filter(({ identity }) => identity.role === 'contributor')
          .map((peer) => ({ peerId: peer.identity.id, consumers: peer.programConsumers() })),
      onChange: (peerId, size) => this.#change(peerId, size),
    });
  }

  sizeFor({ id, role }: PeerIdentity): ReturnSize {
    if (role === 'staff') return 'full';
    const carried = this.#watch.sizeOf(id);
    return carried === 'full' ? (this.#wanted.get(id) ?? 'full') : carried;
  }

  /** Whether anybody needs the small picture. */
  get smallNeeded(): boolean {
    return [...this.#options.peers()].some(({ identity }) => this.sizeFor(identity) === 'small');
  }

  /** What a page shows at most. */
  want(identity: PeerIdentity, size: 'full' | 'small'): void {
    if (this.#wanted.get(identity.id) === size) return;
    this.#wanted.set(identity.id, size);
    this.#options.onNeed();
  }

  /** The most that one of these browsers gets; null where none receives the programme. */
  seenBy(peerIds: ReadonlySet<string>): ReturnSize | null {
    const sizes = [...this.#options.peers()]
      .filter((peer) => peerIds.has(peer.identity.id) && peer.programConsumers().length > 0)
      .map(({ identity }) => this.sizeFor(identity));
    return (['full', 'small', 'off'] as const).find((size) => sizes.includes(size)) ?? null;
  }

  forget(peerId: string): void {
    this.#wanted.delete(peerId);
    this.#watch.forget(peerId);
  }

  close(): void {
    this.#watch.close();
  }

  #change(peerId: string, carried: ReturnSize): void {
    const peer = [...this.#options.peers()].find(({ identity }) => identity.id === peerId);
    if (!peer) return;
    const size = this.sizeFor(peer.identity);
    this.#options.log.info({ peerId, carried, size }, 'return changes its size');
    peer.endReturn();
    this.#options.onNeed();
    // A picture that is not made yet is announced when it is.
    if (size !== 'off' && this.#options.offered(size)) {
      peer.notify({ type: 'sourceAvailable', source: { type: 'program' }, kinds: ['video'] });
    }
  }
}
