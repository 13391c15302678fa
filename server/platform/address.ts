import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/**
 * The address of whoever sent a request. `X-Forwarded-For` counts only for as many hops as there are proxies of our own
 * before us: anyone can write the rest of that header.
 */
export function clientAddress(request: Pick<IncomingMessage, 'headers' | 'socket'>, trustedProxies: number): string {
  const direct = request.socket.remoteAddress ?? '';
  if (trustedProxies === 0) return direct;
  const header = request.headers['x-forwarded-for'];
  const hops = (Array.isArray(header) ? header.join(',') : (header ?? ''))
    .split(',')
    .map((hop) => hop.trim())
    .filter((hop) => hop !== '');
  const claimed = hops[Math.max(0, hops.length - trustedProxies)];
  return claimed !== undefined && isIP(claimed) ? claimed : direct;
}

export type AddressKey = { family: 4 | 6; key: string };

/** What an address is limited by: IPv4 whole, IPv6 by its /64, which is one household or one phone. */
export function addressKey(address: string): AddressKey {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped?.[1]) return { family: 4, key: mapped[1] };
  if (isIP(address) !== 6) return { family: 4, key: address };
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length);
  const groups = [...front, ...Array<string>(zeros).fill('0'), ...back];
  const prefix = groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return { family: 6, key: `${prefix.join(':')}::/64` };
}
