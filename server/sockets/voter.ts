import type { IncomingMessage } from 'node:http';
import type { Cookies } from '../accounts/cookies.ts';

/** Each connection is one voter from its first request on, also before the browser has kept the cookie. */
const voters = new WeakMap<object, { id: string; isNew: boolean }>();

export function voterOf(request: Pick<IncomingMessage, 'headers'>, cookies: Cookies): { id: string; isNew: boolean } {
  const known = voters.get(request);
  if (known) return known;
  const voter = cookies.voter(request.headers.cookie);
  voters.set(request, voter);
  return voter;
}
