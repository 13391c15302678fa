/**
 * Who speaks to whom. A voice belongs to a socket and ends with it: an open microphone must never outlive the hand that
 * opened it. So nothing is stored, and media is told the whole list again whenever it comes back.
 */
import { isSpokenTo, type Talk, type TalkToMe } from '../contract/index.ts';
import { Refusal } from '../platform/failure.ts';

export interface TalkbackPorts {
  /** Makes it so on the media plane. @returns whether media has taken it over. */
  route(broadcastId: string, talks: readonly Talk[]): Promise<boolean>;
  /** Shows it to everyone concerned. */
  tell(broadcastId: string, talks: readonly Talk[]): void;
}

interface Held {
  broadcastId: string;
  socketId: string;
  talk: Talk;
}

export class Talkback {
  readonly #ports: TalkbackPorts;
  /** By peer: one voice each. */
  readonly #held = new Map<string, Held>();

  constructor(ports: TalkbackPorts) {
    this.#ports = ports;
  }

  /** Whoever speaks in this broadcast, those first who began first. */
  of(broadcastId: string): Talk[] {
    return [...this.#held.values()].filter((held) => held.broadcastId === broadcastId).map(({ talk }) => talk);
  }

  /** Whoever speaks to this contributor. */
  to(broadcastId: string, contributorId: string): TalkToMe[] {
    return this.of(broadcastId)
      .filter(({ to }) => isSpokenTo(contributorId, to))
      .map(({ name, private: between }) => ({ name, private: between }));
  }

  /** Opens a peer's voice, or opens it to others. @throws Refusal `mediaUnavailable`: then it is closed. */
  async open(broadcastId: string, socketId: string, talk: Talk): Promise<void> {
    const held = { broadcastId, socketId, talk };
    this.#held.set(talk.peerId, held);
    if (!(await this.#publish(broadcastId)) && this.#held.get(talk.peerId) === held) {
      await this.close(talk.peerId);
      throw new Refusal('mediaUnavailable', 'the media plane did not open the voice', { retryAfterMs: 1_000 });
    }
  }

  /** Safe twice. */
  async close(peerId: string): Promise<void> {
    const held = this.#held.get(peerId);
    if (!held) return;
    this.#held.delete(peerId);
    await this.#publish(held.broadcastId);
  }

  /** Sockets that have a voice open. */
  speaking(): ReadonlySet<string> {
    return new Set([...this.#held.values()].map(({ socketId }) => socketId));
  }

  /** A socket is gone: what it had opened is closed. */
  gone(socketId: string): void {
    for (const [peerId, held] of this.#held) if (held.socketId === socketId) void this.close(peerId);
  }

  /** A media plane that has just connected knows nothing. A voice that it does not take over is closed, for all to see. */
  async routeAgain(): Promise<void> {
    const held = [...this.#held.values()];
    const ids = new Set(held.map(({ broadcastId }) => broadcastId));
    await Promise.all(
      [...ids].map(async (id) => {
        if (await this.#ports.route(id, this.of(id))) return;
        for (const voice of held) {
          const { peerId } = voice.talk;
          if (voice.broadcastId === id && this.#held.get(peerId) === voice) await this.close(peerId);
        }
      }),
    );
  }

  #publish(broadcastId: string): Promise<boolean> {
    const talks = this.of(broadcastId);
    this.#ports.tell(broadcastId, talks);
    return this.#ports.route(broadcastId, talks);
  }
}
