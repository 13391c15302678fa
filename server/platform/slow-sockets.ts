/**
 * A page that does not take what it is sent must not fill the server's memory. What may be left out for those who are
 * behind is sent as volatile, and never waits. For the rest there is a limit, and beyond it the connection is closed:
 * the page comes back by itself, says what it saw last and gets what it missed, or a snapshot.
 */
import type { Server } from 'socket.io';
import type { Log } from './logging.ts';

/** Bytes that may wait for one connection, beside what its network has been given already. */
export const MOST_WAITING = 2_000_000;
/** What a packet costs besides its text, roughly, in bytes. */
const PER_PACKET = 200;

interface Packet {
  data?: unknown;
  /** The same object for all who get it, with the frame that Socket.IO's adapter has made once: its head and its text. */
  options?: { wsPreEncodedFrame?: Buffer[] };
}

/** An Engine.IO connection, as far as this goes. */
interface Connection {
  transport: { writable: boolean };
  on(name: 'packetCreate', listener: (this: Connection, packet: Packet) => void): unknown;
  on(name: 'flush', listener: (this: Connection) => void): unknown;
  close(discard: boolean): void;
}

/** Watches all connections of a server for as long as it lives. `onDropped` hears of each one that was closed. */
export function dropSlowSockets(io: Server, log: Log, onDropped: () => void = () => undefined): void {
  const waiting = new WeakMap<Connection, number>();
  // The same two functions for all: thousands of connections need no closures of their own.
  function created(this: Connection, { data, options }: Packet): void {
    const frame = options?.wsPreEncodedFrame;
    // One buffer is one write for each of thousands; with two, each write gathers them anew.
    if (options && frame && frame.length > 1) options.wsPreEncodedFrame = [Buffer.concat(frame)];
    // Writable: it goes out at once.
    if (this.transport.writable) return;
    const before = waiting.get(this) ?? 0;
    const bytes = before + PER_PACKET + (typeof data === 'string' || data instanceof Uint8Array ? data.length : 0);
    // One long message alone is no sign of anything: a snapshot may be.
    if (before === 0 || bytes <= MOST_WAITING) {
      waiting.set(this, bytes);
      return;
    }
    waiting.delete(this);
    log.info({ bytes }, 'a connection that does not keep up was closed');
    onDropped();
    process.nextTick(() => this.close(true));
  }
  function flushed(this: Connection): void {
    waiting.delete(this);
  }
  io.engine.on('connection', (connection: Connection) => {
    connection.on('packetCreate', created);
    connection.on('flush', flushed);
  });
}
