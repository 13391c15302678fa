/** Real Socket.IO clients, as the pages and media use them. */

import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import { z } from 'zod';
import type { Reply } from '../contract/index.ts';
import { until } from './until.ts';

const VotesMessage = z.object({ votes: z.record(z.string(), z.number()) });

/** A client of one namespace that keeps everything it is sent. */
export class TestClient {
  readonly socket: Socket;
  readonly received: { name: string; message: unknown }[] = [];

  constructor(url: string, options: Partial<ManagerOptions & SocketOptions>) {
    this.socket = io(url, { forceNew: true, reconnection: false, transports: ['websocket'], ...options });
    this.socket.onAny((name: string, message: unknown) => this.received.push({ name, message }));
  }

  /** Resolves when connected; rejects with the reason of the refusal. */
  connected(): Promise<this> {
    return new Promise((resolve, reject) => {
      if (this.socket.connected) resolve(this);
      this.socket.once('connect', () => resolve(this));
      this.socket.once('connect_error', reject);
    });
  }

  async command(name: string, input: unknown): Promise<Reply<unknown>> {
    return this.socket.timeout(15_000).emitWithAck(name, input);
  }

  /** The command's data. @throws its failure */
  async ok<Data>(name: string, input: unknown, parse: { parse(raw: unknown): Data }): Promise<Data> {
    const reply = await this.command(name, input);
    if (!reply.ok) throw new Error(`${name}: ${reply.error.code} ${reply.error.message}`);
    return parse.parse(reply.data);
  }

  /** The command's failure. @throws when it succeeded */
  async refused(name: string, input: unknown) {
    const reply = await this.command(name, input);
    if (reply.ok) throw new Error(`${name} was not refused`);
    return reply.error;
  }

  /** Messages of one name, so far. */
  messages(name: string): unknown[] {
    return this.received.filter((one) => one.name === name).map((one) => one.message);
  }

  /** Every total of that question that it was told, in order: what changes within a moment comes in one message. */
  totals(questionId: string): number[] {
    return this.messages('votes').flatMap((message) => VotesMessage.parse(message).votes[questionId] ?? []);
  }

  /** Waits until the server closed the connection. */
  closed(): Promise<boolean> {
    return until('the server to close the socket', () => !this.socket.connected);
  }

  close(): void {
    this.socket.disconnect();
  }
}
