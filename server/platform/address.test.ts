import { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { addressKey, clientAddress } from './address.ts';

function request(remoteAddress: string, forwarded?: string) {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: remoteAddress });
  return { headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }, socket };
}

describe('a forwarded address', () => {
  test('is ignored unless a proxy is trusted', () => {
    expect(clientAddress(request('203.0.113.9', '198.51.100.1'), 0)).toBe('203.0.113.9');
  });

  test('counts only as far as our own proxies wrote it', () => {
    const forged = request('10.0.0.1', '1.1.1.1, 198.51.100.7');
    expect(clientAddress(forged, 1)).toBe('198.51.100.7');
    expect(clientAddress(request('10.0.0.1', '1.1.1.1, 198.51.100.7, 10.0.0.2'), 2)).toBe('198.51.100.7');
  });

  test('that is no address falls back to the connection', () => {
    expect(clientAddress(request('10.0.0.1', 'unknown'), 1)).toBe('10.0.0.1');
    expect(clientAddress(request('10.0.0.1'), 1)).toBe('10.0.0.1');
  });
});

describe('what an address is limited by', () => {
  test.each([
    ['203.0.113.9', { family: 4, key: '203.0.113.9' }],
    ['::ffff:203.0.113.9', { family: 4, key: '203.0.113.9' }],
    ['2001:db8:1:2:3:4:5:6', { family: 6, key: '2001:db8:1:2::/64' }],
    ['2001:0db8:0001:0002:ffff::1', { family: 6, key: '2001:db8:1:2::/64' }],
    ['2001:db8::1', { family: 6, key: '2001:db8:0:0::/64' }],
    ['fe80::1%eth0', { family: 6, key: 'fe80:0:0:0::/64' }],
    ['::1', { family: 6, key: '0:0:0:0::/64' }],
  ])('%s', (address, key) => {
    expect(addressKey(address)).toEqual(key);
  });
});
