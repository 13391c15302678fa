/** What the owner does by API so that the others can come: sign in, invite. */
import { CreatedInvitation, type NewBroadcast, type NewInvitation, PublicBroadcast } from '@antenne/server/contract';
import type { z } from 'zod';

export class Owner {
  readonly #url: string;
  readonly #cookie: string;

  private constructor(url: string, cookie: string) {
    this.#url = url;
    this.#cookie = cookie;
  }

  /** Spends the owner's one-time link (`…/invite/:token`). */
  static async signIn(url: string, link: string): Promise<Owner> {
    const token = new URL(link).pathname.split('/').at(-1);
    const response = await fetch(`${url}/api/session/accept`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url },
      body: JSON.stringify({ token, name: 'Propriétaire' }),
    });
    if (!response.ok) throw new Error(`signing in: ${response.status} ${await response.text()}`);
    const pairs = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
    return new Owner(url, pairs.join('; '));
  }

  /** The session as an HTTP header says it, for sockets and further calls. */
  get cookie(): string {
    return this.#cookie;
  }

  /** The session as a browser's cookies. */
  get cookies(): { name: string; value: string; url: string }[] {
    return this.#cookie.split('; ').map((pair) => {
      const equals = pair.indexOf('=');
      return { name: pair.slice(0, equals), value: pair.slice(equals + 1), url: this.#url };
    });
  }

  /** A broadcast of their own, with the contributors that it names. Resolves with its slug. */
  async create(wanted: z.input<typeof NewBroadcast>): Promise<string> {
    return PublicBroadcast.parse(await this.#post('/api/admin/broadcasts', wanted)).slug;
  }

  /** A command of the control room, by HTTP. */
  async command(slug: string, name: string, input: object): Promise<void> {
    await this.#post(`/api/studio/${slug}/commands/${name}`, input);
  }

  /** A new personal link. */
  async invite(slug: string, invitation: NewInvitation): Promise<string> {
    const reply = await this.#post(`/api/admin/broadcasts/${slug}/invitations`, invitation);
    return CreatedInvitation.parse(reply).url;
  }

  async #post(path: string, body: object): Promise<unknown> {
    const response = await fetch(`${this.#url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: this.#url, cookie: this.#cookie },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }
}
