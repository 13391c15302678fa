import { expect, test } from 'vitest';
import { isClosing, itemClock } from './item-clock.ts';

const item = {
  title: { fr: 'Grand duplex' },
  expectedStart: '2026-05-09T14:30:00.000Z',
  expectedEnd: '2026-05-09T15:00:00.000Z',
};
const at = (time: string) => Date.parse(`2026-05-09T${time}.000Z`);

test('counts down to the item, then what is left of it, and past its end below zero', () => {
  expect(itemClock({ ...item, onAir: false }, at('14:17:30'))).toEqual({ type: 'until', ms: 750_000 });
  expect(itemClock({ ...item, onAir: true }, at('14:50:00'))).toEqual({ type: 'left', ms: 600_000 });
  expect(itemClock({ ...item, onAir: true }, at('15:00:10'))).toEqual({ type: 'left', ms: -10_000 });
});

test('says that nothing is planned when nothing is', () => {
  expect(itemClock(null, 0)).toEqual({ type: 'none' });
});

test('warns in the last minute of the item, not before it begins', () => {
  expect(isClosing(itemClock({ ...item, onAir: true }, at('14:58:59')))).toBe(false);
  expect(isClosing(itemClock({ ...item, onAir: true }, at('14:59:01')))).toBe(true);
  expect(isClosing(itemClock({ ...item, onAir: false }, at('14:29:59')))).toBe(false);
});
