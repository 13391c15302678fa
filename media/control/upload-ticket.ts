/** Upload tickets of the server (`server/assets/ticket.ts`): read and checked. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { UploadTicket } from '@antenne/server/contract';

const PURPOSE = 'antenne upload ticket';

/** What a ticket allows at `now` (ms since the epoch); null when we did not sign it, or its time is over. */
export function readTicket(ticket: string, secret: string, now: number): UploadTicket | null {
  const [body = '', signature = ''] = ticket.split('.');
  const expected = createHmac('sha256', secret).update(`${PURPOSE}.${body}`).digest();
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  const parsed = UploadTicket.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString()));
  return parsed.success && Date.parse(parsed.data.validUntil) >= now ? parsed.data : null;
}
