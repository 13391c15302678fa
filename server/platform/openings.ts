/**
 * What Engine.IO (6.6, `lib/server.ts`: `WebSocketResponse` and `onWebSocket`) leaves on a connection that began with a
 * WebSocket. Where another version leaves nothing, nothing is taken away.
 */
import type { EventEmitter } from 'node:events';
import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/** What Engine.IO gives to its middleware in place of a response where a browser begins with a WebSocket. */
export interface UpgradeAnswer {
  req: IncomingMessage | undefined;
  socket: Duplex;
}

/** Of an Engine.IO connection. `socket`: the WebSocket; a polling one has none. */
export interface Transport {
  socket?: EventEmitter;
}

/** What is still tied to a connection of its opening, and of no use to it: half a kilobyte for each of thousands. */
export class Openings {
  readonly #closing = new WeakMap<Duplex, readonly unknown[]>();

  /** @param http the server, before Engine.IO listens to it */
  constructor(http: HttpServer) {
    http.on('upgrade', (_request, socket: Duplex) => this.#closing.set(socket, socket.rawListeners('close')));
  }

  /** Lets go of the answer: it would keep the whole request, and waits for the connection's end to tell nobody. */
  answered(answer: UpgradeAnswer): void {
    answer.req = undefined;
    const { socket } = answer;
    const before = this.#closing.get(socket);
    for (const listener of before ? socket.rawListeners('close') : []) {
      if (!before?.includes(listener)) socket.off('close', listener as () => void);
    }
    this.#closing.delete(socket);
  }

  /** The transport handles its errors by now; Engine.IO itself takes this listener away only where polling came before. */
  opened({ socket }: Transport): void {
    for (const listener of socket?.listeners('error') ?? []) {
      if (listener.name === 'onUpgradeError') socket?.off('error', listener as () => void);
    }
  }
}
