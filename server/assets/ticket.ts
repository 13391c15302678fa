/** Upload tickets: what a producer may send to the media plane, signed with the secret that both planes share. */
import { createHmac } from 'node:crypto';
import type { UploadTicket } from '../contract/index.ts';

/** Keeps these signatures apart from whatever else the secret is used for. */
const PURPOSE = 'antenne upload ticket';

/** `base64url(JSON).base64url(HMAC-SHA-256)`; `media/control/upload-ticket.ts` reads it. */
export function signTicket(ticket: UploadTicket, secret: string): string {
  const body = Buffer.from(JSON.stringify(ticket)).toString('base64url');
  return `${body}.${createHmac('sha256', secret).update(`${PURPOSE}.${body}`).digest('base64url')}`;
}
