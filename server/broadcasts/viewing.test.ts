import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { VIEWING_EVERY_MS } from '../contract/index.ts';
import { Viewing } from './viewing.ts';

function opened() {
  let now = 0;
  const viewing = new Viewing(() => now);
  return { viewing, advance: (ms: number) => (now += ms) };
}

it('counts each tab once for as long as it goes on saying that it is there', () => {
  const { viewing, advance } = opened();
  const [a, b] = [randomUUID(), randomUUID()];
  viewing.hear('show', a);
  viewing.hear('show', b);
  viewing.hear('show', b);
  viewing.hear('other', b);
  expect([viewing.count('show'), viewing.count('other'), viewing.count('none')]).toEqual([2, 1, 0]);
  advance(2 * VIEWING_EVERY_MS);
  viewing.hear('show', a);
  // b has been silent for more than three times.
  advance(2 * VIEWING_EVERY_MS);
  expect([viewing.count('show'), viewing.broadcasts()]).toEqual([1, ['show']]);
  advance(3 * VIEWING_EVERY_MS);
  expect([viewing.count('show'), viewing.broadcasts()]).toEqual([0, []]);
});

it('bears one word lost, and a hidden tab that speaks once a minute', () => {
  const { viewing, advance } = opened();
  const tab = randomUUID();
  for (let minute = 0; minute < 5; minute++) {
    viewing.hear('show', tab);
    advance(60_000);
    expect(viewing.count('show')).toBe(1);
  }
});

it('takes a thousand viewers behind one IPv4 address, and a household behind an IPv6 prefix', () => {
  const { viewing, advance } = opened();
  const letIn = (family: 4 | 6, key: string) => {
    let taken = 0;
    for (let round = 0; round < 4; round++) {
      for (let viewer = 0; viewer < 250; viewer++) {
        if (viewing.pay({ family, key }) === 0) taken += 1;
      }
      advance(VIEWING_EVERY_MS / 4);
    }
    return taken;
  };
  expect(letIn(4, '192.0.2.1')).toBe(1000);
  expect(letIn(6, '2001:db8::/64')).toBeLessThan(110);
  expect(viewing.pay({ family: 6, key: '2001:db8:1::/64' })).toBe(0);
});
