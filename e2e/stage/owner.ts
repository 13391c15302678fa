/** What the owner does by API so that the others can come: sign in, invite. */
import {
  CreatedInvitation,
  type EntryChange,
  type NewBroadcast,
  type NewInvitation,
  OwnerEntry,
  PublicBroadcast,
} from '@antenne/server/contract';
import type { z } from 'zod';
import { acceptByApi } from './session.ts';

export class Owner {
  readonly #url: string;
  readonly #cookie: string;

  private constructor(url: string, cookie: string) {
    this.#url = url;
    this.#cookie = cookie;
  }

  /** Spends the owner's one-time link (`…/invite/:token`). */
  static async signIn(url: string, link: string): Promise<Owner> {
    return new Owner(url, await acceptByApi(url, link, 'Propriétaire'));
  }

  /** The session as an HTTP header says it, for sockets and further calls. */
  get cookie(): string {
    return this.#cookie;
  }

  /** A broadcast of their own, with the contributors that it names. Resolves with its slug. */
  async create(wanted: z.input<typeof NewBroadcast>): Promise<string> {
    return PublicBroadcast.parse(await this.#send('POST', '/api/admin/broadcasts', wanted)).slug;
  }

  /** A command of the control room, by HTTP. */
  async command(slug: string, name: string, input: object): Promise<void> {
    await this.#send('POST', `/api/studio/${slug}/commands/${name}`, input);
  }

  /** A new personal link. */
  async invite(slug: string, invitation: NewInvitation): Promise<string> {
    const reply = await this.#send('POST', `/api/admin/broadcasts/${slug}/invitations`, invitation);
    return CreatedInvitation.parse(reply).url;
  }

  /** Says who may watch. */
  async letIn(slug: string, entry: EntryChange): Promise<OwnerEntry> {
    return OwnerEntry.parse(await this.#send('PUT', `/api/admin/broadcasts/${slug}/entry`, entry));
  }

  async #send(method: 'POST' | 'PUT', path: string, body: object): Promise<unknown> {
    const response = await fetch(`${this.#url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', origin: this.#url, cookie: this.#cookie },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }
}
