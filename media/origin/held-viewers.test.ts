import { expect, it } from 'vitest';
import { HeldViewers } from './held-viewers.ts';

function client() {
  const listeners: (() => void)[] = [];
  return {
    gone: (listener: () => void) => void listeners.push(listener),
    leave: () => {
      for (const listener of listeners) listener();
    },
  };
}

it('counts those who wait, and believes the last advance for a while', () => {
  const viewers = new HeldViewers(1_000);
  const clients = Array.from({ length: 3 }, client);
  for (const [index, { gone }] of clients.entries()) viewers.add(index === 0 ? '270p' : 'main', gone);
  expect(viewers.count(0)).toEqual(
    new Map([
      ['270p', 1],
      ['main', 2],
    ]),
  );
  viewers.beforeAdvance(100);
  // All are answered, and none has asked again yet.
  for (const { leave } of clients) leave();
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
  const first = client();
  viewers.add('main', (listener) => listener());
  viewers.add('main', first.gone);
  viewers.beforeAdvance(0);
  first.leave();
  viewers.add('main', client().gone);
  expect(viewers.count(1)).toEqual(new Map([['main', 1]]));
});
