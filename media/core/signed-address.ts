/** Addresses that the server signed for the people it knows: media knows none. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** The query of such an address. `expires`: Unix seconds. */
export interface AddressKey {
  expires?: string;
  signature?: string;
}

/**
 * Whether the server signed this address (HMAC-SHA-256, base64url), and for longer than until `now` (ms since the epoch).
 * @param textOf What was signed, for the time that the address names.
 */
export function isSigned(
  { expires, signature }: AddressKey,
  textOf: (expires: number) => string,
  secret: string,
  now: number,
): boolean {
  const until = Number(expires);
  if (!Number.isSafeInteger(until) || until * 1000 < now) return false;
  const right = createHmac('sha256', secret).update(textOf(until)).digest();
  const given = Buffer.from(signature ?? '', 'base64url');
  return given.length === right.length && timingSafeEqual(given, right);
}
