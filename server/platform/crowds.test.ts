import { setImmediate as turn } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { Crowds, MOST_AT_ONCE } from './crowds.ts';

/** Rooms as Socket.IO keeps them, and what each socket was told. */
function space() {
  const rooms = new Map<string, Set<string>>();
  const told = new Map<string, number[]>();
  const to = (room: string) => ({
    emit(what: number) {
      for (const id of rooms.get(room) ?? []) told.set(id, [...(told.get(id) ?? []), what]);
    },
  });
  const socket = (id: string) => ({ join: (room: string) => rooms.set(room, (rooms.get(room) ?? new Set()).add(id)) });
  return { crowds: new Crowds({ adapter: { rooms }, to }, 'crowd:'), rooms, told, socket };
}

const COUNT = MOST_AT_ONCE * 20 + 7;

function full() {
  const own = space();
  for (let index = 0; index < COUNT; index += 1) own.crowds.join(own.socket(`s${index}`), 'show');
  own.crowds.join(own.socket('elsewhere'), 'show 2');
  return own;
}

test('thousands are told in groups, others have their turn between them, and everybody hears everything in its order', async () => {
  const { crowds, told } = full();
  let turns = 0;
  const others = (async () => {
    while ([...told.values()].reduce((sum, { length }) => sum + length, 0) < COUNT * 2) {
      turns += 1;
      await turn();
    }
  })();
  crowds.tell('show', (some) => some.emit(1));
  expect(told.size).toBe(MOST_AT_ONCE);
  crowds.tell('show', (some) => some.emit(2));
  const after: number[][] = [];
  crowds.afterwards('show', () => after.push(told.get('s0') ?? [], told.get(`s${COUNT - 1}`) ?? []));
  await others;
  expect(turns).toBeGreaterThan(3);
  expect(told.size).toBe(COUNT);
  for (const heard of told.values()) expect(heard).toEqual([1, 2]);
  await vi.waitFor(() =>
    expect(after).toEqual([
      [1, 2],
      [1, 2],
    ]),
  );
  // Nothing waits any more: at once again.
  let done = false;
  await turn();
  crowds.afterwards('show', () => (done = true));
  expect(done).toBe(true);
});

test('what may wait gives way to what is told in order, in the middle of it', async () => {
  const { crowds, told } = full();
  const counted = crowds.tell('show', (some) => some.emit(1), 'patient');
  const said = crowds.tell('show', (some) => some.emit(2));
  await said;
  expect(told.get('s0')).toEqual([1, 2]);
  expect(told.get(`s${COUNT - 1}`)).toEqual([2]);
  await counted;
  expect(told.get(`s${COUNT - 1}`)).toEqual([2, 1]);
});

test('a few are told at once', () => {
  const { crowds, told, socket } = space();
  crowds.join(socket('only'), 'show');
  crowds.tell('show', (some) => some.emit(1));
  crowds.afterwards('show', () => told.set('after', []));
  expect([...told]).toEqual([
    ['only', [1]],
    ['after', []],
  ]);
});

test('whoever leaves makes a place, and is not counted', () => {
  const { crowds, rooms, socket } = full();
  expect(crowds.count('show')).toBe(COUNT);
  expect(crowds.names().sort()).toEqual(['show', 'show 2']);
  rooms.get('crowd:show/1')?.delete(`s${MOST_AT_ONCE}`);
  expect(crowds.count('show')).toBe(COUNT - 1);
  crowds.join(socket('new'), 'show');
  expect(rooms.get('crowd:show/1')).toContain('new');
  rooms.delete('crowd:show 2/0');
  expect(crowds.names()).toEqual(['show']);
});
