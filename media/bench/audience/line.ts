/** One keep-alive HTTP/1.1 connection, one request at a time, with as little processor as can be: for generators of load. */
import { connect, type Socket } from 'node:net';

export interface Answer {
  status: number;
  /** Bytes of the body. */
  length: number;
  /** The body, where it is `KEPT` or shorter; valid during the call only. */
  body: Buffer;
}

/** Longer bodies are counted and thrown away. Bytes. */
const KEPT = 64 * 1024;
const HEAD_END = Buffer.from('\r\n\r\n');
/** All lines read into one buffer: what is in it is used up before the next one reads. */
const shared = Buffer.allocUnsafe(256 * 1024);

export class Line {
  readonly #socket: Socket;
  readonly #onFailure: (reason: string) => void;
  #onAnswer: ((answer: Answer) => void) | null = null;
  /** What has come of a head, or of a short body. */
  #pending: Buffer = Buffer.alloc(0);
  #status = 0;
  #length = 0;
  /** Bytes of the body that are still to come; null: the head is not complete. */
  #left: number | null = null;
  #closed = false;

  /** `onFailure`: the connection is of no use any more. */
  constructor(port: number, onFailure: (reason: string) => void) {
    this.#onFailure = onFailure;
    this.#socket = connect({
      port,
      host: '127.0.0.1',
      noDelay: true,
      onread: {
        buffer: shared,
        callback: (count, bytes) => {
          this.#read(Buffer.from(bytes.buffer, bytes.byteOffset, count));
          return true;
        },
      },
    });
    this.#socket.on('error', (error) => this.#fail(error.message));
    this.#socket.on('close', () => this.#fail('the connection was closed'));
  }

  get busy(): boolean {
    return this.#onAnswer !== null;
  }

  /** Sends a whole request head. @throws Error while another one waits for its answer. */
  ask(head: string, onAnswer: (answer: Answer) => void): void {
    if (this.#onAnswer) throw new Error('one request at a time');
    this.#onAnswer = onAnswer;
    this.#socket.write(head, 'latin1');
  }

  /** Safe twice. */
  close(): void {
    this.#closed = true;
    this.#socket.destroy();
  }

  #read(bytes: Buffer): void {
    let chunk = bytes;
    if (this.#left === null) {
      const head = this.#pending.length > 0 ? Buffer.concat([this.#pending, chunk]) : chunk;
      const end = head.indexOf(HEAD_END);
      if (end < 0) {
        this.#pending = Buffer.from(head);
        return;
      }
      const text = head.toString('latin1', 0, end);
      const length = /^content-length: (\d+)/im.exec(text)?.[1];
      if (length === undefined) {
        this.#fail('an answer without a length');
        return;
      }
      this.#status = Number(text.slice(9, 12));
      this.#length = Number(length);
      this.#left = this.#length;
      this.#pending = Buffer.alloc(0);
      chunk = head.subarray(end + HEAD_END.length);
    }
    this.#left -= chunk.length;
    if (this.#left < 0) {
      this.#fail('more bytes than were promised');
      return;
    }
    const whole = chunk.length === this.#length;
    if (!whole && this.#length <= KEPT) this.#pending = Buffer.concat([this.#pending, chunk]);
    if (this.#left > 0) return;
    const body = whole ? chunk : this.#pending;
    const onAnswer = this.#onAnswer;
    this.#onAnswer = null;
    this.#pending = Buffer.alloc(0);
    this.#left = null;
    onAnswer?.({ status: this.#status, length: this.#length, body });
  }

  #fail(reason: string): void {
    if (this.#closed) return;
    this.close();
    this.#onFailure(reason);
  }
}
