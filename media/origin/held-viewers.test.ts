import { expect, it } from 'vitest';
import { HeldViewers } from './held-viewers.ts';

it('counts those who wait, and believes the last advance for a while', () => {
  const viewers = new HeldViewers(1_000);
  const clients = Array.from({ length: 3 }, () => new AbortController());
  for (const [index, { signal }] of clients.entries()) viewers.add(index === 0 ? '270p' : 'main', signal);
  expect(viewers.count(0)).toEqual(
    new Map([
      ['270p', 1],
      ['main', 2],
    ]),
  );
  viewers.beforeAdvance(100);
  // All are answered, and none has asked again yet.
  for (const client of clients) client.abort();
  expect(viewers.count(1_100)).toEqual(
    new Map([
      ['270p', 1],
      ['main', 2],
    ]),
  );
  expect(viewers.count(1_101)).toEqual(
    new Map([
      ['270p', 0],
      ['main', 0],
    ]),
  );
});

it('counts nobody twice, and nobody who has left already', () => {
  const viewers = new HeldViewers(1_000);
  const [first, left] = [new AbortController(), new AbortController()];
  left.abort();
  viewers.add('main', left.signal);
  viewers.add('main', first.signal);
  viewers.beforeAdvance(0);
  first.abort();
  viewers.add('main', new AbortController().signal);
  expect(viewers.count(1)).toEqual(new Map([['main', 1]]));
});
