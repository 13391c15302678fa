/** Where an answer goes: a viewer's connection, or Node's own response. */
import type { ServerResponse } from 'node:http';
import { pipeline, type Readable } from 'node:stream';
import type { Gone } from './waiting.ts';

export interface Outlet {
  /** Calls back once the answer is over: sent, or nobody is there for it any more. */
  readonly gone: Gone;
  /** The answer, once. `lines`: names and values by turns; a stream's length must be among them. For HEAD nothing but those go out. */
  send(status: number, lines: readonly string[], body: Buffer | Readable): void;
  /** Ends the connection in the middle of an answer. */
  abort(): void;
}

/** For what Node's HTTP parser has read. */
export class NodeOutlet implements Outlet {
  readonly #response: ServerResponse;

  constructor(response: ServerResponse) {
    this.#response = response;
  }

  readonly gone: Gone = (listener) => {
    if (this.#response.destroyed) listener();
    else this.#response.once('close', listener);
  };

  send(status: number, lines: readonly string[], body: Buffer | Readable): void {
    this.#response.writeHead(status, [...lines]);
    // The client's going away ends the stream.
    if (Buffer.isBuffer(body)) this.#response.end(body);
    else pipeline(body, this.#response, () => undefined);
  }

  abort(): void {
    this.#response.destroy();
  }
}
