/**
 * Who speaks to whom. A voice belongs to a socket and ends with it: an open microphone must never outlive the hand that
 * opened it. So nothing is stored, and media is told the whole list again whenever it comes back.
 */
import { isSpokenTo, type Talk, type TalkPress, type TalkToMe } from '../contract/index.ts';
import { Refusal } from '../platform/failure.ts';

export interface TalkbackPorts {
  /** Makes it so on the media plane. @returns whether media has taken it over. */
  route(broadcastId: string, talks: readonly Talk[]): Promise<boolean>;
  /** Shows it to everyone concerned. */
  tell(broadcastId: string, talks: readonly Talk[]): void;
  /** Presses the talk button of the page behind a socket. */
  press(socketId: string, press: TalkPress): void;
}

interface Held {
  broadcastId: string;
  socketId: string;
  talk: Talk;
}

/** Whose page is pressed; without either, that of the only one who has one. */
interface Addressee {
  producer?: string | undefined;
  name?: string | undefined;
}

/** A studio page that can be pressed from elsewhere. */
interface Page {
  broadcastId: string;
  /** The producer's, as others see them in `presence`. */
  id: string;
  name: string;
}

export class Talkback {
  readonly #ports: TalkbackPorts;
  /** By peer: one voice each. */
  readonly #held = new Map<string, Held>();
  /** Pages with a talk button, by socket, the oldest first. */
  readonly #pages = new Map<string, Page>();

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

  /** A producer's page has a talk button, until its socket is gone. */
  ready(broadcastId: string, socketId: string, { id, name }: Pick<Page, 'id' | 'name'>): void {
    this.#pages.set(socketId, { broadcastId, id, name });
  }

  /**
   * Presses a producer's talk button. Of several pages of theirs it is that from which they speak, else the newest.
   * @throws Refusal `notFound` without such a page, `invalidState` where several producers are meant, with who they are
   */
  press(broadcastId: string, { producer, name }: Addressee, press: TalkPress): void {
    const pages = [...this.#pages].filter(
      ([, page]) =>
        page.broadcastId === broadcastId &&
        (producer === undefined || page.id === producer) &&
        (name === undefined || asName(page.name) === asName(name)),
    );
    const choices = new Map(pages.map(([, page]) => [page.id, page.name]));
    if (choices.size > 1) {
      const list = [...choices].map(([id, of]) => `${of} "${id}"`).join(', ');
      throw new Refusal('invalidState', `several producers have a studio open: say whose, as "producer": ${list}`);
    }
    const speaking = new Set([...this.#held.values()].map(({ socketId }) => socketId));
    const [socketId] = pages.find(([id]) => speaking.has(id)) ?? pages.at(-1) ?? [];
    if (socketId === undefined) throw new Refusal('notFound', 'no studio of that name is open');
    this.#ports.press(socketId, press);
  }

  /** A socket is gone: what it had opened is closed. */
  gone(socketId: string): void {
    this.#pages.delete(socketId);
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

const asName = (text: string) => text.trim().toLocaleLowerCase();
