import { randomUUID } from 'node:crypto';
import { parseCookie, stringifySetCookie } from 'cookie';
import { readVoter, signVoter } from './tokens.ts';

const DAY_S = 24 * 60 * 60;

/**
 * Our two cookies: the session of those who work, and the signed id of a voter. Scripts cannot read either, and no
 * foreign page's form sends them. Cookies know no ports, so a port in the public address is part of their names: two
 * instances on one machine leave each other's alone.
 */
export class Cookies {
  readonly #voterKey: string;
  readonly #suffix: string;
  readonly #secure: boolean;

  constructor(voterKey: string, publicUrl: string) {
    const { port, protocol } = new URL(publicUrl);
    this.#voterKey = voterKey;
    this.#suffix = port === '' ? '' : `_${port}`;
    this.#secure = protocol === 'https:';
  }

  sessionToken(header: string | undefined): string | undefined {
    return parseCookie(header ?? '')[this.#sessionName];
  }

  /** The voter's id; a new one when the browser has none that we signed. */
  voter(header: string | undefined): { id: string; isNew: boolean } {
    const id = readVoter(parseCookie(header ?? '')[this.#voterName], this.#voterKey);
    return id === null ? { id: randomUUID(), isNew: true } : { id, isNew: false };
  }

  /** The `Set-Cookie` of a new voter for a browser that has none that we signed; otherwise null. */
  firstVoter(header: string | undefined): string | null {
    const voter = this.voter(header);
    return voter.isNew ? this.setVoter(voter.id) : null;
  }

  /** The voter's id in a token that a page kept by itself; null when we did not sign it. */
  voterIn(token: string): string | null {
    return readVoter(token, this.#voterKey);
  }

  /** What a page keeps of its voter where the browser keeps no cookie: the same as the cookie holds. */
  voterToken(voterId: string): string {
    return signVoter(voterId, this.#voterKey);
  }

  /** Values for `Set-Cookie`. */
  setVoter(voterId: string): string {
    return this.#serialize(this.#voterName, signVoter(voterId, this.#voterKey), 400 * DAY_S);
  }

  setSession(token: string): string {
    return this.#serialize(this.#sessionName, token, 30 * DAY_S);
  }

  clearSession(): string {
    return this.#serialize(this.#sessionName, '', 0);
  }

  get #sessionName(): string {
    return `antenne_session${this.#suffix}`;
  }

  get #voterName(): string {
    return `antenne_voter${this.#suffix}`;
  }

  #serialize(name: string, value: string, maxAge: number): string {
    return stringifySetCookie({
      name,
      value,
      httpOnly: true,
      sameSite: 'lax',
      path: '/',
      secure: this.#secure,
      maxAge,
    });
  }
}
