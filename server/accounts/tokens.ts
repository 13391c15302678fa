import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** A secret for a link or a cookie: 256 random bits, safe in an address. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a token. Tokens are random, so a plain hash cannot be guessed back. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Compares two secrets in a time that says nothing about where they differ. */
export function sameSecret(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** A voter's id as its cookie carries it: nobody can make one up. */
export function signVoter(voterId: string, key: string): string {
  return `${voterId}.${createHmac('sha256', key).update(voterId).digest('base64url')}`;
}

/** The voter's id in a signed cookie; null when we did not sign it. */
export function readVoter(signed: string | undefined, key: string): string | null {
  const voterId = signed?.split('.')[0] ?? '';
  return signed !== undefined && /^[0-9a-f-]{36}$/.test(voterId) && sameSecret(signed, signVoter(voterId, key))
    ? voterId
    : null;
}
