/**
 * Open studio pages that keys of control surfaces may press. What such a page does belongs to the producer in front of it:
 * their microphone, and what they hear.
 */
import type { SoloPress, TalkPress } from '../contract/index.ts';
import { Refusal } from '../platform/failure.ts';

export interface StudioPagesPorts {
  talkPress(socketId: string, press: TalkPress): void;
  soloPress(socketId: string, press: SoloPress): void;
  /** Sockets whose pages speak now: of several pages of one producer, that one is meant. */
  speaking(): ReadonlySet<string>;
}

/** Whose page is pressed; without either, that of the only one who has one. */
export interface Addressee {
  producer?: string | undefined;
  name?: string | undefined;
}

interface Page {
  broadcastId: string;
  /** The producer's, as others see them in `presence`. */
  id: string;
  name: string;
}

export class StudioPages {
  readonly #ports: StudioPagesPorts;
  /** By socket, the oldest first. */
  readonly #pages = new Map<string, Page>();

  constructor(ports: StudioPagesPorts) {
    this.#ports = ports;
  }

  /** A producer's page can be pressed, until its socket is gone. */
  ready(broadcastId: string, socketId: string, { id, name }: Pick<Page, 'id' | 'name'>): void {
    this.#pages.set(socketId, { broadcastId, id, name });
  }

  /** Safe for any socket, and twice. */
  gone(socketId: string): void {
    this.#pages.delete(socketId);
  }

  /** Presses the talk button. @throws Refusal as `#find` does */
  talk(broadcastId: string, whose: Addressee, press: TalkPress): void {
    this.#ports.talkPress(this.#find(broadcastId, whose), press);
  }

  /** Presses solo. @throws Refusal as `#find` does */
  solo(broadcastId: string, whose: Addressee, press: SoloPress): void {
    this.#ports.soloPress(this.#find(broadcastId, whose), press);
  }

  /**
   * The socket of a producer's page: of several of theirs that from which they speak, else the newest.
   * @throws Refusal `notFound` without such a page, `invalidState` where several producers are meant, with who they are
   */
  #find(broadcastId: string, { producer, name }: Addressee): string {
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
    const speaking = this.#ports.speaking();
    const [socketId] = pages.find(([id]) => speaking.has(id)) ?? pages.at(-1) ?? [];
    if (socketId === undefined) throw new Refusal('notFound', 'no studio of that name is open');
    return socketId;
  }
}

const asName = (text: string) => text.trim().toLocaleLowerCase();
