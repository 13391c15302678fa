/**
 * A bad network between a browser and the SFU: a UDP relay that loses, delays, jitters and limits what passes, each way by
 * itself, and can be cut. It needs no privilege and touches nobody else's packets. The same seed loses the same packets
 * of the same sequence.
 */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** One direction. What is left out disturbs nothing. */
export interface Weather {
  /** 0–1 of the packets. */
  loss?: number;
  /** Milliseconds. */
  delayMs?: number;
  /** Up to this many milliseconds more, evenly spread; packets keep their order, as in a queue that others fill. */
  jitterMs?: number;
  /** Bits per second. */
  rate?: number;
  /** Milliseconds of packets that wait for `rate` at most; what comes beyond is lost. Default 300. */
  queueMs?: number;
  /** Nothing passes. */
  cut?: boolean;
}

export interface PathCounts {
  passed: number;
  lost: number;
}

/** One way of the access line, shared by everything that goes over it. */
class Path {
  #weather: Weather = {};
  readonly counts: PathCounts = { passed: 0, lost: 0 };
  readonly #random: () => number;
  /** When the line is free again, and when the last packet arrives: nothing overtakes it. Milliseconds. */
  #freeAt = 0;
  #lastArrival = 0;
  #waiting = new Set<NodeJS.Timeout>();

  constructor(seed: number) {
    this.#random = generator(seed);
  }

  /** What is on its way when the line is cut is lost. */
  set weather(weather: Weather) {
    this.#weather = weather;
    if (weather.cut) this.close();
  }

  carry(datagram: Buffer, deliver: (datagram: Buffer) => void): void {
    const { loss = 0, delayMs = 0, jitterMs = 0, rate, queueMs = 300, cut = false } = this.#weather;
    // Drawn for every packet, lost or not: so that the draws do not depend on what else happens.
    const [fate, wait] = [this.#random(), this.#random()];
    const now = performance.now();
    const sentAt = Math.max(now, this.#freeAt);
    if (cut || fate < loss || (rate !== undefined && sentAt - now > queueMs)) {
      this.counts.lost += 1;
      return;
    }
    this.counts.passed += 1;
    // IP and UDP headers take their share of the line.
    this.#freeAt = rate === undefined ? now : sentAt + ((datagram.length + 28) * 8000) / rate;
    const arrival = Math.max(this.#freeAt + delayMs + wait * jitterMs, this.#lastArrival);
    this.#lastArrival = arrival;
    if (arrival - now < 1) {
      deliver(datagram);
      return;
    }
    const timer = setTimeout(() => {
      this.#waiting.delete(timer);
      deliver(datagram);
    }, arrival - now);
    this.#waiting.add(timer);
  }

  /** Loses what is on its way. */
  close(): void {
    for (const timer of this.#waiting) clearTimeout(timer);
    this.#waiting.clear();
  }
}

/** Mulberry32: small, even, the same everywhere. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One person's network. `close` frees its sockets. */
export class LossyRelay {
  readonly #up: Path;
  readonly #down: Path;
  readonly #doors = new Map<number, Promise<number>>();
  readonly #sockets = new Set<Socket>();
  #closed = false;

  constructor(seed = 1) {
    this.#up = new Path(seed);
    this.#down = new Path(seed + 1);
  }

  /** From the browser to the SFU. */
  set up(weather: Weather) {
    this.#up.weather = weather;
  }

  /** From the SFU to the browser. */
  set down(weather: Weather) {
    this.#down.weather = weather;
  }

  get counts(): { up: PathCounts; down: PathCounts } {
    return { up: { ...this.#up.counts }, down: { ...this.#down.counts } };
  }

  /** The loopback port that leads to this one. */
  doorTo(port: number): Promise<number> {
    const known = this.#doors.get(port);
    if (known) return known;
    const door = this.#open(port);
    this.#doors.set(port, door);
    return door;
  }

  /** Safe twice. */
  close(): void {
    this.#closed = true;
    this.#up.close();
    this.#down.close();
    for (const socket of this.#sockets) socket.close();
    this.#sockets.clear();
  }

  async #open(target: number): Promise<number> {
    const door = await this.#socket();
    /** As a home router does it: each socket behind it gets one of its own before it. */
    const outside = new Map<number, Promise<Socket>>();
    const outsideOf = ({ address, port }: RemoteInfo): Promise<Socket> => {
      const known = outside.get(port);
      if (known) return known;
      const opened = this.#socket().then((socket) => {
        socket.on('message', (datagram) =>
          this.#down.carry(datagram, (late) => this.#closed || door.send(late, port, address)),
        );
        return socket;
      });
      outside.set(port, opened);
      return opened;
    };
    door.on('message', (datagram, from) => {
      this.#up.carry(datagram, (late) => {
        void outsideOf(from).then((socket) => this.#closed || socket.send(late, target, '127.0.0.1'));
      });
    });
    return door.address().port;
  }

  async #socket(): Promise<Socket> {
    const socket = createSocket('udp4');
    // A port that was closed meanwhile answers with an ICMP error: packets to it are lost, as they should be.
    socket.on('error', () => {});
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    this.#sockets.add(socket);
    return socket;
  }
}
