/** Addresses on the media plane for those whom the server let in (`media/core/signed-address.ts` checks them). */
import { createHmac } from 'node:crypto';

/** The query that opens what `text` names. `expires`: Unix seconds. */
export function signedQuery(text: string, expires: number, secret: string): string {
  return `expires=${expires}&signature=${createHmac('sha256', secret).update(text).digest('base64url')}`;
}
