/**
 * Viewers' connections without Node's HTTP parser, which is most of the work of a low-latency viewer's ten requests a second:
 * as long as a connection brings plain requests one after the other, it is answered here. The first thing that is anything
 * else (another method, a head in pieces, requests ahead of their turn) gives it to Node with all that has come, for good.
 */
import { type Server, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { finished, type Readable } from 'node:stream';
import type { Outlet } from './outlet.ts';
import { HeadReader, type PlainHead } from './request-head.ts';
import type { Gone } from './waiting.ts';

/** @returns false where the request is somebody else's */
export type Receive = (request: PlainHead, outlet: Outlet) => boolean;

/** What comes before its turn waits; more is no player's. Bytes. */
const MAX_EARLY = 64 * 1024;

export class PlainConnections {
  readonly receive: Receive;
  readonly heads = new HeadReader();
  /** Of a connection on which nothing moves, ms. */
  readonly idleMs: number;
  /** What `Connection` says where it goes on. */
  readonly stays: string;
  readonly #server: Server;
  readonly #toNode: readonly unknown[];
  readonly #open = new Set<PlainConnection>();
  #closed = false;

  /** Stands before the server's own parser. */
  constructor(server: Server, idleMs: number, receive: Receive) {
    this.#server = server;
    this.idleMs = idleMs;
    this.stays = `keep-alive\r\nKeep-Alive: timeout=${idleMs / 1000}`;
    this.receive = receive;
    this.#toNode = server.listeners('connection');
    server.removeAllListeners('connection');
    server.on('connection', (socket) => {
      if (this.#closed) socket.destroy();
      else this.#open.add(new PlainConnection(socket, this));
    });
  }

  /** It is none of ours any more. */
  forget(connection: PlainConnection): void {
    this.#open.delete(connection);
  }

  toNode(socket: Socket): void {
    for (const listener of this.#toNode) if (typeof listener === 'function') listener.call(this.#server, socket);
  }

  /** Ends all of them, and those that come. Safe twice. */
  close(): void {
    this.#closed = true;
    for (const connection of this.#open) connection.abort();
  }
}

class PlainConnection implements Outlet {
  readonly #socket: Socket;
  readonly #all: PlainConnections;
  /** What is being answered. */
  #head: PlainHead | null = null;
  #listeners: (() => void)[] = [];
  #early: Buffer[] = [];

  constructor(socket: Socket, all: PlainConnections) {
    this.#socket = socket;
    this.#all = all;
    socket.setTimeout(all.idleMs);
    socket.on('data', this.#read).on('end', this.#ended).on('timeout', this.#idle);
    // `close` follows.
    socket.on('error', this.#failed).on('close', this.#closed);
  }

  readonly gone: Gone = (listener) => {
    if (this.#head) this.#listeners.push(listener);
    else listener();
  };

  send(status: number, lines: readonly string[], body: Buffer | Readable): void {
    const { method, closes = false } = this.#head ?? {};
    if (!method || !this.#socket.writable) return;
    const connection = closes ? 'close' : this.#all.stays;
    if (!Buffer.isBuffer(body)) this.#stream(headText(status, lines, connection), body);
    else {
      if (method === 'HEAD' || body.length === 0) this.#socket.write(headText(status, lines, connection), 'latin1');
      else writeBoth(this.#socket, { status, lines, connection }, body);
      this.#over();
    }
  }

  abort(): void {
    this.#socket.destroy();
  }

  readonly #read = (bytes: Buffer): void => {
    if (this.#head) {
      this.#early.push(bytes);
      if (this.#early.reduce((sum, { length }) => sum + length, 0) > MAX_EARLY) this.abort();
      return;
    }
    // Who asks on before they have taken what they got needs somebody to hold them back.
    this.#head = this.#socket.writableNeedDrain ? null : this.#all.heads.read(bytes);
    if (this.#head && this.#all.receive(this.#head, this)) return;
    this.#head = null;
    this.#giveUp(bytes);
  };

  #stream(head: string, body: Readable): void {
    this.gone(() => body.destroy());
    this.#socket.write(head, 'latin1');
    body.pipe(this.#socket, { end: false });
    finished(body, (error) => {
      if (error) this.abort();
      else this.#over();
    });
  }

  /** The answer is on its way, or nobody waits for it. */
  #over(): void {
    const closes = this.#head?.closes;
    this.#head = null;
    const listeners = this.#listeners;
    this.#listeners = [];
    for (const listener of listeners) listener();
    if (closes) this.#socket.end();
    else if (this.#early.length > 0) this.#giveUp(Buffer.concat(this.#early));
  }

  #giveUp(bytes: Buffer): void {
    this.#leave();
    const socket = this.#socket;
    socket.setTimeout(0);
    // Flowing, it would hand what is put back to nobody.
    socket.pause();
    socket.unshift(bytes);
    this.#all.toNode(socket);
    socket.resume();
  }

  #leave(): void {
    this.#all.forget(this);
    const socket = this.#socket;
    socket.off('data', this.#read).off('end', this.#ended).off('timeout', this.#idle);
    socket.off('error', this.#failed).off('close', this.#closed);
  }

  /** The client sends no more: what it was given still goes out. */
  readonly #ended = (): void => void this.#socket.end();
  readonly #idle = (): void => this.abort();
  readonly #failed = (): void => this.abort();
  readonly #closed = (): void => {
    this.#all.forget(this);
    this.#early = [];
    this.#over();
  };
}

/** What an answer's head is made of, beside its date. */
interface Head {
  status: number;
  lines: readonly string[];
  connection: string;
}

interface Written extends Head {
  date: string;
  bytes: Buffer;
  /** Head and body in one piece. */
  whole: Buffer | null;
}

/** Longer bodies go out as a second piece: a copy of them costs more. Bytes. */
const MAX_JOINED = 256 * 1024;
/** By body: all who wait for a part get the same head, and it and the part with one write each. */
const written = new WeakMap<Buffer, Written>();

function writeBoth(socket: Socket, head: Head, body: Buffer): void {
  const known = written.get(body);
  if (known && isSame(known, head)) {
    if (body.length <= MAX_JOINED) {
      known.whole ??= Buffer.concat([known.bytes, body]);
      socket.write(known.whole);
    } else writePieces(socket, known.bytes, body);
    return;
  }
  const bytes = Buffer.from(headText(head.status, head.lines, head.connection), 'latin1');
  written.set(body, { ...head, date: date(), bytes, whole: null });
  writePieces(socket, bytes, body);
}

function writePieces(socket: Socket, head: Buffer, body: Buffer): void {
  socket.cork();
  socket.write(head);
  socket.write(body);
  socket.uncork();
}

function isSame(known: Written, { status, lines, connection }: Head): boolean {
  if (known.date !== date() || known.status !== status || known.connection !== connection) return false;
  return known.lines === lines || known.lines.join('\n') === lines.join('\n');
}

function headText(status: number, lines: readonly string[], connection: string): string {
  let text = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n`;
  for (let index = 0; index < lines.length; index += 2) text += `${lines[index]}: ${lines[index + 1]}\r\n`;
  return `${text}Date: ${date()}\r\nConnection: ${connection}\r\n\r\n`;
}

let dated = { second: 0, text: '' };

/** Now, as HTTP writes it: whole seconds. */
function date(): string {
  const second = Math.floor(Date.now() / 1000);
  if (second !== dated.second) dated = { second, text: new Date(second * 1000).toUTCString() };
  return dated.text;
}
