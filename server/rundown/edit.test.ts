import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NEW_ITEM } from '../contract/index.ts';
import { added, applied, changed, diffOf, duplicated, type ItemRow, inverse, isEmpty, moved, removed } from './edit.ts';

const row = (id: string, more: Partial<ItemRow> = {}): ItemRow => ({
  ...NEW_ITEM,
  id,
  version: 1,
  title: { fr: id },
  ...more,
});
const rows = (ids: string) => [...ids].map((id) => row(id));
const ids = (list: readonly ItemRow[]) => list.map(({ id }) => id).join('');
/** What `applied` comes to. @throws when something stands in its way. */
const done = (outcome: ReturnType<typeof applied>): ItemRow[] => {
  if ('inTheWay' in outcome) throw new Error(`in the way: ${outcome.inTheWay}`);
  return outcome.rows;
};

test('items go where they are put', () => {
  const list = rows('abcd');
  expect(ids(added(list, [{ id: 'x', title: { fr: 'x' } }], 'b'))).toBe('abxcd');
  expect(ids(added(list, [{ id: 'x', title: { fr: 'x' } }], null))).toBe('xabcd');
  expect(ids(added(list, [{ id: 'x', title: { fr: 'x' } }], undefined))).toBe('abcdx');
  expect(ids(moved(list, ['d'], 'a'))).toBe('adbc');
  expect(ids(moved(list, ['c', 'a'], 'd'))).toBe('bdac');
  expect(ids(moved(list, ['b', 'c'], 'c'))).toBe('abcd');
  expect(ids(moved(list, ['b', 'c'], null))).toBe('bcad');
  expect(ids(removed(list, ['a', 'c']))).toBe('bd');
  expect(
    ids(
      duplicated(list, [
        { of: 'c', id: 'x' },
        { of: 'a', id: 'y' },
      ]),
    ),
  ).toBe('abcyxd');
  expect(() => moved(list, ['a'], 'gone')).toThrow('no such item');
});

test('a hard start needs its time', () => {
  expect(() => changed(rows('a'), ['a'], { startMode: 'hard' })).toThrow('hardStart');
  const hardStart = '2026-05-09T18:00:00.000Z';
  expect(changed(rows('a'), ['a'], { startMode: 'hard', hardStart })[0]).toMatchObject({
    startMode: 'hard',
    hardStart,
  });
});

test('what others wrote elsewhere stays when an edit is taken back', () => {
  const before = rows('abcd');
  const mine = moved(changed(before, ['b'], { plannedDurationMs: 1_000 }), ['d'], null);
  const theirs = added(changed(mine, ['b'], { notes: 'Micro !' }), [{ id: 'x', title: { fr: 'x' } }], 'a');
  const after = done(applied(theirs, inverse(diffOf(before, mine))));
  expect(ids(after)).toBe('axbcd');
  expect(after[2]).toMatchObject({ plannedDurationMs: NEW_ITEM.plannedDurationMs, notes: 'Micro !' });
});

test.each([
  ['the same field', (list: ItemRow[]) => changed(list, ['b'], { plannedDurationMs: 2_000 }), 'b'],
  ['the item that was added', (list: ItemRow[]) => changed(list, ['x'], { skip: true }), 'x'],
  ['the order', (list: ItemRow[]) => moved(list, ['a'], 'c'), 'd'],
])('somebody changed %s meanwhile: nothing is taken back', (_what, theirs, id) => {
  const before = rows('abcd');
  const mine = added(
    moved(changed(before, ['b'], { plannedDurationMs: 1_000 }), ['d'], null),
    [{ id: 'x', title: { fr: 'x' } }],
    'b',
  );
  expect(applied(theirs(mine), inverse(diffOf(before, mine)))).toEqual({
    inTheWay: expect.arrayContaining([id]),
  });
});

test('every edit can be taken back and done again', () => {
  const step = fc.record({
    kind: fc.constantFrom('add', 'remove', 'move', 'change', 'duplicate'),
    of: fc.nat(30),
    to: fc.nat(30),
    ms: fc.nat(1_000),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const before = rows('abcdef');
      let after: ItemRow[] = before;
      steps.forEach(({ kind, of, to, ms }, index) => {
        const one = after[of % Math.max(1, after.length)]?.id;
        const other = after[to % Math.max(1, after.length)]?.id ?? null;
        const id = `new${index}`;
        if (kind === 'add') after = added(after, [{ id, title: { fr: id } }], other);
        else if (one === undefined) return;
        else if (kind === 'remove') after = removed(after, [one]);
        else if (kind === 'move') after = moved(after, [one], other);
        else if (kind === 'change') after = changed(after, [one], { plannedDurationMs: ms });
        else after = duplicated(after, [{ of: one, id }]);
      });
      const diff = diffOf(before, after);
      // As the database gives it back: its JSON, keys in another order.
      const kept: typeof diff = JSON.parse(JSON.stringify(diff));
      expect(done(applied(after, inverse(kept)))).toEqual(before);
      expect(done(applied(before, kept))).toEqual(after);
      expect(isEmpty(diff)).toBe(JSON.stringify(before) === JSON.stringify(after));
    }),
  );
});
