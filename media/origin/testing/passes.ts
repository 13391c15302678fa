/** Gates as media makes them, and passes as the server does. */
import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { passText, uncutKeyText } from '@antenne/server/contract';
import pino from 'pino';
import { Gates } from '../gates.ts';

const SECRET = 'a secret of sixteen';

export function openGates(folder: string, now?: () => number): Gates {
  return new Gates({
    path: join(folder, 'gates.json'),
    secret: SECRET,
    passText,
    uncutText: uncutKeyText,
    log: pino({ level: 'silent' }),
    ...(now && { now }),
  });
}

/** Unix seconds, so many from now. */
export const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;

/** What stands after the broadcast in the path. */
export function viewersPass(expires: number, generation = 1, slug = 'show', secret = SECRET): string {
  return signed(passText(slug, generation, expires), expires, secret);
}

export function ownersPass(expires: number, slug = 'show'): string {
  return signed(uncutKeyText(slug, expires), expires, SECRET);
}

function signed(text: string, expires: number, secret: string): string {
  return `~${expires}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}
